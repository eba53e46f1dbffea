use chatlake_core::{Compression, EncodeError, Encoder};
use chatlake_jsonl::{Form, JsonlEncoder};
use chatlake_testing::expand;

use crate::file;

#[test]
fn compressed_files_hold_the_plain_one_even_an_empty_one() {
    for records in [&[][..], &[r#"{"msg_id":"a"}"#, r#"{"msg_id":"b"}"#]] {
        let plain = file(records, &Form::Verbatim, Compression::Plain);
        for compression in [Compression::ZSTD, Compression::GZIP] {
            let file = file(records, &Form::Verbatim, compression);
            assert!(!file.is_empty());
            assert_eq!(expand(compression, &file), plain, "{compression:?}");
        }
    }
}

#[test]
fn a_job_without_records_yields_no_bytes() -> Result<(), EncodeError> {
    for compression in [Compression::Plain, Compression::ZSTD, Compression::GZIP] {
        let mut encoder = JsonlEncoder::new(&Form::Verbatim, compression)?;
        assert!(encoder.finish()?.is_empty(), "{compression:?}");
    }
    Ok(())
}

#[test]
fn a_level_that_does_not_exist_is_refused() {
    let encoder = JsonlEncoder::new(&Form::Verbatim, Compression::Gzip(10));
    assert_eq!(encoder.unwrap_err().to_string(), "failed to encode JSONL");
}
