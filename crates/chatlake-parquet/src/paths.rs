//! Where the columns stand in the Parquet schema.

use chatlake_arrow::BODIES;
use chatlake_core::{Column, Layout, Projection};
use parquet::schema::types::ColumnPath;

/// Every leaf of a projection's Parquet schema, with the column it is; `extra` has two in the
/// nested layout.
pub(crate) fn leaves(projection: &Projection) -> Vec<(ColumnPath, Column)> {
    let columns = projection.columns().iter().copied();
    let nested = projection.layout() == Layout::Nested;
    let top = columns
        .clone()
        .filter(|column| !nested || column.is_of_message())
        .map(|column| (ColumnPath::from(column.name()), column));
    let of_body = columns
        .filter(|column| nested && column.is_of_body())
        .map(|column| (ColumnPath::new(in_body(column)), column));
    top.chain(of_body).collect()
}

/// The path of a column of `bodies`: the three levels of the format's lists.
fn in_body(column: Column) -> Vec<String> {
    [BODIES, "list", "element", column.name()].map(str::to_owned).to_vec()
}
