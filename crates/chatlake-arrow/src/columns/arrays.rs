//! The finished columns of a batch, by name.

use std::sync::Arc;

use arrow::array::{ArrayRef, new_null_array};
use arrow::datatypes::DataType;
use chatlake_core::Column;

/// The arrays of one batch, each at its column's place.
pub(crate) struct Arrays(Vec<Option<ArrayRef>>);

impl Arrays {
    pub(crate) fn new() -> Self {
        Self(vec![None; Column::ALL.len()])
    }

    pub(crate) fn put(&mut self, column: Column, array: ArrayRef) {
        if let Some(place) = self.0.get_mut(column as usize) {
            *place = Some(array);
        }
    }

    /// The array of a column, out of its place.
    pub(crate) fn take(&mut self, column: Column) -> ArrayRef {
        let array = self.0.get_mut(column as usize).and_then(Option::take);
        array.expect("every column of the projection has a builder")
    }
}

/// What a column without a single value yields; kept from batch to batch, as most of them have
/// the same number of rows.
pub(crate) struct Nulls {
    data_type: DataType,
    last: Option<ArrayRef>,
}

impl Nulls {
    pub(crate) fn new(data_type: DataType) -> Self {
        Self { data_type, last: None }
    }

    pub(crate) fn array(&mut self, rows: usize) -> ArrayRef {
        match &self.last {
            Some(array) if array.len() == rows => Arc::clone(array),
            _ => Arc::clone(self.last.insert(new_null_array(&self.data_type, rows))),
        }
    }
}
