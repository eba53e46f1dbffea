//! The IO half of a format.

mod bytes;

use std::error::Error;
use std::io::{self, Write};

pub use bytes::BytesSink;

/// Writes encoded jobs, in input order, to one output.
pub trait Sink: Send {
    /// What the encoder of the format yields.
    type Encoded: Send;
    /// Where the bytes go.
    type Output: Write + Send;

    /// Appends one encoded job.
    fn write(&mut self, encoded: Self::Encoded) -> Result<(), SinkError>;

    /// Hands every byte that is complete to the output.
    fn flush(&mut self) -> Result<(), SinkError>;

    /// The output, for its owner to mark what is whole.
    fn get_mut(&mut self) -> &mut Self::Output;

    /// Writes what ends the format, with these key-value pairs where it holds metadata, and
    /// gives the output back.
    fn close(self, metadata: &[(String, String)]) -> Result<Self::Output, SinkError>;
}

/// An output could not be written.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SinkError {
    /// The output refused bytes.
    #[error("failed to write")]
    Io(#[from] io::Error),
    /// The format's library refused what it was given.
    #[error("failed to write {format}")]
    Format {
        /// The name of the format.
        format: &'static str,
        /// What the library said.
        #[source]
        source: Box<dyn Error + Send + Sync>,
    },
}

impl SinkError {
    /// Wraps what a format's library said; an IO error inside it stays one.
    pub fn new(format: &'static str, source: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        Self::Format { format, source: source.into() }
    }
}
