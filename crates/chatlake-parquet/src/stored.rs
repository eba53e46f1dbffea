//! Files that we wrote, read again.

mod columns;
mod positioned;

use std::fs::File;
use std::sync::Arc;

use arrow::datatypes::SchemaRef;
use chatlake_core::Projection;
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::{
    ArrowReaderMetadata, ArrowReaderOptions, ParquetRecordBatchReader,
    ParquetRecordBatchReaderBuilder,
};
use parquet::errors::ParquetError;
use parquet::file::metadata::{KeyValue, PageIndexPolicy, ParquetMetaData};

use crate::error::FileError;
pub(crate) use positioned::Positioned;

/// A Parquet file of messages, in the flat layout, that is open. Cheap to clone; many threads may
/// read it at once.
#[derive(Clone, Debug)]
pub struct StoredFile {
    name: Arc<str>,
    file: Positioned,
    metadata: ArrowReaderMetadata,
    projection: Arc<Projection>,
}

impl StoredFile {
    /// Reads the footer; `name` is what errors call the file.
    ///
    /// # Errors
    ///
    /// The file cannot be read, is no Parquet file, or one of something else.
    pub fn open(name: &str, file: File) -> Result<Self, FileError> {
        let read = |source| FileError::Read { name: name.to_owned(), source };
        let file = Positioned::new(file).map_err(|error| read(ParquetError::from(error)))?;
        // What is copied must be known to the last byte.
        let options = ArrowReaderOptions::new()
            .with_page_index_policy(PageIndexPolicy::Optional)
            .with_encoding_stats_as_mask(false);
        let metadata = ArrowReaderMetadata::load(&file, options)
            .map_err(|source| read(file.refused().map_or(source, ParquetError::from)))?;
        let projection = columns::projection(metadata.schema(), key_values(metadata.metadata()))
            .map_err(|says| FileError::Foreign { name: name.to_owned(), says })?;
        Ok(Self { name: name.into(), file, metadata, projection: Arc::new(projection) })
    }

    /// What errors call it.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// How many rows it has.
    pub fn rows(&self) -> u64 {
        u64::try_from(self.footer().file_metadata().num_rows()).unwrap_or_default()
    }

    /// Its columns.
    pub fn projection(&self) -> &Projection {
        &self.projection
    }

    /// The Arrow schema, with the pairs of the footer as its metadata.
    pub(crate) fn arrow_schema(&self) -> &SchemaRef {
        self.metadata.schema()
    }

    /// Whether its row groups say that they are sorted.
    pub(crate) fn is_sorted(&self) -> bool {
        let groups = self.footer().row_groups();
        !groups.is_empty() && groups.iter().all(|group| group.sorting_columns().is_some())
    }

    pub(crate) fn footer(&self) -> &ParquetMetaData {
        self.metadata.metadata()
    }

    pub(crate) fn bytes(&self) -> &Positioned {
        &self.file
    }

    /// The pairs in the footer, in order.
    pub(crate) fn key_values(&self) -> &[KeyValue] {
        key_values(self.footer())
    }

    /// The rows of a row group, some columns or all of them, in batches of so many rows.
    pub(crate) fn read(
        &self,
        row_group: usize,
        columns: Option<&[&str]>,
        rows: usize,
    ) -> Result<ParquetRecordBatchReader, FileError> {
        let builder = ParquetRecordBatchReaderBuilder::new_with_metadata(
            self.file.clone(),
            self.metadata.clone(),
        );
        let mask = match columns {
            Some(names) => ProjectionMask::columns(builder.parquet_schema(), names.iter().copied()),
            None => ProjectionMask::all(),
        };
        let builder = builder.with_row_groups(vec![row_group]).with_projection(mask);
        builder.with_batch_size(rows).build().map_err(|error| self.failed(error))
    }

    /// The file cannot be read as the library says.
    pub(crate) fn failed(&self, source: impl Into<ParquetError>) -> FileError {
        let refused = self.file.refused().map(ParquetError::from);
        FileError::Read {
            name: self.name().to_owned(),
            source: refused.unwrap_or_else(|| source.into()),
        }
    }
}

fn key_values(footer: &ParquetMetaData) -> &[KeyValue] {
    footer.file_metadata().key_value_metadata().map_or(&[], Vec::as_slice)
}
