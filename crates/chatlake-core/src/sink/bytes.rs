//! The sink of the formats that are nothing but bytes.

use std::io::Write;

use super::{Sink, SinkError};
use crate::pieces::Pieces;

/// Appends encoded pieces, which are complete in themselves, to an output: CSV and JSONL.
///
/// Metadata has no place in such formats and is left out.
#[derive(Debug)]
pub struct BytesSink<W> {
    output: W,
    header: Vec<u8>,
    when_empty: Vec<u8>,
    is_empty: bool,
}

impl<W: Write + Send> BytesSink<W> {
    /// Writes to `output`, as it is asked to and nothing else.
    pub fn new(output: W) -> Self {
        Self { output, header: Vec::new(), when_empty: Vec::new(), is_empty: true }
    }

    /// What stands before the first piece, and alone where there is none.
    pub fn with_header(self, header: Vec<u8>) -> Self {
        Self { header, ..self }
    }

    /// What is written instead of nothing at all.
    pub fn when_empty(self, when_empty: Vec<u8>) -> Self {
        Self { when_empty, ..self }
    }

    fn append(&mut self, bytes: &[u8]) -> Result<(), SinkError> {
        if !bytes.is_empty() {
            self.output.write_all(bytes)?;
            self.is_empty = false;
        }
        Ok(())
    }

    fn write_header(&mut self) -> Result<(), SinkError> {
        let header = std::mem::take(&mut self.header);
        self.append(&header)
    }
}

impl<W: Write + Send> Sink for BytesSink<W> {
    type Encoded = Pieces;
    type Output = W;

    fn write(&mut self, encoded: Pieces) -> Result<(), SinkError> {
        self.write_header()?;
        self.is_empty &= encoded.is_empty();
        Ok(encoded.write_to(&mut self.output)?)
    }

    fn flush(&mut self) -> Result<(), SinkError> {
        self.write_header()?;
        Ok(self.output.flush()?)
    }

    fn get_mut(&mut self) -> &mut W {
        &mut self.output
    }

    fn close(mut self, _metadata: &[(String, String)]) -> Result<W, SinkError> {
        self.write_header()?;
        if self.is_empty {
            let when_empty = std::mem::take(&mut self.when_empty);
            self.append(&when_empty)?;
        }
        self.output.flush()?;
        Ok(self.output)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Compression, PieceWriter};

    fn check(sink: BytesSink<Vec<u8>>, pieces: &[&str], expected: &str) {
        let mut sink = sink;
        let mut writer = PieceWriter::new(Compression::Plain).unwrap();
        for piece in pieces {
            writer.text().extend_from_slice(piece.as_bytes());
            sink.write(writer.finish().unwrap()).unwrap();
        }
        assert_eq!(String::from_utf8(sink.close(&[]).unwrap()).unwrap(), expected);
    }

    #[test]
    fn the_header_stands_once_and_first_even_alone() {
        let sink = || BytesSink::new(Vec::new()).with_header(b"h;".to_vec());
        check(sink(), &["a", "b"], "h;ab");
        check(sink(), &["", "b"], "h;b");
        check(sink(), &[], "h;");
    }

    #[test]
    fn an_empty_output_gets_what_stands_for_it() {
        let sink = || BytesSink::new(Vec::new()).when_empty(b"empty".to_vec());
        check(sink(), &[], "empty");
        check(sink(), &[""], "empty");
        check(sink(), &["a"], "a");
    }

    #[test]
    fn a_flush_puts_the_header_out() {
        let mut sink = BytesSink::new(Vec::new()).with_header(b"h;".to_vec());
        sink.flush().unwrap();
        assert_eq!(sink.get_mut(), b"h;");
        check(sink, &["a"], "h;a");
    }
}
