//! The lines, one piece after another.

use std::io::Write;

use chatlake_core::sink::BytesSink;
use chatlake_core::{Compression, Compressor, SinkError};

use crate::encoder::FORMAT;

/// Writes what [`JsonlEncoder`](crate::JsonlEncoder) yields.
pub type JsonlSink<W> = BytesSink<W>;

/// A sink for lines of this compression; an output without lines is one empty frame or member,
/// or nothing where lines are plain.
///
/// A compression level that does not exist is an error.
pub fn sink<W: Write + Send>(
    output: W,
    compression: Compression,
) -> Result<JsonlSink<W>, SinkError> {
    let when_empty = Compressor::new(compression)
        .and_then(|mut compressor| compressor.compress(&mut Vec::new()))
        .map_err(|source| SinkError::new(FORMAT, source))?;
    Ok(BytesSink::new(output).when_empty(when_empty))
}
