//! What the encoders and the sink of an output agree on.

use std::io::{self, Write};
use std::sync::Arc;

use arrow::datatypes::SchemaRef;
use chatlake_arrow::schema;
use chatlake_core::{Projection, SinkError};
use parquet::arrow::ArrowSchemaConverter;
use parquet::arrow::arrow_writer::ArrowRowGroupWriterFactory;
use parquet::errors::ParquetError;
use parquet::file::properties::WriterPropertiesPtr;
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::types::SchemaDescriptor;

use crate::encoder::ParquetEncoder;
use crate::options::ParquetOptions;
use crate::pages::TightPages;
use crate::properties::properties;
use crate::sink::{ParquetSink, sink_error};

/// The name in errors.
pub(crate) const NAME: &str = "parquet";

/// The shape of a Parquet output: encoders and sinks are made from it. Cheap to clone.
#[derive(Clone, Debug)]
pub struct ParquetFormat {
    projection: Arc<Projection>,
    options: ParquetOptions,
    arrow_schema: SchemaRef,
    schema: Arc<SchemaDescriptor>,
    properties: WriterPropertiesPtr,
    columns: Arc<ArrowRowGroupWriterFactory>,
}

impl ParquetFormat {
    /// A format of these columns.
    ///
    /// # Errors
    ///
    /// If the compression level is out of range, or there is not a single column.
    pub fn new(projection: &Projection, options: ParquetOptions) -> Result<Self, ParquetError> {
        let arrow_schema = schema(projection);
        if arrow_schema.fields().is_empty() {
            return Err(ParquetError::General("an output needs at least one column".to_owned()));
        }
        let properties = properties(projection, &arrow_schema, &options)?;
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
            .with_page_store_factory(Arc::new(TightPages));
        Ok(Self {
            projection: Arc::new(projection.clone()),
            options,
            arrow_schema,
            schema: Arc::new(schema),
            properties,
            columns: Arc::new(columns),
        })
    }

    /// The Arrow schema of the rows.
    pub fn arrow_schema(&self) -> &SchemaRef {
        &self.arrow_schema
    }

    /// The Parquet schema of the file.
    pub fn schema(&self) -> &SchemaDescriptor {
        &self.schema
    }

    /// An encoder for one worker; its row groups fit every sink of this format.
    pub fn encoder(&self) -> ParquetEncoder {
        ParquetEncoder::new(&self.projection, &self.options, Arc::clone(&self.columns))
    }

    /// A sink that writes a file.
    ///
    /// # Errors
    ///
    /// If the output refuses the head of the file.
    pub fn sink<W: Write + Send>(&self, output: W) -> Result<ParquetSink<W>, SinkError> {
        let writer = SerializedFileWriter::new(
            output,
            self.schema.root_schema_ptr(),
            Arc::clone(&self.properties),
        );
        Ok(ParquetSink::new(writer.map_err(sink_error)?))
    }
}
