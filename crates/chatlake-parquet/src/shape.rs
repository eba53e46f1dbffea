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

use crate::chunk::ChunkWriter;
use crate::pages::TightPages;
use crate::press::Press;
use crate::row_group::{ColumnWriter, NestedWriter, OpenRowGroup, n_leaves};

/// The two schemas of a file and how its columns are written. Cheap to clone.
#[derive(Clone, Debug)]
pub(crate) struct Shape {
    arrow_schema: SchemaRef,
    schema: Arc<SchemaDescriptor>,
    properties: WriterPropertiesPtr,
    /// What makes writers of lists.
    nested: Arc<ArrowRowGroupWriterFactory>,
    overflow: Overflow,
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
        // Writers of lists come from the schema and the properties alone, but the library wants a
        // file to make them for.
        let no_file = SerializedFileWriter::new(
            io::sink(),
            schema.root_schema_ptr(),
            Arc::clone(&properties),
        )?;
        let nested = ArrowRowGroupWriterFactory::new(&no_file, Arc::clone(&arrow_schema))
            .with_page_store_factory(Arc::new(TightPages(overflow.clone())));
        let (schema, nested) = (Arc::new(schema), Arc::new(nested));
        Ok(Self { arrow_schema, schema, properties, nested, overflow })
    }

    /// The Arrow schema of the rows.
    pub(crate) fn arrow_schema(&self) -> &SchemaRef {
        &self.arrow_schema
    }

    /// The Parquet schema of the file.
    pub(crate) fn schema(&self) -> &SchemaDescriptor {
        &self.schema
    }

    /// A writer for each field, for those who keep row groups open themselves.
    pub(crate) fn column_writers(&self) -> Result<Vec<ColumnWriter>> {
        let mut leaves = self.schema.columns().iter().enumerate();
        let mut writers = Vec::new();
        for field in self.arrow_schema.fields() {
            let n_leaves = n_leaves(field.data_type());
            let is_nested = field.data_type().is_nested();
            let of_field = leaves.by_ref().take(n_leaves).collect::<Vec<_>>();
            let Some((first, leaf)) = of_field.first() else { continue };
            writers.push(if is_nested {
                let nested = Arc::clone(&self.nested);
                ColumnWriter::Nested(NestedWriter::new(Arc::clone(field), nested, *first))
            } else {
                let overflow = self.overflow.clone();
                let writer = ChunkWriter::new(Arc::clone(leaf), &self.properties, overflow)?;
                ColumnWriter::Flat(Box::new(writer))
            });
        }
        Ok(writers)
    }

    /// What compresses the pages of columns.
    pub(crate) fn press(&self) -> Result<Press> {
        // All columns are compressed alike.
        let of = self.schema.columns().first().map(|column| column.path().clone());
        Press::new(self.properties.compression(&of.unwrap_or_else(|| Vec::new().into())))
    }

    /// A row group without rows.
    pub(crate) fn open_row_group(&self) -> Result<OpenRowGroup> {
        OpenRowGroup::new(self)
    }

    /// A file without row groups; its head is written.
    pub(crate) fn writer<W: Write + Send>(&self, output: W) -> Result<SerializedFileWriter<W>> {
        let properties = Arc::clone(&self.properties);
        SerializedFileWriter::new(output, self.schema.root_schema_ptr(), properties)
    }
}
