//! Columns of text and of JSON.

use std::fmt;
use std::sync::Arc;

use arrow::array::{ArrayBuilder, StringBuilder};
use chatlake_core::{Column, Projection, Text};

use super::arrays::{Arrays, Nulls};
use crate::schema::data_type;

/// A column of `Utf8`, filled where it has values.
pub(crate) struct TextColumn {
    column: Column,
    wanted: bool,
    builder: StringBuilder,
    nulls: Nulls,
}

impl TextColumn {
    /// A column that stays empty if the projection lacks it.
    pub(crate) fn new(column: Column, projection: &Projection) -> Self {
        Self {
            column,
            wanted: projection.has(column),
            builder: StringBuilder::with_capacity(0, 0),
            nulls: Nulls::new(data_type(column)),
        }
    }

    pub(crate) fn column(&self) -> Column {
        self.column
    }

    /// Whether a value would be kept, for those that are costly to find.
    pub(crate) fn is_wanted(&self) -> bool {
        self.wanted
    }

    /// Sets the value of a row; returns its length in bytes. Rows come in ascending order.
    #[inline]
    pub(crate) fn append(&mut self, row: usize, value: Option<Text<'_>>) -> usize {
        let Some(value) = value else { return 0 };
        match value.as_str() {
            Some(value) => self.append_str(row, value),
            None => self.append_with(row, |out| value.write_to(out)),
        }
    }

    /// The same for text that stands as it is.
    #[inline]
    pub(crate) fn append_str(&mut self, row: usize, value: &str) -> usize {
        if !self.wanted {
            return 0;
        }
        self.fill(row);
        self.builder.append_value(value);
        value.len()
    }

    /// The same for text that is written piece by piece.
    pub(crate) fn append_with(
        &mut self,
        row: usize,
        write: impl FnOnce(&mut StringBuilder) -> fmt::Result,
    ) -> usize {
        if !self.wanted {
            return 0;
        }
        self.fill(row);
        let start = self.builder.values_slice().len();
        write(&mut self.builder).expect("a builder takes any text");
        // Ends the value that was written.
        self.builder.append_value("");
        self.builder.values_slice().len() - start
    }

    /// Hands over the column of this many rows, and starts afresh with room for as much again.
    pub(crate) fn finish(&mut self, rows: usize, arrays: &mut Arrays) {
        if !self.wanted {
            return;
        }
        if self.builder.is_empty() {
            arrays.put(self.column, self.nulls.array(rows));
            return;
        }
        self.fill(rows);
        let bytes = self.builder.values_slice().len();
        let fresh = StringBuilder::with_capacity(rows, bytes + bytes / 8);
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
