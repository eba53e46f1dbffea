//! Row groups, open and finished.

use std::io::Write;
use std::sync::Arc;

use arrow::array::{Array, RecordBatch};
use arrow::datatypes::{DataType, FieldRef};
use parquet::arrow::arrow_writer::{
    ArrowColumnChunk, ArrowColumnWriter, ArrowRowGroupWriterFactory, compute_leaves,
};
use parquet::errors::Result;
use parquet::file::writer::SerializedRowGroupWriter;

use crate::chunk::{Chunk, ChunkWriter};
use crate::press::Press;
use crate::shape::Shape;

/// A row group that still takes rows. Its pages are compressed as they fill; what is open is one
/// page per column.
pub(crate) struct OpenRowGroup {
    columns: Vec<ColumnWriter>,
    press: Press,
    rows: usize,
    /// The Arrow data that went in.
    bytes: usize,
}

/// A row group that only needs to be appended to a file.
pub(crate) struct RowGroup(Vec<Column>);

/// One of its columns; a list of bodies is many.
pub(crate) enum Column {
    Flat(Box<Chunk>),
    Nested(Vec<ArrowColumnChunk>),
}

/// Writes a field of the Arrow schema, one row group after the other.
pub(crate) enum ColumnWriter {
    Flat(Box<ChunkWriter>),
    Nested(NestedWriter),
}

/// Writes a list by means of the library, which knows how to take it apart.
pub(crate) struct NestedWriter {
    field: FieldRef,
    writers: Vec<ArrowColumnWriter>,
    columns: Arc<ArrowRowGroupWriterFactory>,
    /// The first of its leaves among those of the schema.
    first: usize,
}

impl OpenRowGroup {
    pub(crate) fn new(shape: &Shape) -> Result<Self> {
        Ok(Self { columns: shape.column_writers()?, press: shape.press()?, rows: 0, bytes: 0 })
    }

    pub(crate) fn rows(&self) -> usize {
        self.rows
    }

    pub(crate) fn bytes(&self) -> usize {
        self.bytes
    }

    /// Adds the rows of a batch that takes about this many bytes.
    pub(crate) fn write(&mut self, batch: &RecordBatch, bytes: usize) -> Result<()> {
        for (column, array) in self.columns.iter_mut().zip(batch.columns()) {
            column.write(array, &mut self.press)?;
        }
        self.rows += batch.num_rows();
        self.bytes += bytes;
        Ok(())
    }

    /// Ends the row group, and begins the next.
    pub(crate) fn finish(&mut self) -> Result<RowGroup> {
        (self.rows, self.bytes) = (0, 0);
        let press = &mut self.press;
        self.columns.iter_mut().map(|column| column.finish(press)).collect()
    }
}

impl FromIterator<Column> for RowGroup {
    fn from_iter<I: IntoIterator<Item = Column>>(columns: I) -> Self {
        Self(columns.into_iter().collect())
    }
}

impl RowGroup {
    /// Appends all columns to the row group of a file.
    pub(crate) fn append_to<W: Write + Send>(
        self,
        row_group: &mut SerializedRowGroupWriter<'_, W>,
    ) -> Result<()> {
        for column in self.0 {
            match column {
                Column::Flat(chunk) => chunk.append_to(row_group)?,
                Column::Nested(chunks) => {
                    for chunk in chunks {
                        chunk.append_to_row_group(row_group)?;
                    }
                }
            }
        }
        Ok(())
    }
}

impl ColumnWriter {
    /// Adds the rows of an array of the field's type.
    pub(crate) fn write(&mut self, array: &Arc<dyn Array>, press: &mut Press) -> Result<()> {
        match self {
            Self::Flat(writer) => writer.write(&**array, press),
            Self::Nested(writer) => writer.write(array),
        }
    }

    /// Ends the chunk, and begins the next.
    pub(crate) fn finish(&mut self, press: &mut Press) -> Result<Column> {
        match self {
            Self::Flat(writer) => Ok(Column::Flat(Box::new(writer.finish(press)?))),
            Self::Nested(writer) => writer.finish().map(Column::Nested),
        }
    }
}

impl NestedWriter {
    pub(crate) fn new(
        field: FieldRef,
        columns: Arc<ArrowRowGroupWriterFactory>,
        first: usize,
    ) -> Self {
        Self { field, writers: Vec::new(), columns, first }
    }

    fn write(&mut self, array: &Arc<dyn Array>) -> Result<()> {
        let leaves = compute_leaves(&self.field, array)?;
        if self.writers.is_empty() {
            // The index would matter to encryption only.
            let all = self.columns.create_column_writers(0)?;
            self.writers = all.into_iter().skip(self.first).take(leaves.len()).collect();
        }
        for (writer, leaf) in self.writers.iter_mut().zip(&leaves) {
            writer.write(leaf)?;
        }
        Ok(())
    }

    fn finish(&mut self) -> Result<Vec<ArrowColumnChunk>> {
        self.writers.drain(..).map(ArrowColumnWriter::close).collect()
    }
}

/// How many leaves a field has in the Parquet schema.
pub(crate) fn n_leaves(data_type: &DataType) -> usize {
    match data_type {
        DataType::List(element) => n_leaves(element.data_type()),
        DataType::Struct(fields) => fields.iter().map(|field| n_leaves(field.data_type())).sum(),
        _ => 1,
    }
}
