//! Which rows of a page have a value.

use arrow::array::{Array, BooleanBufferBuilder};

use super::hybrid;

/// The definition levels of the open page of a column that is not within a list: 1 for a value,
/// 0 for null.
pub(super) struct Levels {
    bits: BooleanBufferBuilder,
    n_nulls: usize,
}

impl Levels {
    pub(super) fn new() -> Self {
        Self { bits: BooleanBufferBuilder::new(0), n_nulls: 0 }
    }

    pub(super) fn append(&mut self, array: &dyn Array) {
        let (rows, n_nulls) = (array.len(), array.null_count());
        match array.nulls() {
            Some(nulls) if n_nulls > 0 && n_nulls < rows => self.bits.append_buffer(nulls.inner()),
            _ => self.bits.append_n(rows, n_nulls == 0),
        }
        self.n_nulls += n_nulls;
    }

    /// Rows of the page so far.
    pub(super) fn len(&self) -> usize {
        self.bits.len()
    }

    pub(super) fn n_nulls(&self) -> usize {
        self.n_nulls
    }

    /// Appends the levels of the page, and opens the next.
    pub(super) fn finish_page(&mut self, out: &mut Vec<u8>) {
        let rows = self.len();
        if self.n_nulls == 0 || self.n_nulls == rows {
            hybrid::repeat(u32::from(self.n_nulls == 0), rows, 1, out);
        } else {
            hybrid::encode_bits(self.bits.as_slice(), rows, out);
        }
        self.bits.truncate(0);
        self.n_nulls = 0;
    }
}
