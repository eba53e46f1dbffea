//! The columns of Arrow batches, as text.

use arrow::array::{Array, ArrayRef, AsArray, RecordBatch, StructArray};
use arrow::datatypes::{
    ArrowPrimitiveType, Float64Type, Int32Type, Int64Type, TimestampMicrosecondType,
};
use chatlake_core::Column;
use chatlake_core::schema::ColumnType;

use crate::oracle::Columns;

/// What a row of an array holds, if anything.
pub fn held(array: &ArrayRef, column: Column, row: usize) -> Option<String> {
    fn number<T: ArrowPrimitiveType<Native: ToString>>(array: &ArrayRef, row: usize) -> String {
        array.as_primitive::<T>().value(row).to_string()
    }
    array.is_valid(row).then(|| match column.column_type() {
        ColumnType::Text | ColumnType::Json => array.as_string::<i32>().value(row).to_owned(),
        ColumnType::Int32 => number::<Int32Type>(array, row),
        ColumnType::Int64 => number::<Int64Type>(array, row),
        ColumnType::Float64 => number::<Float64Type>(array, row),
        ColumnType::Timestamp => number::<TimestampMicrosecondType>(array, row),
    })
}

/// The rows of a batch; `bodies` of the nested layout is not in them.
pub fn rows(batch: &RecordBatch) -> Vec<Columns> {
    columns(batch.num_rows(), |name| batch.column_by_name(name))
}

/// The bodies of every row of a batch of the nested layout.
///
/// # Panics
///
/// Where the batch is of another layout.
pub fn bodies(batch: &RecordBatch) -> Vec<Vec<Columns>> {
    let list = batch.column_by_name("bodies").expect("the layout is nested").as_list::<i32>();
    let bodies_of = |row| {
        let bodies = list.value(row);
        let bodies: &StructArray = bodies.as_struct();
        assert!(bodies.null_count() == 0 && list.is_valid(row));
        columns(bodies.len(), |name| bodies.column_by_name(name))
    };
    (0..batch.num_rows()).map(bodies_of).collect()
}

fn columns<'a>(n_rows: usize, array: impl Fn(&str) -> Option<&'a ArrayRef>) -> Vec<Columns> {
    let held_in = |row| {
        let told = |column: &Column| {
            let value = held(array(column.name())?, *column, row)?;
            Some((column.name(), value))
        };
        Column::ALL.iter().filter_map(told).collect()
    };
    (0..n_rows).map(held_in).collect()
}
