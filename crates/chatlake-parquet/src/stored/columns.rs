//! Whether columns are those of messages.

use arrow::datatypes::{Field, Schema};
use chatlake_core::schema::VERSION;
use chatlake_core::{Column, Layout, Projection, Secrets};
use parquet::file::metadata::KeyValue;

/// What no file that is made of others can be without: the order and the place of a row.
const NEEDED: [Column; 6] = [
    Column::MsgId,
    Column::BodyIndex,
    Column::Timestamp,
    Column::ConversationId,
    Column::SourceFile,
    Column::SourceRecord,
];

/// The projection of which this is the schema; if there is none, why.
pub(super) fn projection(schema: &Schema, pairs: &[KeyValue]) -> Result<Projection, String> {
    let version = pairs.iter().find(|pair| pair.key == "chatlake.schema");
    match version.and_then(|pair| pair.value.as_deref()) {
        Some(VERSION) => {}
        Some(other) => return Err(format!("it has schema {other}, and this is {VERSION}")),
        None => return Err("its footer tells of no schema of ours".to_owned()),
    }
    let all = Projection::new(Layout::Flat).with_secrets(Secrets::Included);
    let ours = chatlake_arrow::schema(&all);
    let columns: Vec<Column> =
        schema.fields().iter().map(|field| column(field, &ours)).collect::<Result<_, _>>()?;
    if !columns.is_sorted_by(|one, next| one < next) {
        return Err("its columns are not in order".to_owned());
    }
    if let Some(column) = NEEDED.into_iter().find(|column| !columns.contains(column)) {
        return Err(format!("it has no column `{column}`"));
    }
    Ok(all.with_columns(&columns))
}

fn column(field: &Field, ours: &Schema) -> Result<Column, String> {
    let name = field.name();
    let column = name.parse().map_err(|_| format!("no column of ours is called `{name}`"))?;
    match ours.field_with_name(name) {
        Ok(expected) if expected.data_type() == field.data_type() => Ok(column),
        _ => Err(format!("its column `{name}` is of type {}", field.data_type())),
    }
}
