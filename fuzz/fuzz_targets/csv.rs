//! Law: whoever reads the CSV of records as RFC 4180 says, and takes the guards away, has every
//! value of every row; and no guarded cell is a formula.
//!
//! The last byte chooses the guard, the rest are records, and a text, which must come back from
//! behind a guard all the same.

#![no_main]

use chatlake_core::{Column, Compression, Encoder, Projection, Row, Secrets, Sink, Value};
use chatlake_csv::{CsvEncoder, Guard, guard, sink, unguard};
use chatlake_fuzz::{records, told};
use libfuzzer_sys::fuzz_target;

const FORMULA: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];

fuzz_target!(|input: &[u8]| {
    let [bytes @ .., choice] = input else { return };
    if let Ok(text) = std::str::from_utf8(bytes) {
        let guarded = guard(text);
        assert!(!guarded.starts_with(FORMULA), "{guarded:?} is a formula");
        assert_eq!(unguard(&guarded), text);
    }

    let chosen = if choice % 2 == 0 { Guard::On } else { Guard::Off };
    let secrets = if choice % 3 == 0 { Secrets::Withheld } else { Secrets::Included };
    let projection = Projection::default().with_secrets(secrets);
    let records = records(bytes);
    let mut encoder = CsvEncoder::new(&projection, chosen, Compression::Plain).expect("plain CSV");
    let mut sink = sink(Vec::new(), &projection, Compression::Plain).expect("plain CSV");
    let mut n_rows = 0;
    for (record, origin) in &records {
        n_rows += encoder.append(record.as_record(), *origin).expect("any record is rows");
    }
    sink.write(encoder.finish().expect("plain CSV")).expect("memory takes it all");
    let file = sink.close(&[]).expect("memory takes it all");

    let mut reader = csv::Reader::from_reader(file.as_slice());
    let header = reader.headers().expect("a header").clone();
    assert!(header.iter().eq(Column::ALL.iter().map(|column| column.name())));
    let mut found = reader.into_records();
    for (record, origin) in &records {
        for row in Row::of(record.as_record(), *origin, secrets) {
            let cells = found.next().expect("a line per row").expect("a line of CSV");
            assert_eq!(cells.len(), Column::ALL.len());
            n_rows -= 1;
            for (cell, column) in cells.iter().zip(Column::ALL) {
                check(cell, row.value(*column), chosen);
            }
        }
    }
    assert!(found.next().is_none() && n_rows == 0, "as many rows as were told");
});

fn check(cell: &str, value: Value<'_>, chosen: Guard) {
    let is_text = !matches!(value, Value::Int(_) | Value::Float(_) | Value::Timestamp(_));
    let text = if chosen == Guard::On && is_text { unguard(cell) } else { cell };
    assert_eq!(text, told(value).unwrap_or_default());
    assert!(chosen == Guard::Off || !is_text || !cell.starts_with(FORMULA), "{cell:?}");
}
