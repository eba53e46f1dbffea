//! The header, and the rows behind it.

use std::io::Write;

use chatlake_core::schema::{Column, Projection};
use chatlake_core::sink::BytesSink;
use chatlake_core::{Compression, Compressor, SinkError};

use crate::encoder::FORMAT;

/// Writes what [`CsvEncoder`](crate::CsvEncoder) yields.
pub type CsvSink<W> = BytesSink<W>;

/// A sink that writes the names of the columns first, compressed as a piece of their own; an
/// output without rows has the header alone.
///
/// Projection and compression are those of the encoders. A compression level that does not exist
/// is an error.
pub fn sink<W: Write + Send>(
    output: W,
    projection: &Projection,
    compression: Compression,
) -> Result<CsvSink<W>, SinkError> {
    let header = Compressor::new(compression)
        .and_then(|mut compressor| compressor.compress(&mut header(projection.columns())))
        .map_err(|source| SinkError::new(FORMAT, source))?;
    Ok(BytesSink::new(output).with_header(header))
}

/// The names need no quotes: they are ASCII letters and `_`.
fn header(columns: &[Column]) -> Vec<u8> {
    let names: Vec<&str> = columns.iter().map(|column| column.name()).collect();
    format!("{}\r\n", names.join(",")).into_bytes()
}
