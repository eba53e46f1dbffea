//! What is fixed about a file before its first row.

use std::io::{self, Write};
use std::sync::Arc;

use arrow::datatypes::SchemaRef;
use chatlake_core::overflow::Overflow;
use parquet::arrow::ArrowSchemaConverter;
use parquet::arrow::arrow_writer::ArrowRowGroupWriterFactory;
use parquet::errors::Result;
use parquet::file::properties::WriterPropertiesPtr;
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::types::SchemaDescriptor;

use crate::pages::TightPages;
use crate::row_group::OpenRowGroup;

/// The two schemas of a file and how its columns are written. Cheap to clone.
#[derive(Clone, Debug)]
pub(crate) struct Shape {
    arrow_schema: SchemaRef,
    schema: Arc<SchemaDescriptor>,
    properties: WriterPropertiesPtr,
    columns: Arc<ArrowRowGroupWriterFactory>,
}

impl Shape {
    /// A shape of at least one column. The pages of its row groups wait in `overflow`.
    pub(crate) fn new(
        arrow_schema: SchemaRef,
        properties: WriterPropertiesPtr,
        overflow: Overflow,
    ) -> Result<Self> {
        let schema = ArrowSchemaConverter::new()
            .with_coerce_types(properties.coerce_types())
            .convert(&arrow_schema)?;
        // Column writers come from the schema and the properties alone, but the library wants a
        // file to make them for.
        let no_file = SerializedFileWriter::new(
            io::sink(),
            schema.root_schema_ptr(),
            Arc::clone(&properties),
        )?;
        let columns = ArrowRowGroupWriterFactory::new(&no_file, Arc::clone(&arrow_schema))
            .with_page_store_factory(Arc::new(TightPages(overflow)));
        let (schema, columns) = (Arc::new(schema), Arc::new(columns));
        Ok(Self { arrow_schema, schema, properties, columns })
    }

    /// The Arrow schema of the rows.
    pub(crate) fn arrow_schema(&self) -> &SchemaRef {
        &self.arrow_schema
    }

    /// The Parquet schema of the file.
    pub(crate) fn schema(&self) -> &SchemaDescriptor {
        &self.schema
    }

    /// What makes column writers, for those who keep row groups open themselves.
    pub(crate) fn columns(&self) -> &Arc<ArrowRowGroupWriterFactory> {
        &self.columns
    }

    /// A row group without rows.
    pub(crate) fn open_row_group(&self) -> Result<OpenRowGroup> {
        OpenRowGroup::new(&self.columns)
    }

    /// A file without row groups; its head is written.
    pub(crate) fn writer<W: Write + Send>(&self, output: W) -> Result<SerializedFileWriter<W>> {
        let properties = Arc::clone(&self.properties);
        SerializedFileWriter::new(output, self.schema.root_schema_ptr(), properties)
    }
}
