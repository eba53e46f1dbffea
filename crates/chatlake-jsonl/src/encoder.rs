//! Records to lines of JSON.

use chatlake_core::schema::Projection;
use chatlake_core::{Compression, Compressor, EncodeError, Encoder, Origin, Record, Row, Teller};
use memchr::memchr2;

use crate::member::RowWriter;
use crate::minify::minify;

/// The name of the format in errors.
pub(crate) const FORMAT: &str = "JSONL";

/// What a line is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Form {
    /// A record as it stands in the file, download credentials included.
    Verbatim,
    /// The columns of a row of the flat layout; the layout of the projection does not matter.
    Flat(Projection),
}

/// Turns records into lines of JSON, and those into compressed pieces; one per worker.
///
/// A piece is one zstd frame, one gzip member or plain bytes, and empty where there were no
/// records.
#[derive(Debug)]
pub struct JsonlEncoder {
    writer: LineWriter,
    lines: Vec<u8>,
    compressor: Compressor,
}

#[derive(Debug)]
enum LineWriter {
    Verbatim,
    Flat(RowWriter, Teller),
}

impl JsonlEncoder {
    /// Encodes lines of this form. A compression level that does not exist is an error.
    pub fn new(form: &Form, compression: Compression) -> Result<Self, EncodeError> {
        let writer = match form {
            Form::Verbatim => LineWriter::Verbatim,
            Form::Flat(projection) => {
                LineWriter::Flat(RowWriter::new(projection.columns()), Teller::new(projection))
            }
        };
        let compressor = Compressor::new(compression).map_err(failed)?;
        Ok(Self { writer, lines: Vec::new(), compressor })
    }
}

impl Encoder for JsonlEncoder {
    type Encoded = Vec<u8>;

    /// Adds a record; returns how many lines it became: one, or as many as it has rows.
    fn append(&mut self, record: Record<'_>, origin: Origin<'_>) -> Result<u64, EncodeError> {
        let mut n_lines = 0;
        match &mut self.writer {
            LineWriter::Verbatim => {
                write_verbatim(record.raw(), &mut self.lines);
                n_lines += 1;
            }
            LineWriter::Flat(writer, teller) => {
                for row in Row::of(record, origin, teller.withheld()) {
                    writer.write(&row, teller, &mut self.lines).map_err(failed)?;
                    self.lines.push(b'\n');
                    n_lines += 1;
                }
            }
        }
        Ok(n_lines)
    }

    fn finish(&mut self) -> Result<Vec<u8>, EncodeError> {
        if self.lines.is_empty() {
            return Ok(Vec::new());
        }
        self.compressor.compress(&mut self.lines).map_err(failed)
    }
}

/// A string of JSON holds no line end, so one that does occur stands between tokens.
fn write_verbatim(raw: &str, lines: &mut Vec<u8>) {
    match memchr2(b'\n', b'\r', raw.as_bytes()) {
        None => lines.extend_from_slice(raw.as_bytes()),
        Some(_) => minify(raw, lines),
    }
    lines.push(b'\n');
}

fn failed(source: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> EncodeError {
    EncodeError::new(FORMAT, source)
}
