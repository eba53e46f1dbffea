use chatlake_core::schema::ColumnType;
use chatlake_core::{Column, Projection, RecordBuf, Row, Secrets};
use chatlake_jsonl::Form;
use chatlake_testing::cases;
use chatlake_testing::json::{self, Json, unit};
use chatlake_testing::oracle::{self, Columns};
use chatlake_testing::record::message;
use chatlake_testing::row::columns;
use chatlake_testing::spelling::{minified, pretty};
use proptest::prelude::*;

use crate::{ORIGIN, text};

/// A row as the members of its line tell it.
fn row(line: &str) -> Columns {
    let json = json::parse(line.as_bytes()).unwrap();
    let told = |column: Column, value: &Json| match value {
        Json::Text(text) if column.column_type() == ColumnType::Timestamp => {
            let iso = String::from_utf16(text).unwrap();
            oracle::micros_of_iso(&iso).unwrap().to_string()
        }
        Json::Number(spelled) if column.column_type() == ColumnType::Float64 => {
            spelled.parse::<f64>().unwrap().to_string()
        }
        Json::Number(spelled) => spelled.clone(),
        text => text.as_text().unwrap(),
    };
    let columns = Column::ALL.iter();
    columns
        .filter_map(|column| Some((column.name(), told(*column, json.get(column.name())?))))
        .collect()
}

proptest! {
    #![proptest_config(cases(256))]

    #[test]
    fn a_json_reader_finds_every_value_in_order(
        message in message(),
        secrets in prop_oneof![Just(Secrets::Withheld), Just(Secrets::Included)],
    ) {
        let form = Form::Flat(Projection::default().with_secrets(secrets));
        let lines = text(&[&message], &form);
        let record = RecordBuf::from_json(&message).unwrap();
        let rows: Vec<Row<'_>> = Row::of(record.as_record(), ORIGIN, secrets).collect();
        prop_assert_eq!(lines.lines().count(), rows.len());
        for (line, row) in lines.lines().zip(rows) {
            prop_assert_eq!(self::row(line), columns(&row));
            let found = json::parse(line.as_bytes()).unwrap();
            let names: Vec<_> = found.members().iter().map(|(name, _)| name.clone()).collect();
            let is_there = |name: &Vec<u16>| names.contains(name);
            let expected: Vec<_> =
                Column::ALL.iter().map(|column| unit(column.name())).filter(is_there).collect();
            prop_assert_eq!(names, expected);
        }
    }

    #[test]
    fn what_lines_tell_is_what_the_message_said(message in message()) {
        let form = Form::Flat(Projection::default().with_secrets(Secrets::Included));
        let rows: Vec<Columns> = text(&[&message], &form).lines().map(row).collect();
        prop_assert_eq!(oracle::flat_all(&rows), [oracle::told_by_columns(&message)]);
    }

    #[test]
    fn verbatim_lines_read_again_are_the_same_records(
        messages in prop::collection::vec((message(), any::<bool>()), 0..4),
    ) {
        let spelled = |(message, is_pretty): &(String, bool)| match is_pretty {
            true => pretty(message),
            false => message.clone(),
        };
        let messages: Vec<String> = messages.iter().map(spelled).collect();
        let messages: Vec<&str> = messages.iter().map(String::as_str).collect();
        let file = text(&messages, &Form::Verbatim);
        prop_assert_eq!(file.lines().count(), messages.len());
        for (line, message) in file.lines().zip(&messages) {
            match message.contains(['\n', '\r']) {
                true => prop_assert_eq!(line, minified(message)),
                false => prop_assert_eq!(line, *message),
            }
            let (again, record) = (RecordBuf::from_json(line), RecordBuf::from_json(message));
            let again = oracle::rebuilt(again.unwrap().as_record());
            prop_assert_eq!(&again, &oracle::rebuilt(record.unwrap().as_record()));
            let expected = oracle::expected(message.as_bytes()).unwrap();
            prop_assert_eq!(again.sorted(), expected.sorted());
        }
        let lines: Vec<&str> = file.lines().collect();
        prop_assert_eq!(text(&lines, &Form::Verbatim), file);
    }
}
