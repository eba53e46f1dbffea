//! What a file holds, whatever is told of it.

use std::collections::BTreeMap;

use arrow::array::{Array, AsArray, StringArray};
use chatlake_core::Column;

use super::RowSum;
use super::row::{RowLayout, Rows};
use crate::encoder::BATCH_ROWS;
use crate::error::FileError;
use crate::stored::StoredFile;

/// What was found in a file that was read from its first row to its last.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Contents {
    /// Its rows, by the input that each says it was made of.
    pub by_source: BTreeMap<String, RowSum>,
    /// Whether they are in order; see [`sort`](super::sort).
    pub is_sorted: bool,
    first: Vec<u8>,
    last: Vec<u8>,
}

impl Contents {
    /// Reads a file.
    ///
    /// # Errors
    ///
    /// It cannot be read to its end.
    pub fn of(file: &StoredFile) -> Result<Self, FileError> {
        let layout = RowLayout::of(file.projection());
        let mut found = Self { is_sorted: true, ..Self::default() };
        let mut row = Vec::new();
        let mut n_rows = 0_u64;
        for group in 0..file.footer().num_row_groups() {
            for batch in file.read(group, None, BATCH_ROWS)? {
                let batch = batch.map_err(|error| file.failed(error))?;
                let rows = Rows::of(&batch, &layout);
                let sources = batch.column_by_name(Column::SourceFile.name());
                let sources = sources.and_then(|array| array.as_string_opt::<i32>());
                for number in 0..rows.len() {
                    row.clear();
                    rows.push(number, &mut row);
                    found.add(&row, sources.map_or("", |array| text(array, number)), n_rows == 0);
                    n_rows += 1;
                    std::mem::swap(&mut row, &mut found.last);
                }
            }
        }
        Ok(found)
    }

    /// All rows.
    pub fn sum(&self) -> RowSum {
        let mut sum = RowSum::default();
        self.by_source.values().for_each(|of_one| sum += *of_one);
        sum
    }

    /// Whether rows of the other file may stand behind those of this one, and all are in order.
    pub fn is_before(&self, next: &Self) -> bool {
        let is_either_empty = self.by_source.is_empty() || next.by_source.is_empty();
        is_either_empty || self.last <= next.first
    }

    fn add(&mut self, row: &[u8], source: &str, is_first: bool) {
        if is_first {
            self.first = row.to_vec();
        } else if row < self.last.as_slice() {
            self.is_sorted = false;
        }
        match self.by_source.get_mut(source) {
            Some(sum) => sum.add(row),
            None => self.by_source.entry(source.to_owned()).or_default().add(row),
        }
    }
}

/// No input is called nothing at all.
fn text(array: &StringArray, row: usize) -> &str {
    if array.is_null(row) { "" } else { array.value(row) }
}
