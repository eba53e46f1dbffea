//! Records from whatever comes.

use chatlake_core::{Origin, Reader, RecordBuf};

/// So many are enough for what one has to do with another.
const MOST: usize = 20;

/// The records that bytes hold, rejects left out, each with where it comes from.
pub fn records(bytes: &[u8]) -> Vec<(RecordBuf, Origin<'static>)> {
    let Ok(mut reader) = Reader::from_bytes("2018112717.gz", bytes) else { return Vec::new() };
    let records = reader.records().filter_map(Result::ok).take(MOST);
    let with_origin = |record: RecordBuf| {
        let origin = Origin {
            file: Some("2018112717.gz"),
            hour_us: Some(1_543_309_200_000_000),
            record: record.number(),
        };
        (record, origin)
    };
    records.map(with_origin).collect()
}
