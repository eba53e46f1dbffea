use chatlake_core::schema::ColumnType;
use chatlake_core::{Column, Compression, Origin, Projection, RecordBuf, Row, Secrets};
use chatlake_csv::{Guard, unguard};
use chatlake_testing::cases;
use chatlake_testing::oracle::{self, Columns};
use chatlake_testing::record::message;
use chatlake_testing::row::columns;
use proptest::prelude::*;

use crate::{ORIGIN, file, rfc4180};

/// A row as its cells tell it.
fn row(cells: Vec<Option<String>>, guard: Guard) -> Columns {
    assert_eq!(cells.len(), Column::ALL.len());
    let told = |column: Column, cell: String| match column.column_type() {
        ColumnType::Text | ColumnType::Json if guard == Guard::On => unguard(&cell).to_owned(),
        ColumnType::Timestamp => oracle::micros_of_iso(&cell).unwrap().to_string(),
        ColumnType::Float64 => cell.parse::<f64>().unwrap().to_string(),
        _ => cell,
    };
    let columns = Column::ALL.iter().zip(cells);
    columns.filter_map(|(column, cell)| Some((column.name(), told(*column, cell?)))).collect()
}

proptest! {
    #![proptest_config(cases(256))]

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
                    // Numbers and far instants have signs, and nobody's words in them.
                    let is_text = matches!(column.column_type(), ColumnType::Text | ColumnType::Json);
                    let starts_formula = cell.starts_with(['=', '+', '-', '@', '\t', '\r']);
                    let is_guarded = guard == Guard::Off || !is_text || !starts_formula;
                    prop_assert!(is_guarded, "{}: {:?}", column, cell);
                }
                // To this reader null and empty text are the same.
                let cells = cells.iter().map(|cell| (!cell.is_empty()).then(|| cell.to_owned()));
                let mut expected = columns(&row);
                expected.retain(|_, value| !value.is_empty());
                prop_assert_eq!(self::row(cells.collect(), guard), expected);
            }
        }
        prop_assert!(rows.next().is_none());
    }

    #[test]
    fn what_a_file_tells_is_what_the_messages_said(
        messages in prop::collection::vec(message(), 1..4),
        guard in prop_oneof![Just(Guard::On), Just(Guard::Off)],
    ) {
        let projection = Projection::default().with_secrets(Secrets::Included);
        let messages: Vec<&str> = messages.iter().map(String::as_str).collect();
        let file = file(&messages, &projection, guard, Compression::Plain);
        let mut lines = rfc4180::parse(std::str::from_utf8(&file).unwrap()).into_iter();
        prop_assert!(lines.next().is_some_and(|names| names[0].as_deref() == Some("msg_id")));
        let rows: Vec<Columns> = lines.map(|cells| row(cells, guard)).collect();
        let expected: Vec<_> = messages.into_iter().map(oracle::told_by_columns).collect();
        prop_assert_eq!(oracle::flat_all(&rows), expected);
    }
}
