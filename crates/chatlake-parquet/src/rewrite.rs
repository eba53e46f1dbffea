//! A file once more, without some of its rows.

mod copy;
mod marks;

use std::io::Write;
use std::sync::Arc;

use arrow::array::BooleanArray;
use arrow::buffer::BooleanBuffer;
use arrow::compute::BatchCoalescer;
use chatlake_core::overflow::Overflow;
use parquet::errors::{ParquetError, Result as ParquetResult};
use parquet::file::metadata::KeyValue;
use parquet::file::properties::WriterPropertiesPtr;
use parquet::file::writer::SerializedFileWriter;

use crate::digest::Digesting;
use crate::encoder::BATCH_ROWS;
use crate::error::FileError;
use crate::options::ParquetOptions;
use crate::properties::{Order, properties};
use crate::row_group::RowGroup;
use crate::shape::Shape;
use crate::sink::{append, close, sink_error};
use crate::sources;
use crate::stored::StoredFile;
use marks::{Kept, Marker};

/// Which rows stay behind.
#[derive(Clone, Copy, Debug)]
pub enum LeaveOut<'a> {
    /// Those of records at these places among the records of the file, from 0, ascending. Rows
    /// one after the other with the same `source_record` are a record.
    Records(&'a [u64]),
    /// Those whose `source_file` is this. The footer does not tell of that input any more.
    Source(&'a str),
}

/// What came of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rewritten {
    /// Rows in the new file.
    pub rows: u64,
    /// Rows that stayed behind.
    pub rows_left_out: u64,
    /// Bytes of the new file.
    pub bytes: u64,
    /// Their SHA-256, in lower-case hexadecimal.
    pub sha256: String,
}

/// Writes a file of ours once more, without some of its rows; `name` is what errors call it.
///
/// Schema, order and metadata stay. A row group that stays whole is copied as it is; the others
/// are encoded again, as `options` says: these should be those that the file was made with, as a
/// file does not tell all of them. Memory is bounded by one row group. The same rows of the same
/// file give the same bytes, left out at once or one after the other.
///
/// # Errors
///
/// The file cannot be read, the output refuses bytes, or a record to leave out is not there.
pub fn rewrite(
    file: &StoredFile,
    output: impl Write + Send,
    name: &str,
    leave_out: LeaveOut<'_>,
    options: &ParquetOptions,
) -> Result<Rewritten, FileError> {
    let failed = |source| FileError::Write { name: name.to_owned(), source: sink_error(source) };
    let properties = properties_of(file, leave_out, options).map_err(failed)?;
    let shape = Shape::new(Arc::clone(file.arrow_schema()), properties, Overflow::in_memory())
        .map_err(failed)?;
    let mut writer = shape.writer(Digesting::new(output)).map_err(failed)?;
    let mut marker = Marker::new(leave_out);
    let (mut rows, mut rows_left_out) = (0, 0);
    for row_group in 0..file.footer().num_row_groups() {
        let (kept, n_rows) = marker.mark(file, row_group)?;
        let n_kept = match kept {
            Kept::Nothing => 0,
            Kept::Everything => {
                copy::row_group(file, row_group, &mut writer, name)?;
                n_rows
            }
            Kept::These(marks) => {
                let encoded = encode(file, row_group, &marks, &shape, name)?;
                append(&mut writer, encoded).map_err(failed)?;
                marks.count_set_bits() as u64
            }
        };
        rows += n_kept;
        rows_left_out += n_rows - n_kept;
    }
    marker.finish(file)?;
    let closed =
        close(writer).map_err(|source| FileError::Write { name: name.to_owned(), source })?;
    let (_, bytes, sha256) = closed.finish();
    Ok(Rewritten { rows, rows_left_out, bytes, sha256 })
}

/// The marked rows of a row group, encoded in batches that do not depend on how the rows were
/// found.
fn encode(
    file: &StoredFile,
    row_group: usize,
    marks: &BooleanBuffer,
    shape: &Shape,
    name: &str,
) -> Result<RowGroup, FileError> {
    let failed = |source| FileError::Write { name: name.to_owned(), source: sink_error(source) };
    let mut open = shape.open_row_group().map_err(failed)?;
    let mut kept = BatchCoalescer::new(Arc::clone(file.arrow_schema()), BATCH_ROWS);
    let mut start = 0;
    for batch in file.read(row_group, None, BATCH_ROWS)? {
        let batch = batch.map_err(|error| file.failed(error))?;
        let n_rows = batch.num_rows();
        if start + n_rows > marks.len() {
            return Err(file.failed(ParquetError::General("columns of different lengths".into())));
        }
        let filter = BooleanArray::new(marks.slice(start, n_rows), None);
        start += n_rows;
        kept.push_batch_with_filter(batch, &filter).map_err(|error| file.failed(error))?;
        while let Some(batch) = kept.next_completed_batch() {
            open.write(&batch, 0).map_err(failed)?;
        }
    }
    kept.finish_buffered_batch().map_err(|error| file.failed(error))?;
    while let Some(batch) = kept.next_completed_batch() {
        open.write(&batch, 0).map_err(failed)?;
    }
    open.finish().map_err(failed)
}

/// Those of the file, as far as it tells.
fn properties_of(
    file: &StoredFile,
    leave_out: LeaveOut<'_>,
    options: &ParquetOptions,
) -> ParquetResult<WriterPropertiesPtr> {
    let order = if file.is_sorted() { Order::Sorted } else { Order::AsFound };
    let properties = properties(file.projection(), file.arrow_schema(), options, order)?;
    let mut builder = properties
        .as_ref()
        .clone()
        .into_builder()
        .set_key_value_metadata(Some(key_values_of(file, leave_out)));
    if let Some(created_by) = file.footer().file_metadata().created_by() {
        builder = builder.set_created_by(created_by.to_owned());
    }
    Ok(Arc::new(builder.build()))
}

fn key_values_of(file: &StoredFile, leave_out: LeaveOut<'_>) -> Vec<KeyValue> {
    let LeaveOut::Source(left_out) = leave_out else {
        return file.key_values().to_vec();
    };
    let (mut sources, mut pairs) = sources::split(file.key_values());
    sources.retain(|source| !source.is_of(left_out));
    pairs.extend(sources::pairs(&sources));
    pairs
}

/// What row groups are appended to.
type Writer<W> = SerializedFileWriter<Digesting<W>>;
