//! The schema in Arrow's words.

use std::collections::HashMap;
use std::sync::Arc;

use arrow::datatypes::{DataType, Field, Fields, Schema, SchemaRef, TimeUnit};
use chatlake_core::schema::{Column, ColumnType, Layout, Projection, VERSION};

/// The column of the nested layout that holds the bodies.
pub const BODIES: &str = "bodies";

/// The name of a list's child in the Parquet format (its `LogicalTypes.md`, "Lists"); Arrow
/// would call it `item`, and a file whose two schemas differ in a name is read with surprises.
const ELEMENT: &str = "element";

/// The Arrow schema of a projection.
///
/// Columns stand in the order of [`Column::ALL`]; in the nested layout `bodies` stands where
/// `body_type` did. Everything is nullable. Columns of JSON carry the field metadata
/// `chatlake.type=json`; the schema's own names its version and that of the program.
pub fn schema(projection: &Projection) -> SchemaRef {
    let fields: Fields = match projection.layout() {
        Layout::Flat => projection.columns().iter().copied().map(field).collect(),
        Layout::Nested => nested_fields(projection),
    };
    let metadata = [("chatlake.schema", VERSION), ("chatlake.version", env!("CARGO_PKG_VERSION"))]
        .map(|(key, value)| (key.to_owned(), value.to_owned()));
    Arc::new(Schema::new_with_metadata(fields, HashMap::from(metadata)))
}

/// The fields of one body in the nested layout, those of the projection; may be empty.
pub(crate) fn body_fields(projection: &Projection) -> Fields {
    body_columns(projection).map(field).collect()
}

/// The columns of one body in the nested layout, in order.
pub(crate) fn body_columns(projection: &Projection) -> impl Iterator<Item = Column> {
    projection.columns().iter().copied().filter(|column| column.is_of_body())
}

/// The list's child for bodies of these fields.
pub(crate) fn element(fields: Fields) -> Field {
    Field::new(ELEMENT, DataType::Struct(fields), true)
}

/// The Arrow type of a column.
pub(crate) fn data_type(column: Column) -> DataType {
    match column.column_type() {
        ColumnType::Text | ColumnType::Json => DataType::Utf8,
        ColumnType::Int32 => DataType::Int32,
        ColumnType::Int64 => DataType::Int64,
        ColumnType::Float64 => DataType::Float64,
        ColumnType::Timestamp => DataType::Timestamp(TimeUnit::Microsecond, Some("UTC".into())),
    }
}

fn field(column: Column) -> Field {
    let field = Field::new(column.name(), data_type(column), true);
    if column.column_type() != ColumnType::Json {
        return field;
    }
    field.with_metadata(HashMap::from([("chatlake.type".to_owned(), "json".to_owned())]))
}

fn nested_fields(projection: &Projection) -> Fields {
    let body = body_fields(projection);
    let of_message = |column: &&Column| column.is_of_message() && **column < Column::BodyType;
    let after = |column: &&Column| column.is_of_message() && **column > Column::BodyType;
    let columns = projection.columns();
    let mut fields: Vec<Field> = columns.iter().filter(of_message).copied().map(field).collect();
    if !body.is_empty() {
        fields.push(Field::new(BODIES, DataType::List(Arc::new(element(body))), true));
    }
    fields.extend(columns.iter().filter(after).copied().map(field));
    fields.into()
}
