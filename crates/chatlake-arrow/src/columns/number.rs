//! Columns of numbers and instants.

use std::sync::Arc;

use arrow::array::{ArrayBuilder, PrimitiveBuilder};
use arrow::datatypes::{ArrowPrimitiveType, DataType};
use chatlake_core::{Column, Projection};

use super::arrays::{Arrays, Nulls};
use crate::schema::data_type;

/// A column of fixed width, filled where it has values.
pub(crate) struct NumberColumn<T: ArrowPrimitiveType> {
    column: Column,
    wanted: bool,
    data_type: DataType,
    builder: PrimitiveBuilder<T>,
    nulls: Nulls,
}

impl<T: ArrowPrimitiveType> NumberColumn<T> {
    /// A column that stays empty if the projection lacks it; `T` is the type of the column.
    pub(crate) fn new(column: Column, projection: &Projection) -> Self {
        let data_type = data_type(column);
        Self {
            column,
            wanted: projection.has(column),
            builder: PrimitiveBuilder::with_capacity(0).with_data_type(data_type.clone()),
            nulls: Nulls::new(data_type.clone()),
            data_type,
        }
    }

    /// Sets the value of a row. Rows come in ascending order.
    #[inline]
    pub(crate) fn append(&mut self, row: usize, value: Option<T::Native>) {
        if let Some(value) = value
            && self.wanted
        {
            self.fill(row);
            self.builder.append_value(value);
        }
    }

    /// Hands over the column of this many rows, and starts afresh with room for as many again.
    pub(crate) fn finish(&mut self, rows: usize, arrays: &mut Arrays) {
        if !self.wanted {
            return;
        }
        if self.builder.is_empty() {
            arrays.put(self.column, self.nulls.array(rows));
            return;
        }
        self.fill(rows);
        let fresh = PrimitiveBuilder::with_capacity(rows).with_data_type(self.data_type.clone());
        let mut full = std::mem::replace(&mut self.builder, fresh);
        arrays.put(self.column, Arc::new(full.finish()));
    }

    #[inline]
    fn fill(&mut self, row: usize) {
        let missing = row - self.builder.len();
        if missing > 0 {
            self.builder.append_nulls(missing);
        }
    }
}
