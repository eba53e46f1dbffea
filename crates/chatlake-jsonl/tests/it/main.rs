//! What stands in the files, byte for byte and read back by others.

#![expect(clippy::unwrap_used, reason = "a failed step of a test is a failed test")]

mod compressed;
mod flat;
mod read_back;
mod verbatim;

use chatlake_core::{Compression, Encoder, Origin, RecordBuf, Sink};
use chatlake_jsonl::{Form, JsonlEncoder, sink};

/// The file of these records, each a job of its own.
fn file(records: &[&str], form: &Form, compression: Compression) -> Vec<u8> {
    let mut encoder = JsonlEncoder::new(form, compression).unwrap();
    let mut sink = sink(Vec::new(), compression).unwrap();
    for json in records {
        let record = RecordBuf::from_json(json).unwrap();
        encoder.append(record.as_record(), ORIGIN).unwrap();
        sink.write(encoder.finish().unwrap()).unwrap();
    }
    sink.close(&[]).unwrap()
}

fn text(records: &[&str], form: &Form) -> String {
    String::from_utf8(file(records, form, Compression::Plain)).unwrap()
}

const ORIGIN: Origin<'static> =
    Origin { file: Some("2018\t\"112717\".gz"), hour_us: Some(1_543_309_200_000_000), record: 7 };
