//! The rows that records are by the schema, as text.

use chatlake_core::{Column, Row, Value};

use crate::oracle::Columns;

/// What every column of a row should hold, as another reader would tell it.
pub fn columns(row: &Row<'_>) -> Columns {
    let told = |column: &Column| Some((column.name(), told(row.value(*column))?));
    Column::ALL.iter().filter_map(told).collect()
}

/// A value as text, instants as microseconds; none for null.
pub fn told(value: Value<'_>) -> Option<String> {
    Some(match value {
        Value::Null => return None,
        Value::Text(text) => text.to_string(),
        Value::Json(json) => json.to_owned(),
        Value::Extra(extra) => extra.to_string(),
        Value::Conversation(conversation) => {
            let mut id = String::new();
            conversation.write_to(&mut id).expect("a string takes it all");
            id
        }
        Value::Int(number) | Value::Timestamp(number) => number.to_string(),
        Value::Float(number) => number.to_string(),
    })
}
