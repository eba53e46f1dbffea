//! The CPU half of a format.

use std::error::Error;

use crate::record::Record;
use crate::row::Origin;

/// Turns records into the bytes or batches of a format; one per worker.
///
/// An encoder sees the records of one job, in order, and yields them all with
/// [`finish`](Encoder::finish); jobs may be encoded at the same time by several encoders, and the
/// [`Sink`](crate::Sink) receives the results in order.
pub trait Encoder: Send {
    /// What the sink writes: column chunks, batches, bytes.
    type Encoded: Send;

    /// Adds a record; returns how many rows it became.
    fn append(&mut self, record: Record<'_>, origin: Origin<'_>) -> Result<u64, EncodeError>;

    /// Yields what was appended and starts afresh.
    fn finish(&mut self) -> Result<Self::Encoded, EncodeError>;
}

/// A format's library refused what it was given.
#[derive(Debug, thiserror::Error)]
#[error("failed to encode {format}")]
pub struct EncodeError {
    /// The name of the format.
    pub format: &'static str,
    /// What the library said.
    #[source]
    pub source: Box<dyn Error + Send + Sync>,
}

impl EncodeError {
    /// Wraps what a format's library said.
    pub fn new(format: &'static str, source: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        Self { format, source: source.into() }
    }
}
