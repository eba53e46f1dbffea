//! Law: a record is accepted if and only if serde_json takes it for JSON and the words of the
//! schema admit it, and what was accepted can be rebuilt from its columns and `extra`.
//!
//! The oracle is that of the property tests, in `chatlake-testing`.

#![no_main]

use chatlake_core::{RecordBuf, RejectReason};
use chatlake_testing::oracle;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let read = RecordBuf::from_json(text);
    match (oracle::expected(bytes), &read) {
        // The oracle has no limit of depth.
        (_, Err(RejectReason::TooDeep { .. })) | (Err(_), Err(_)) => {}
        (Ok(expected), Ok(record)) => {
            let rebuilt = oracle::rebuilt(record.as_record());
            assert_eq!(rebuilt.sorted(), expected.sorted());
        }
        (expected, read) => panic!("expected {expected:?}, read {read:?}"),
    }
});
