//! Which rows of a row group are kept.

use arrow::array::{AsArray, BooleanBufferBuilder, RecordBatch};
use arrow::buffer::BooleanBuffer;
use arrow::datatypes::Int64Type;
use chatlake_core::Column;

use super::LeaveOut;
use crate::error::FileError;
use crate::stored::StoredFile;

/// What is kept of a row group.
pub(super) enum Kept {
    Everything,
    Nothing,
    /// The rows whose bits are set, and there are some of both.
    These(BooleanBuffer),
}

/// Marks the rows of one row group after the other: a record may go on in the next one.
pub(super) struct Marker<'a> {
    leave_out: LeaveOut<'a>,
    /// The records that have begun.
    n_records: u64,
    /// The `source_record` of the last row.
    last: Option<i64>,
    /// Whether the last row is kept.
    keeps: bool,
}

/// Only one column is read: batches may be long.
const ROWS: usize = 8192;

impl<'a> Marker<'a> {
    pub(super) fn new(leave_out: LeaveOut<'a>) -> Self {
        Self { leave_out, n_records: 0, last: None, keeps: true }
    }

    /// Marks the next row group; also tells how many rows it has.
    pub(super) fn mark(
        &mut self,
        file: &StoredFile,
        row_group: usize,
    ) -> Result<(Kept, u64), FileError> {
        let column = match self.leave_out {
            LeaveOut::Records(_) => Column::SourceRecord,
            LeaveOut::Source(_) => Column::SourceFile,
        };
        let mut marks = BooleanBufferBuilder::new(0);
        for batch in file.read(row_group, Some(&[column.name()]), ROWS)? {
            let batch = batch.map_err(|error| file.failed(error))?;
            match self.leave_out {
                LeaveOut::Records(ordinals) => self.mark_records(ordinals, &batch, &mut marks),
                LeaveOut::Source(name) => mark_source(name, &batch, &mut marks),
            }
        }
        let marks = marks.finish();
        let n_kept = marks.count_set_bits();
        let n_rows = marks.len() as u64;
        let kept = match n_kept {
            n_kept if n_kept == marks.len() => Kept::Everything,
            0 => Kept::Nothing,
            _ => Kept::These(marks),
        };
        Ok((kept, n_rows))
    }

    /// After the last row group.
    ///
    /// # Errors
    ///
    /// A record that was to be left out did not come.
    pub(super) fn finish(self, file: &StoredFile) -> Result<(), FileError> {
        let ordinals = match self.leave_out {
            LeaveOut::Records(ordinals) => ordinals,
            LeaveOut::Source(_) => &[],
        };
        match ordinals.iter().find(|ordinal| **ordinal >= self.n_records) {
            Some(&ordinal) => Err(FileError::NoRecord { name: file.name().to_owned(), ordinal }),
            None => Ok(()),
        }
    }

    fn mark_records(
        &mut self,
        ordinals: &[u64],
        batch: &RecordBatch,
        marks: &mut BooleanBufferBuilder,
    ) {
        let Some(numbers) = batch.columns().first() else { return };
        for number in numbers.as_primitive::<Int64Type>() {
            if self.n_records == 0 || number != self.last {
                self.keeps = ordinals.binary_search(&self.n_records).is_err();
                self.n_records += 1;
                self.last = number;
            }
            marks.append(self.keeps);
        }
    }
}

fn mark_source(name: &str, batch: &RecordBatch, marks: &mut BooleanBufferBuilder) {
    let Some(files) = batch.columns().first() else { return };
    for file in files.as_string::<i32>() {
        marks.append(file != Some(name));
    }
}
