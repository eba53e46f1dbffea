//! Files that come, as the kernel wants to be told of them.

use std::sync::Arc;

use chatlake_core::schema::ColumnType;
use chatlake_core::{AppKey, Column};
use delta_kernel::arrow::array::{
    Array, ArrayRef, Float64Array, Int32Array, Int64Array, MapBuilder, MapFieldNames, RecordBatch,
    StringArray, StringBuilder, StructArray, TimestampMicrosecondArray,
};
use delta_kernel::arrow::datatypes::{Field, Schema};
use delta_kernel::arrow::error::ArrowError;

use crate::footers::Found;
use crate::plan::{Add, name_in_log};
use crate::schema::{PARTITIONS, partition_values};
use crate::statistics::{ColumnStatistics, Value};

/// One row per file: its path, what its folders say, its size, when it was written, and what is
/// known of its rows. `found` are the files in the same order, `columns` those that have
/// statistics there.
pub(crate) fn batch(
    app: &AppKey,
    adds: &[Add<'_>],
    found: &[Found],
    columns: &[Column],
) -> Result<RecordBatch, ArrowError> {
    let paths: StringArray = adds.iter().map(|add| Some(name_in_log(add.file))).collect();
    let sizes: Int64Array = adds.iter().map(|add| i64::try_from(add.file.bytes).ok()).collect();
    let modified: Int64Array = found.iter().map(|file| Some(file.modified_ms)).collect();
    let named: [(&str, ArrayRef, bool); 5] = [
        ("path", Arc::new(paths), false),
        ("partitionValues", partitions(app, adds)?, false),
        ("size", Arc::new(sizes), false),
        ("modificationTime", Arc::new(modified), false),
        ("stats", Arc::new(statistics(found, columns)?), true),
    ];
    let fields = named.iter().map(|(name, array, is_nullable)| {
        Field::new(*name, array.data_type().clone(), *is_nullable)
    });
    let schema = Schema::new(fields.collect::<Vec<Field>>());
    let arrays = named.into_iter().map(|(_, array, _)| array).collect();
    RecordBatch::try_new(Arc::new(schema), arrays)
}

fn partitions(app: &AppKey, adds: &[Add<'_>]) -> Result<ArrayRef, ArrowError> {
    let names = MapFieldNames {
        entry: "key_value".to_owned(),
        key: "key".to_owned(),
        value: "value".to_owned(),
    };
    let mut maps = MapBuilder::new(Some(names), StringBuilder::new(), StringBuilder::new());
    for add in adds {
        for (name, value) in PARTITIONS.into_iter().zip(partition_values(app, add.day)) {
            maps.keys().append_value(name);
            maps.values().append_value(value);
        }
        maps.append(true)?;
    }
    Ok(Arc::new(maps.finish()))
}

/// As the protocol calls them ("Per-file Statistics").
fn statistics(found: &[Found], columns: &[Column]) -> Result<StructArray, ArrowError> {
    let rows: Int64Array =
        found.iter().map(|file| i64::try_from(file.statistics.rows).ok()).collect();
    let of = |place: usize| found.iter().map(move |file| file.statistics.columns.get(place));
    let nulls = |place, _: Column| -> ArrayRef {
        let nulls: Int64Array = of(place).map(|column| column?.nulls).collect();
        Arc::new(nulls)
    };
    let least = |place, column: Column| {
        values(column, of(place).map(|column| bound(column, |(least, _)| least)))
    };
    let most = |place, column: Column| {
        values(column, of(place).map(|column| bound(column, |(_, most)| most)))
    };
    structure(vec![
        ("numRecords", Arc::new(rows) as ArrayRef),
        ("nullCount", Arc::new(per_column(columns, nulls)?)),
        ("minValues", Arc::new(per_column(columns, least)?)),
        ("maxValues", Arc::new(per_column(columns, most)?)),
    ])
}

fn bound(
    column: Option<&ColumnStatistics>,
    which: fn(&(Value, Value)) -> &Value,
) -> Option<&Value> {
    column?.bounds.as_ref().map(which)
}

fn per_column(
    columns: &[Column],
    array: impl Fn(usize, Column) -> ArrayRef,
) -> Result<StructArray, ArrowError> {
    let arrays = columns.iter().enumerate();
    structure(arrays.map(|(place, column)| (column.name(), array(place, *column))).collect())
}

fn structure(members: Vec<(&str, ArrayRef)>) -> Result<StructArray, ArrowError> {
    let fields: Vec<Field> = members
        .iter()
        .map(|(name, array)| Field::new(*name, array.data_type().clone(), true))
        .collect();
    let arrays = members.into_iter().map(|(_, array)| array).collect();
    StructArray::try_new(fields.into(), arrays, None)
}

/// Values of a column, null where there are none.
fn values<'a>(column: Column, values: impl Iterator<Item = Option<&'a Value>>) -> ArrayRef {
    let whole = |value: Option<&Value>| match value? {
        Value::Whole(value) => Some(*value),
        Value::Real(_) | Value::Text(_) => None,
    };
    match column.column_type() {
        ColumnType::Int32 => {
            let narrow = |value| i32::try_from(whole(value)?).ok();
            Arc::new(values.map(narrow).collect::<Int32Array>())
        }
        ColumnType::Int64 => Arc::new(values.map(whole).collect::<Int64Array>()),
        ColumnType::Timestamp => {
            let instants: TimestampMicrosecondArray = values.map(whole).collect();
            Arc::new(instants.with_timezone("UTC"))
        }
        ColumnType::Float64 => {
            let real = |value: Option<&Value>| match value? {
                Value::Real(value) => Some(*value),
                Value::Whole(_) | Value::Text(_) => None,
            };
            Arc::new(values.map(real).collect::<Float64Array>())
        }
        ColumnType::Text | ColumnType::Json => {
            let text = |value: Option<&'a Value>| match value? {
                Value::Text(value) => Some(value.as_str()),
                Value::Whole(_) | Value::Real(_) => None,
            };
            Arc::new(values.map(text).collect::<StringArray>())
        }
    }
}
