//! From rows in order to files.

use std::mem;
use std::path::Path;
use std::thread;

use arrow::array::RecordBatch;
use chatlake_core::overflow::Overflow;
use parquet::errors::ParquetError;

use super::batches::Batches;
use super::crew::Crew;
use super::cut::Cut;
use super::files::Files;
use super::merge::Merge;
use super::row::RowLayout;
use super::spool::damaged;
use super::together::Together;
use super::{SortOptions, SortProgress, SortWatch, SortedFile, aside, told};
use crate::encoder::{BATCH_BYTES, BATCH_ROWS};
use crate::error::FileError;
use crate::options::ParquetOptions;
use crate::properties::{Order, properties};
use crate::shape::Shape;
use crate::sink::sink_error;

/// How many batches go to a crew at once: it is given work some hundred times a second.
const TASK: usize = 8;

/// Writes all rows of a merge, `n_rows`, to files.
pub(super) fn write(
    mut rows: Merge,
    n_rows: u64,
    together: &Together,
    layout: &RowLayout,
    folder: &Path,
    options: &SortOptions,
    watch: &SortWatch<'_>,
) -> Result<Vec<SortedFile>, FileError> {
    let failed = |source| failed(folder, source);
    let shape = shape(together, &options.parquet).map_err(failed)?;
    let batches = Batches::new(shape.arrow_schema(), layout);
    let files = Files::new(folder, shape.clone(), Cut::new(n_rows, options.target));
    thread::scope(|scope| {
        let crew = Crew::new(scope, options.jobs, &shape).map_err(failed)?;
        let mut groups = Groups {
            folder,
            options: &options.parquet,
            batches,
            task: Vec::new(),
            rows: 0,
            bytes: 0,
            crew,
            files,
            watch,
        };
        while let Some(row) = rows.next().map_err(aside(folder))? {
            groups.push(row)?;
        }
        groups.finish()
    })
}

/// The properties of files of ours, but that these are sorted, and what their inputs told.
fn shape(together: &Together, options: &ParquetOptions) -> Result<Shape, ParquetError> {
    let Together { projection, schema, pairs } = together;
    let properties = properties(projection, schema, options, Order::Sorted)?;
    let mut told = properties.key_value_metadata().cloned().unwrap_or_default();
    told.extend(pairs.iter().cloned());
    let builder = properties.as_ref().clone().into_builder();
    let properties = builder.set_key_value_metadata(Some(told)).build();
    Shape::new(schema.clone(), properties.into(), Overflow::in_memory())
}

/// Cuts rows into batches and row groups. Where is told by the rows alone.
struct Groups<'a> {
    folder: &'a Path,
    options: &'a ParquetOptions,
    batches: Batches,
    task: Vec<RecordBatch>,
    /// Rows of the row group, and what they take as Arrow data.
    rows: usize,
    bytes: usize,
    crew: Crew,
    files: Files<'a>,
    watch: &'a SortWatch<'a>,
}

impl Groups<'_> {
    fn push(&mut self, row: &[u8]) -> Result<(), FileError> {
        let size = self.batches.size_of(row);
        let is_full = self.rows >= self.options.row_group_rows.max(1)
            || self.bytes + size > self.options.row_group_bytes;
        if self.rows > 0 && is_full {
            self.end_group()?;
        }
        self.batches.push(row).ok_or_else(damaged).map_err(aside(self.folder))?;
        self.rows += 1;
        self.bytes += size;
        if self.batches.rows() == BATCH_ROWS || self.batches.bytes() >= BATCH_BYTES {
            self.end_batch()?;
        }
        Ok(())
    }

    fn end_batch(&mut self) -> Result<(), FileError> {
        told(self.watch, SortProgress::Written(self.batches.rows() as u64))?;
        let batch = self.batches.finish().map_err(|error| failed(self.folder, error.into()))?;
        self.task.push(batch);
        // Alone, a batch is encoded while it is still in a near cache.
        if self.task.len() == TASK || !self.crew.has_hands() {
            self.end_task()?;
        }
        Ok(())
    }

    fn end_task(&mut self) -> Result<(), FileError> {
        self.crew.write(mem::take(&mut self.task)).map_err(|error| failed(self.folder, error))
    }

    fn end_group(&mut self) -> Result<(), FileError> {
        if self.batches.rows() > 0 {
            self.end_batch()?;
        }
        if !self.task.is_empty() {
            self.end_task()?;
        }
        let row_group = self.crew.close().map_err(|error| failed(self.folder, error))?;
        self.bytes = 0;
        self.files.append(row_group, mem::take(&mut self.rows) as u64)
    }

    fn finish(mut self) -> Result<Vec<SortedFile>, FileError> {
        if self.rows > 0 {
            self.end_group()?;
        }
        self.files.finish()
    }
}

fn failed(folder: &Path, error: ParquetError) -> FileError {
    FileError::Write { name: folder.display().to_string(), source: sink_error(error) }
}
