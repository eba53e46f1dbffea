//! Rows as bytes, key first.
//!
//! A row is its key, then a word with a bit for every other column that has a value, then these
//! values: texts behind their length, numbers as they are in memory, little-endian. Rows of equal
//! columns are equal exactly if their bytes are, and in order as their bytes are.

use arrow::array::{Array, AsArray, PrimitiveArray, RecordBatch, StringArray};
use arrow::datatypes::{
    Float64Type, Int32Type, Int64Type, TimestampMicrosecondType as TimestampType,
};
use chatlake_core::schema::ColumnType;
use chatlake_core::{Column, Projection};

use super::key;
use crate::properties::SORTED_BY;

/// Which columns are in the key, and which are not.
#[derive(Clone, Debug)]
pub(super) struct RowLayout {
    columns: Vec<Column>,
    /// Where the columns of the key stand in a batch.
    key: Vec<usize>,
    /// Where the others stand.
    rest: Vec<usize>,
}

/// By what rows that are equal in [`SORTED_BY`] are told apart: no two rows of a lake come from
/// the same place.
const TOLD_APART_BY: [Column; 3] = [Column::SourceFile, Column::SourceRecord, Column::BodyIndex];

// A word has a bit for every column.
const _: () = assert!(Column::ALL.len() <= u64::BITS as usize);

impl RowLayout {
    /// That of the rows of a flat file.
    pub(super) fn of(projection: &Projection) -> Self {
        let columns = projection.columns().to_vec();
        let by: Vec<Column> = SORTED_BY.into_iter().chain(TOLD_APART_BY).collect();
        let place = |column: &Column| columns.iter().position(|other| other == column);
        let key: Vec<usize> = by.iter().filter_map(place).collect();
        let rest = (0..columns.len()).filter(|place| !key.contains(place)).collect();
        Self { columns, key, rest }
    }

    /// The places of the columns of the key.
    pub(super) fn key(&self) -> &[usize] {
        &self.key
    }

    /// The places of the others, by their bits.
    pub(super) fn rest(&self) -> &[usize] {
        &self.rest
    }
}

/// The rows of a batch.
pub(super) struct Rows<'a> {
    n_rows: usize,
    key: Vec<Values<'a>>,
    /// Those of the other columns that have any value at all, with their bits.
    rest: Vec<(u64, Values<'a>)>,
}

enum Values<'a> {
    Text(&'a StringArray),
    Int32(&'a PrimitiveArray<Int32Type>),
    Int64(&'a PrimitiveArray<Int64Type>),
    Float64(&'a PrimitiveArray<Float64Type>),
    Timestamp(&'a PrimitiveArray<TimestampType>),
}

impl<'a> Rows<'a> {
    /// The rows of a batch of this layout.
    ///
    /// # Panics
    ///
    /// If the columns are of other types than the schema says.
    pub(super) fn of(batch: &'a RecordBatch, layout: &RowLayout) -> Self {
        let values = |place: usize| {
            let column = layout.columns.get(place)?;
            let array = batch.columns().get(place)?;
            Some(match column.column_type() {
                ColumnType::Text | ColumnType::Json => Values::Text(array.as_string()),
                ColumnType::Int32 => Values::Int32(array.as_primitive()),
                ColumnType::Int64 => Values::Int64(array.as_primitive()),
                ColumnType::Float64 => Values::Float64(array.as_primitive()),
                ColumnType::Timestamp => Values::Timestamp(array.as_primitive()),
            })
        };
        let n_rows = batch.num_rows();
        let key = layout.key.iter().filter_map(|place| values(*place)).collect();
        let rest = layout.rest.iter().enumerate().filter_map(|(bit, place)| {
            let values = values(*place).filter(|values| values.array().null_count() < n_rows)?;
            Some((1 << bit, values))
        });
        Self { n_rows, key, rest: rest.collect() }
    }

    pub(super) fn len(&self) -> usize {
        self.n_rows
    }

    /// Appends the bytes of a row.
    pub(super) fn push(&self, row: usize, out: &mut Vec<u8>) {
        for values in &self.key {
            if values.array().is_null(row) {
                key::push_null(out);
                continue;
            }
            match values {
                Values::Text(array) => key::push_text(out, array.value(row)),
                Values::Int32(array) => key::push_i64(out, array.value(row).into()),
                Values::Int64(array) => key::push_i64(out, array.value(row)),
                Values::Timestamp(array) => key::push_i64(out, array.value(row)),
                // No column of the key is of this type.
                Values::Float64(array) => key::push_i64(out, array.value(row).to_bits() as i64),
            }
        }
        let has_value = |(_, values): &&(u64, Values<'_>)| !values.array().is_null(row);
        let bits = self.rest.iter().filter(has_value).fold(0, |bits, (bit, _)| bits | bit);
        out.extend_from_slice(&bits.to_le_bytes());
        for (_, values) in self.rest.iter().filter(has_value) {
            match values {
                Values::Text(array) => {
                    let text = array.value(row);
                    // The offsets of an array are of 31 bits.
                    out.extend_from_slice(&(text.len() as u32).to_le_bytes());
                    out.extend_from_slice(text.as_bytes());
                }
                Values::Int32(array) => out.extend_from_slice(&array.value(row).to_le_bytes()),
                Values::Int64(array) => out.extend_from_slice(&array.value(row).to_le_bytes()),
                Values::Timestamp(array) => out.extend_from_slice(&array.value(row).to_le_bytes()),
                Values::Float64(array) => out.extend_from_slice(&array.value(row).to_le_bytes()),
            }
        }
    }
}

impl Values<'_> {
    #[inline]
    fn array(&self) -> &dyn Array {
        match self {
            Values::Text(array) => array,
            Values::Int32(array) => array,
            Values::Int64(array) => array,
            Values::Float64(array) => array,
            Values::Timestamp(array) => array,
        }
    }
}
