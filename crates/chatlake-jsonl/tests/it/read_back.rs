use chatlake_core::timestamp::write_iso;
use chatlake_core::{Column, Projection, RecordBuf, Row, Secrets, Value};
use chatlake_jsonl::Form;
use proptest::prelude::*;
use serde_json::Value as Json;

use crate::message::message;
use crate::{ORIGIN, text};

/// The member that a value becomes, if any.
fn member(value: Value<'_>) -> Option<Json> {
    Some(match value {
        Value::Null => return None,
        Value::Text(text) => Json::from(text.to_str()),
        Value::Json(json) => Json::from(json),
        Value::Extra(extra) => Json::from(extra.to_string()),
        Value::Conversation(conversation) => {
            let mut id = String::new();
            conversation.write_to(&mut id).unwrap();
            Json::from(id)
        }
        Value::Int(value) => Json::from(value),
        Value::Float(value) => Json::from(value),
        Value::Timestamp(micros) => {
            let mut text = Vec::new();
            write_iso(micros, &mut text);
            Json::from(String::from_utf8(text).unwrap())
        }
    })
}

/// Floats as another reader would have them to the last bit, which serde_json does not promise.
fn is_same(found: Option<&Json>, expected: Option<&Json>) -> bool {
    match (found.and_then(Json::as_f64), expected.and_then(Json::as_f64)) {
        (Some(found), Some(expected)) if found.fract() != 0.0 => (found - expected).abs() < 1e-12,
        _ => found == expected,
    }
}

proptest! {
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
            let found: Json = serde_json::from_str(line).unwrap();
            let mut members = 0;
            let mut from = 0;
            for column in Column::ALL {
                let expected = member(row.value(*column));
                let found = found.get(column.name());
                prop_assert!(is_same(found, expected.as_ref()), "{}: {:?}", column, found);
                if expected.is_some() {
                    members += 1;
                    let place = line[from..].find(&format!("\"{column}\":"));
                    prop_assert!(place.is_some(), "{} is out of order", column);
                    from += place.unwrap_or_default();
                }
            }
            prop_assert_eq!(found.as_object().unwrap().len(), members);
        }
    }

    #[test]
    fn verbatim_lines_mean_what_the_records_meant(
        messages in prop::collection::vec(message(), 0..4),
    ) {
        let messages: Vec<&str> = messages.iter().map(String::as_str).collect();
        let file = text(&messages, &Form::Verbatim);
        prop_assert_eq!(file.lines().count(), messages.len());
        for (line, message) in file.lines().zip(messages) {
            let (found, expected): (Json, Json) =
                (serde_json::from_str(line).unwrap(), serde_json::from_str(message).unwrap());
            prop_assert_eq!(found, expected);
        }
    }
}
