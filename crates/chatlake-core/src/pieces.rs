//! What the formats that are nothing but bytes come to: pieces, compressed where they were made.

use std::io::{self, Write};

use crate::compress::{Compression, Compressor};
use crate::overflow::{Overflow, Piece, Share};

/// Gathers the text of a job and makes pieces of it; one per worker.
///
/// A job of usual size is one piece: one zstd frame, one gzip member or plain bytes.
#[derive(Debug)]
pub struct PieceWriter {
    text: Vec<u8>,
    compressor: Compressor,
    overflow: Overflow,
    /// Kept for as long as there may be something to hold.
    _share: Share,
    done: Vec<Piece>,
}

/// What a job came to, in order; empty where it came to nothing.
#[derive(Debug, Default)]
pub struct Pieces(Vec<Piece>);

/// A piece ends when it has this much text: more than jobs have, unless their records were made
/// to swell.
const LONGEST: usize = 8 << 20;

impl PieceWriter {
    /// Makes ready to compress. A level that the codec does not have is an error.
    ///
    /// # Errors
    ///
    /// Such a level.
    pub fn new(compression: Compression) -> io::Result<Self> {
        let compressor = Compressor::new(compression)?;
        let overflow = Overflow::new();
        let share = overflow.share();
        Ok(Self { text: Vec::new(), compressor, overflow, _share: share, done: Vec::new() })
    }

    /// The text of the piece in hand, to append to.
    pub fn text(&mut self) -> &mut Vec<u8> {
        &mut self.text
    }

    /// Says that a row or a line is complete: a piece may end here.
    ///
    /// # Errors
    ///
    /// If what is too much for the memory has no room on the disk either.
    #[inline]
    pub fn complete(&mut self) -> io::Result<()> {
        if self.text.len() < LONGEST { Ok(()) } else { self.cut() }
    }

    /// Appends text that pieces may end anywhere in: what is longer than memory should hold.
    pub fn anywhere(&mut self) -> impl Write + '_ {
        Anywhere(self)
    }

    /// Yields the pieces and starts afresh.
    ///
    /// # Errors
    ///
    /// As [`complete`](Self::complete).
    pub fn finish(&mut self) -> io::Result<Pieces> {
        if !self.text.is_empty() {
            self.cut()?;
        }
        Ok(Pieces(std::mem::take(&mut self.done)))
    }

    fn cut(&mut self) -> io::Result<()> {
        let piece = self.compressor.compress(&mut self.text)?;
        // What one huge row needed is not kept.
        self.text.shrink_to(2 * LONGEST);
        self.done.push(self.overflow.put(piece)?);
        Ok(())
    }
}

struct Anywhere<'a>(&'a mut PieceWriter);

impl Write for Anywhere<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.text.extend_from_slice(bytes);
        self.0.complete()?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Pieces {
    /// Whether there is nothing.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Writes them, one behind the other.
    ///
    /// # Errors
    ///
    /// What the output says, or the disk on which they waited.
    pub fn write_to(self, mut output: impl Write) -> io::Result<()> {
        self.0.into_iter().try_for_each(|piece| output.write_all(&piece.take()?))
    }

    /// All of them in memory.
    ///
    /// # Errors
    ///
    /// What the disk says on which they waited.
    pub fn into_bytes(self) -> io::Result<Vec<u8>> {
        let mut bytes = Vec::new();
        self.write_to(&mut bytes)?;
        Ok(bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_job_that_swells_comes_in_pieces_of_whole_lines() {
        let line = [vec![b'x'; 999_999], vec![b'\n']].concat();
        let mut writer = PieceWriter::new(Compression::Plain).unwrap();
        for _ in 0..40 {
            writer.text().extend_from_slice(&line);
            writer.complete().unwrap();
        }
        let pieces = writer.finish().unwrap();
        let lengths: Vec<usize> = pieces.0.iter().map(Piece::len).collect();
        assert_eq!(lengths, [9_000_000, 9_000_000, 9_000_000, 9_000_000, 4_000_000]);
        assert!(pieces.into_bytes().unwrap() == line.repeat(40));
        assert!(writer.finish().unwrap().is_empty());
    }

    #[test]
    fn a_line_may_come_in_pieces_that_end_anywhere() {
        let mut writer = PieceWriter::new(Compression::Plain).unwrap();
        for _ in 0..20_000 {
            writer.anywhere().write_all(&[b'x'; 1000]).unwrap();
        }
        let pieces = writer.finish().unwrap();
        let lengths: Vec<usize> = pieces.0.iter().map(Piece::len).collect();
        assert_eq!(lengths, [8_389_000, 8_389_000, 3_222_000]);
        assert!(pieces.into_bytes().unwrap() == vec![b'x'; 20_000_000]);
    }

    #[test]
    fn pieces_of_zstd_are_read_as_one() {
        let mut writer = PieceWriter::new(Compression::ZSTD).unwrap();
        let mut expected = Vec::new();
        for n in 0..3_000_000 {
            let line = format!("{n}\n");
            writer.text().extend_from_slice(line.as_bytes());
            writer.complete().unwrap();
            expected.extend_from_slice(line.as_bytes());
        }
        let pieces = writer.finish().unwrap();
        assert_eq!(pieces.0.len(), 3);
        let bytes = pieces.into_bytes().unwrap();
        assert!(zstd::stream::decode_all(&*bytes).unwrap() == expected);
    }
}
