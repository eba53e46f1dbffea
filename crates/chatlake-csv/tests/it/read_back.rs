use chatlake_core::{Column, Compression, Origin, Projection, RecordBuf, Row, Secrets, Value};
use chatlake_csv::{Guard, unguard};
use proptest::prelude::*;

use crate::message::message;
use crate::{ORIGIN, file};

/// Whether a cell, as a CSV reader gives it, tells the value.
fn tells(cell: &str, value: Value<'_>, guard: Guard) -> bool {
    let text = if guard == Guard::On { unguard(cell) } else { cell };
    match value {
        Value::Null => cell.is_empty(),
        Value::Text(value) => value == text,
        Value::Json(json) => text == json,
        Value::Extra(extra) => text == extra.to_string(),
        Value::Conversation(conversation) => {
            let mut id = String::new();
            conversation.write_to(&mut id).unwrap();
            text == id
        }
        Value::Int(value) => cell.parse() == Ok(value),
        Value::Float(value) => cell.parse() == Ok(value),
        Value::Timestamp(micros) => {
            cell.parse::<jiff::Timestamp>().unwrap().as_microsecond() == micros
        }
    }
}

proptest! {
    #[test]
    fn a_csv_reader_finds_every_value(
        messages in prop::collection::vec(message(), 1..4),
        guard in prop_oneof![Just(Guard::On), Just(Guard::Off)],
        secrets in prop_oneof![Just(Secrets::Withheld), Just(Secrets::Included)],
    ) {
        let projection = Projection::default().with_secrets(secrets);
        let messages: Vec<&str> = messages.iter().map(String::as_str).collect();
        let file = file(&messages, &projection, guard, Compression::Plain);
        let mut reader = csv::Reader::from_reader(file.as_slice());
        let names: Vec<&str> = Column::ALL.iter().map(|column| column.name()).collect();
        prop_assert_eq!(reader.headers().unwrap(), names);
        let mut rows = reader.into_records();
        for (number, message) in messages.into_iter().enumerate() {
            let record = RecordBuf::from_json(message).unwrap();
            let origin = Origin { record: number as u64, ..ORIGIN };
            for row in Row::of(record.as_record(), origin, secrets) {
                let cells = rows.next().unwrap().unwrap();
                for (cell, column) in cells.iter().zip(Column::ALL) {
                    prop_assert!(tells(cell, row.value(*column), guard), "{}: {:?}", column, cell);
                    let starts_formula = cell.starts_with(['=', '+', '@', '\t', '\r']);
                    prop_assert!(guard == Guard::Off || !starts_formula, "{}: {:?}", column, cell);
                }
            }
        }
        prop_assert!(rows.next().is_none());
    }
}
