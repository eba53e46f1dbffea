//! What the encoders and the sink of an output agree on.

use std::io::Write;
use std::sync::Arc;

use arrow::datatypes::SchemaRef;
use arrow::error::ArrowError;
use arrow::ipc::writer::IpcWriteOptions;
use chatlake_core::overflow::Overflow;
use chatlake_core::{Projection, SinkError};

use super::compression::Compression;
use super::encoder::IpcEncoder;
use super::sink::IpcSink;
use super::stream::IpcStreamSink;
use crate::schema::schema;

/// The name in errors.
pub(super) const NAME: &str = "arrow";

/// The shape of an IPC output: encoders and sinks are made from it. Cheap to clone.
#[derive(Clone, Debug)]
pub struct IpcFormat {
    projection: Arc<Projection>,
    schema: SchemaRef,
    options: IpcWriteOptions,
    overflow: Overflow,
}

impl IpcFormat {
    /// A format of these columns.
    ///
    /// # Errors
    ///
    /// If the compression level is out of range.
    pub fn new(projection: &Projection, compression: Compression) -> Result<Self, ArrowError> {
        Ok(Self {
            projection: Arc::new(projection.clone()),
            schema: schema(projection),
            options: compression.options()?,
            overflow: Overflow::new(),
        })
    }

    /// The schema of the batches.
    pub fn schema(&self) -> &SchemaRef {
        &self.schema
    }

    /// An encoder for one worker; its messages fit every sink of this format.
    pub fn encoder(&self) -> IpcEncoder {
        IpcEncoder::new(&self.projection, self.options.clone(), self.overflow.clone())
    }

    /// A sink that writes a file, footer and all.
    ///
    /// # Errors
    ///
    /// If the output refuses the head of the file.
    pub fn sink<W: Write + Send>(&self, output: W) -> Result<IpcSink<W>, SinkError> {
        IpcSink::new(output, Arc::clone(&self.schema), self.options.clone())
    }

    /// A sink that writes a stream, to be read while it is written.
    ///
    /// # Errors
    ///
    /// If the output refuses the head of the stream.
    pub fn stream_sink<W: Write + Send>(&self, output: W) -> Result<IpcStreamSink<W>, SinkError> {
        IpcStreamSink::new(output, &self.schema, self.options.clone())
    }
}
