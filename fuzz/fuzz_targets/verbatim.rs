//! Law: a record that is written as a line of JSON, as it stands, and read again is the same
//! record, in every column and in what no column carries; and its line is the same line.

#![no_main]

use chatlake_core::{Compression, Encoder, Origin, RecordBuf};
use chatlake_jsonl::{Form, JsonlEncoder};
use chatlake_testing::{json, oracle};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let Ok(record) = RecordBuf::from_json(text) else { return };
    let line = line(&record);
    assert!(!line.contains(['\n', '\r']), "a line is one line");
    if !text.contains(['\n', '\r']) {
        assert_eq!(line, record.as_record().raw(), "what stands on a line stays as it is");
    }
    // With the order of keys and the spelling of numbers, and with keys that stand twice.
    assert_eq!(json::parse(line.as_bytes()), json::parse(text.as_bytes()));

    let again = RecordBuf::from_json(&line).expect("what was written is a record");
    assert_eq!(oracle::rebuilt(again.as_record()), oracle::rebuilt(record.as_record()));
    assert_eq!(self::line(&again), line);
});

/// The line of a record, without its end.
fn line(record: &RecordBuf) -> String {
    let mut encoder = JsonlEncoder::new(&Form::Verbatim, Compression::Plain).expect("plain lines");
    encoder.append(record.as_record(), Origin::default()).expect("any record is a line");
    let lines = encoder.finish().expect("plain lines");
    let mut line = lines.into_bytes().expect("a line waits in memory");
    assert_eq!(line.pop(), Some(b'\n'));
    String::from_utf8(line).expect("records are text")
}
