//! Row groups, open and finished.

use arrow::array::RecordBatch;
use parquet::arrow::arrow_writer::{
    ArrowColumnChunk, ArrowColumnWriter, ArrowRowGroupWriterFactory, compute_leaves,
};
use parquet::errors::Result;

/// A row group that still takes rows. Its pages are compressed as they fill; what is open is one
/// page per column.
pub(crate) struct OpenRowGroup {
    columns: Vec<ArrowColumnWriter>,
    rows: usize,
    /// The Arrow data that went in.
    bytes: usize,
}

/// A row group that only needs to be appended to a file.
pub(crate) type RowGroup = Vec<ArrowColumnChunk>;

impl OpenRowGroup {
    pub(crate) fn new(columns: &ArrowRowGroupWriterFactory) -> Result<Self> {
        // The index would matter to encryption only.
        Ok(Self { columns: columns.create_column_writers(0)?, rows: 0, bytes: 0 })
    }

    pub(crate) fn rows(&self) -> usize {
        self.rows
    }

    pub(crate) fn bytes(&self) -> usize {
        self.bytes
    }

    /// Adds the rows of a batch that takes about this many bytes.
    pub(crate) fn write(&mut self, batch: &RecordBatch, bytes: usize) -> Result<()> {
        let mut columns = self.columns.iter_mut();
        for (field, array) in batch.schema_ref().fields().iter().zip(batch.columns()) {
            for (leaf, column) in compute_leaves(field, array)?.iter().zip(&mut columns) {
                column.write(leaf)?;
            }
        }
        self.rows += batch.num_rows();
        self.bytes += bytes;
        Ok(())
    }

    pub(crate) fn close(self) -> Result<RowGroup> {
        self.columns.into_iter().map(ArrowColumnWriter::close).collect()
    }
}
