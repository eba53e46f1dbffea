//! What the encoders and the sink of an output agree on.

use std::io::Write;
use std::sync::Arc;

use arrow::datatypes::SchemaRef;
use chatlake_arrow::schema;
use chatlake_core::overflow::Overflow;
use chatlake_core::{Projection, SinkError};
use parquet::errors::ParquetError;
use parquet::schema::types::SchemaDescriptor;

use crate::encoder::ParquetEncoder;
use crate::options::ParquetOptions;
use crate::properties::{Order, properties};
use crate::shape::Shape;
use crate::sink::{ParquetSink, sink_error};

/// The name in errors.
pub(crate) const NAME: &str = "parquet";

/// The shape of a Parquet output: encoders and sinks are made from it. Cheap to clone.
#[derive(Clone, Debug)]
pub struct ParquetFormat {
    projection: Arc<Projection>,
    options: ParquetOptions,
    shape: Shape,
    overflow: Overflow,
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
        let properties = properties(projection, &arrow_schema, &options, Order::AsFound)?;
        let overflow = Overflow::new();
        let shape = Shape::new(arrow_schema, properties, overflow.clone())?;
        Ok(Self { projection: Arc::new(projection.clone()), options, shape, overflow })
    }

    /// The Arrow schema of the rows.
    pub fn arrow_schema(&self) -> &SchemaRef {
        self.shape.arrow_schema()
    }

    /// The Parquet schema of the file.
    pub fn schema(&self) -> &SchemaDescriptor {
        self.shape.schema()
    }

    /// An encoder for one worker; its row groups fit every sink of this format.
    pub fn encoder(&self) -> ParquetEncoder {
        let share = self.overflow.share();
        ParquetEncoder::new(&self.projection, &self.options, self.shape.clone(), share)
    }

    /// A sink that writes a file.
    ///
    /// # Errors
    ///
    /// If the output refuses the head of the file.
    pub fn sink<W: Write + Send>(&self, output: W) -> Result<ParquetSink<W>, SinkError> {
        let writer = self.shape.writer(output);
        Ok(ParquetSink::new(writer.map_err(sink_error)?))
    }
}
