//! The schema for people, and in Arrow's words.

use chatlake_arrow::arrow::datatypes::{DataType, Field, Schema};
use chatlake_core::schema::{ColumnType, VERSION};
use chatlake_core::{Column, Layout};

use crate::screen::columns;

/// Every column with its type, and where it comes from.
pub(super) fn text(layout: Layout) -> String {
    let mut out = format!(
        "schema {VERSION}, {}; every column may be null\n\n",
        match layout {
            Layout::Flat => "flat: one row per message body",
            Layout::Nested => "nested: one row per message, its bodies a list of structs",
        }
    );
    for line in lines(layout) {
        out.push_str(&line);
        out.push('\n');
    }
    out
}

fn lines(layout: Layout) -> Vec<String> {
    let all = Column::ALL.iter().copied();
    match layout {
        Layout::Flat => all.flat_map(|column| row("", column)).collect(),
        Layout::Nested => {
            let of_message = |before: bool| {
                let place = move |it: &Column| (*it < Column::BodyType) == before;
                Column::ALL.iter().copied().filter(|it| it.is_of_message()).filter(place)
            };
            let mut lines: Vec<String> =
                of_message(true).flat_map(|column| row("", column)).collect();
            lines.push(format!("{:<18}{:<11}The bodies of the message.", "bodies", "list"));
            lines.extend(all.filter(|it| it.is_of_body()).flat_map(|column| row("  ", column)));
            lines.extend(of_message(false).flat_map(|column| row("", column)));
            lines
        }
    }
}

/// The lines of a column: descriptions are broken between words.
fn row(indent: &str, column: Column) -> Vec<String> {
    let head = format!("{:<18}{:<11}", format!("{indent}{column}"), name(column.column_type()));
    let room = columns().min(100).saturating_sub(head.len()).max(30);
    let mut lines = vec![head];
    let mut taken = 0;
    for word in column.description().split(' ') {
        if taken > 0 && taken + 1 + word.len() > room {
            lines.push(" ".repeat(29));
            taken = 0;
        }
        let Some(line) = lines.last_mut() else { break };
        if taken > 0 {
            line.push(' ');
            taken += 1;
        }
        line.push_str(word);
        taken += word.len();
    }
    lines
}

pub(super) fn name(kind: ColumnType) -> &'static str {
    match kind {
        ColumnType::Text => "text",
        ColumnType::Json => "json",
        ColumnType::Int32 => "int32",
        ColumnType::Int64 => "int64",
        ColumnType::Float64 => "float64",
        ColumnType::Timestamp => "timestamp",
    }
}

/// A field per line, as Arrow names its types.
pub(super) fn arrow(schema: &Schema) -> String {
    let mut out = String::new();
    schema.fields().iter().for_each(|field| write_field(field, 0, &mut out));
    out
}

fn write_field(field: &Field, depth: usize, out: &mut String) {
    let indent = "  ".repeat(depth);
    let null = if field.is_nullable() { "" } else { " not null" };
    let json = field.metadata().get("chatlake.type").map(|it| format!("  -- {it}"));
    let kind = match field.data_type() {
        DataType::List(_) => "List".to_owned(),
        DataType::Struct(_) => "Struct".to_owned(),
        kind => kind.to_string(),
    };
    out.push_str(&format!("{indent}{}: {kind}{null}{}\n", field.name(), json.unwrap_or_default()));
    match field.data_type() {
        DataType::List(element) => write_field(element, depth + 1, out),
        DataType::Struct(fields) => {
            fields.iter().for_each(|field| write_field(field, depth + 1, out));
        }
        _ => {}
    }
}
