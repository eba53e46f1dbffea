//! Records to lines of JSON.

use chatlake_core::schema::Projection;
use chatlake_core::{
    Compression, EncodeError, Encoder, Origin, PieceWriter, Pieces, Record, Row, Teller,
};
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
/// A job is one piece, more if its records swell, and none if there are no records: a zstd frame,
/// a gzip member or plain bytes.
#[derive(Debug)]
pub struct JsonlEncoder {
    writer: LineWriter,
    lines: PieceWriter,
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
        Ok(Self { writer, lines: PieceWriter::new(compression).map_err(failed)? })
    }
}

impl Encoder for JsonlEncoder {
    type Encoded = Pieces;

    /// Adds a record; returns how many lines it became: one, or as many as it has rows.
    fn append(&mut self, record: Record<'_>, origin: Origin<'_>) -> Result<u64, EncodeError> {
        let mut n_lines = 0;
        match &mut self.writer {
            LineWriter::Verbatim => {
                write_verbatim(record.raw(), self.lines.text());
                self.lines.complete().map_err(failed)?;
                n_lines += 1;
            }
            LineWriter::Flat(writer, teller) => {
                for row in Row::of(record, origin, teller.withheld()) {
                    let text = self.lines.text();
                    writer.write(&row, teller, text).map_err(failed)?;
                    text.push(b'\n');
                    self.lines.complete().map_err(failed)?;
                    n_lines += 1;
                }
            }
        }
        Ok(n_lines)
    }

    fn finish(&mut self) -> Result<Pieces, EncodeError> {
        self.lines.finish().map_err(failed)
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
