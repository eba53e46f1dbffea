use chatlake_core::{Column, Compression, EncodeError, Encoder, Projection};
use chatlake_csv::{CsvEncoder, Guard};
use chatlake_testing::expand;

use crate::file;

#[test]
fn compressed_files_hold_the_plain_one() {
    let projection = Projection::default().with_columns(&[Column::MsgId, Column::SourceRecord]);
    for (records, expected) in [
        (&[][..], "msg_id,source_record\r\n"),
        (&[r#"{"msg_id":"a"}"#, r#"{"msg_id":"b"}"#], "msg_id,source_record\r\na,0\r\nb,1\r\n"),
    ] {
        for compression in [Compression::Plain, Compression::ZSTD, Compression::GZIP] {
            let file = file(records, &projection, Guard::On, compression);
            assert_eq!(expand(compression, &file), expected.as_bytes(), "{compression:?}");
        }
    }
}

#[test]
fn a_job_without_records_yields_no_bytes() -> Result<(), EncodeError> {
    for compression in [Compression::Plain, Compression::ZSTD, Compression::GZIP] {
        let mut encoder = CsvEncoder::new(&Projection::default(), Guard::On, compression)?;
        assert!(encoder.finish()?.is_empty(), "{compression:?}");
    }
    Ok(())
}

#[test]
fn a_level_that_does_not_exist_is_refused() {
    let encoder = CsvEncoder::new(&Projection::default(), Guard::On, Compression::Zstd(99));
    assert_eq!(encoder.unwrap_err().to_string(), "failed to encode CSV");
}
