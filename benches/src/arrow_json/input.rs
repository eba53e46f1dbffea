//! The columns as they are read: nested as the JSON is.

use std::sync::Arc;

use arrow::datatypes::{DataType, Field, Fields, Schema, SchemaRef};

/// The schema of a message. `timestamp` is a number that may be spelled as a string, which only a
/// number's type can read.
pub(super) fn schema() -> SchemaRef {
    let element = Field::new_list_field(DataType::Struct(body()), true);
    let payload = Fields::from_iter([
        text("from"),
        text("to"),
        Field::new("bodies", DataType::List(Arc::new(element)), true),
    ]);
    Arc::new(Schema::new(vec![
        text("msg_id"),
        Field::new("timestamp", DataType::Int64, true),
        text("chat_type"),
        text("direction"),
        text("from"),
        text("to"),
        Field::new("payload", DataType::Struct(payload), true),
    ]))
}

fn body() -> Fields {
    let number = |name: &str| Field::new(name, DataType::Int32, true);
    let degrees = |name: &str| Field::new(name, DataType::Float64, true);
    let size = Fields::from_iter([number("width"), number("height")]);
    Fields::from_iter([
        text("type"),
        text("subType"),
        text("msg"),
        text("url"),
        text("filename"),
        Field::new("file_length", DataType::Int64, true),
        number("length"),
        Field::new("size", DataType::Struct(size), true),
        text("thumb"),
        text("thumbFilename"),
        degrees("lat"),
        degrees("lng"),
        text("addr"),
        text("action"),
        text("customEvent"),
        number("combineLevel"),
        text("title"),
        text("summary"),
    ])
}

fn text(name: &str) -> Field {
    Field::new(name, DataType::Utf8, true)
}
