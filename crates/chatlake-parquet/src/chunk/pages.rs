//! Finished pages, until their chunk is appended to a file.

use std::collections::VecDeque;
use std::io::{self, Cursor, Read, Write};
use std::sync::{Mutex, PoisonError};

use bytes::Bytes;
use chatlake_core::overflow::{Overflow, Piece};
use parquet::basic::Encoding;
use parquet::column::page::{CompressedPage, Page, PageWriter};
use parquet::column::writer::ColumnCloseResult;
use parquet::errors::{ParquetError, Result};
use parquet::file::reader::{ChunkReader, Length};
use parquet::file::writer::{SerializedPageWriter, SerializedRowGroupWriter, TrackedWrite};

/// The pages of an open chunk, with their headers. That of the dictionary comes last and goes
/// first.
pub(super) struct Pages {
    overflow: Overflow,
    dictionary: Option<Waiting>,
    data: Vec<Waiting>,
    uncompressed_size: i64,
}

struct Waiting {
    piece: Piece,
    encoding: Encoding,
    size: i32,
}

/// A column of a row group that only needs to be appended to a file.
pub(crate) struct Chunk {
    pieces: VecDeque<Piece>,
    told: ColumnCloseResult,
}

impl Pages {
    pub(super) fn new(overflow: Overflow) -> Self {
        Self { overflow, dictionary: None, data: Vec::new(), uncompressed_size: 0 }
    }

    pub(super) fn overflow(&self) -> &Overflow {
        &self.overflow
    }

    /// Adds a page that had so many bytes before it was compressed.
    pub(super) fn append(&mut self, page: Page, uncompressed: usize) -> Result<()> {
        let (encoding, is_dictionary) = (page.encoding(), page.is_dictionary_page());
        let mut sink = TrackedWrite::new(Vec::with_capacity(page.buffer().len() + HEADER));
        let page = CompressedPage::new(page, uncompressed);
        let spec = SerializedPageWriter::new(&mut sink).write_page(page)?;
        let piece = self.overflow.put(sink.into_inner()?).map_err(external)?;
        let too_large = |_| ParquetError::General("a page has more than 2 GiB".to_owned());
        let size = i32::try_from(piece.len()).map_err(too_large)?;
        self.uncompressed_size += spec.uncompressed_size as i64;
        let page = Waiting { piece, encoding, size };
        if is_dictionary {
            self.dictionary = Some(page);
        } else {
            self.data.push(page);
        }
        Ok(())
    }

    /// Bytes of the dictionary's page in the file, 0 without one.
    pub(super) fn dictionary_size(&self) -> i64 {
        self.dictionary.as_ref().map_or(0, |page| i64::from(page.size))
    }

    /// The encodings of the data pages and their bytes in the file, in order.
    pub(super) fn data(&self) -> impl Iterator<Item = (Encoding, i32)> {
        self.data.iter().map(|page| (page.encoding, page.size))
    }

    /// Bytes of all pages, if nothing were compressed.
    pub(super) fn uncompressed_size(&self) -> i64 {
        self.uncompressed_size
    }

    pub(super) fn into_chunk(self, told: ColumnCloseResult) -> Chunk {
        let pages = self.dictionary.into_iter().chain(self.data);
        Chunk { pieces: pages.map(|page| page.piece).collect(), told }
    }
}

/// Headers are seldom longer.
const HEADER: usize = 64;

impl Chunk {
    /// Appends the chunk to the row group of a file.
    pub(crate) fn append_to<W: Write + Send>(
        self,
        row_group: &mut SerializedRowGroupWriter<'_, W>,
    ) -> Result<()> {
        let size = self.told.bytes_written;
        let pages = Reading { size, pieces: Mutex::new(self.pieces) };
        row_group.append_column(&pages, self.told)
    }
}

/// The pages as the library wants to read them: once, from the first to the last.
struct Reading {
    size: u64,
    pieces: Mutex<VecDeque<Piece>>,
}

impl Length for Reading {
    fn len(&self) -> u64 {
        self.size
    }
}

impl ChunkReader for Reading {
    type T = PieceReader;

    fn get_read(&self, start: u64) -> Result<PieceReader> {
        let mut pieces = self.pieces.lock().unwrap_or_else(PoisonError::into_inner);
        match start {
            0 => Ok(PieceReader { left: std::mem::take(&mut pieces), open: Cursor::default() }),
            _ => Err(ParquetError::NYI("chunks are appended from their first byte on".into())),
        }
    }

    fn get_bytes(&self, _start: u64, _length: usize) -> Result<Bytes> {
        Err(ParquetError::NYI("chunks are appended as a whole".into()))
    }
}

struct PieceReader {
    left: VecDeque<Piece>,
    open: Cursor<Vec<u8>>,
}

impl Read for PieceReader {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            let n = self.open.read(buffer)?;
            if n > 0 || buffer.is_empty() {
                return Ok(n);
            }
            match self.left.pop_front() {
                Some(piece) => self.open = Cursor::new(piece.take()?),
                None => return Ok(0),
            }
        }
    }
}

fn external(error: io::Error) -> ParquetError {
    ParquetError::External(Box::new(error))
}
