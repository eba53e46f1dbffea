//! What stands in the files, byte for byte and read back by others.

#![expect(clippy::unwrap_used, reason = "a failed step of a test is a failed test")]

mod compressed;
mod read_back;
mod rfc4180;
mod rows;
mod timestamp;

use chatlake_core::{Compression, Encoder, Origin, Projection, RecordBuf, Sink};
use chatlake_csv::{CsvEncoder, Guard, sink};

/// The file of these records, each a job of its own, numbered from 0.
fn file(
    records: &[&str],
    projection: &Projection,
    guard: Guard,
    compression: Compression,
) -> Vec<u8> {
    let mut encoder = CsvEncoder::new(projection, guard, compression).unwrap();
    let mut sink = sink(Vec::new(), projection, compression).unwrap();
    for (number, json) in records.iter().enumerate() {
        let record = RecordBuf::from_json(json).unwrap();
        let origin = Origin { record: number as u64, ..ORIGIN };
        encoder.append(record.as_record(), origin).unwrap();
        sink.write(encoder.finish().unwrap()).unwrap();
    }
    sink.close(&[]).unwrap()
}

const ORIGIN: Origin<'static> =
    Origin { file: Some("2018112717.gz"), hour_us: Some(1_543_309_200_000_000), record: 0 };
