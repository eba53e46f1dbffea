//! The schema as JSON.

use chatlake_core::schema::VERSION;
use chatlake_core::{Column, Layout};
use serde::Serialize;

use super::text::name;
use crate::failure::Failure;

#[derive(Serialize)]
struct Document {
    version: &'static str,
    layout: &'static str,
    columns: Vec<Field>,
}

#[derive(Serialize)]
struct Field {
    name: &'static str,
    #[serde(rename = "type")]
    kind: &'static str,
    nullable: bool,
    /// A download credential: null unless asked for.
    secret: bool,
    description: &'static str,
    /// Of the structs in a list.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    fields: Vec<Field>,
}

/// One JSON document.
pub(super) fn json(layout: Layout) -> Result<String, Failure> {
    let document = Document { version: VERSION, layout: layout.name(), columns: columns(layout) };
    let text = serde_json::to_string_pretty(&document);
    text.map(|text| text + "\n").map_err(|error| Failure::usage(error.to_string()))
}

fn columns(layout: Layout) -> Vec<Field> {
    let all = Column::ALL.iter().copied();
    if layout == Layout::Flat {
        return all.map(field).collect();
    }
    let bodies = Field {
        name: "bodies",
        kind: "list",
        nullable: true,
        secret: false,
        description: "The bodies of the message.",
        fields: all.clone().filter(|column| column.is_of_body()).map(field).collect(),
    };
    let before = |column: &Column| *column < Column::BodyType;
    let of_message = all.filter(|column| column.is_of_message());
    let (first, last): (Vec<Column>, Vec<Column>) = of_message.partition(before);
    let first = first.into_iter().map(field);
    first.chain([bodies]).chain(last.into_iter().map(field)).collect()
}

fn field(column: Column) -> Field {
    Field {
        name: column.name(),
        kind: name(column.column_type()),
        nullable: true,
        secret: column.is_secret(),
        description: column.description(),
        fields: Vec::new(),
    }
}
