//! Sorted runs, in a file without a name.

use std::fs::File;
use std::io;
use std::os::unix::fs::FileExt;
use std::path::Path;
use std::sync::Arc;

use zstd::bulk::{Compressor, Decompressor};

/// Fast: what is put aside is read once, and soon.
const LEVEL: i32 = -3;

/// Bytes before a block: its length, packed and not.
const HEAD: usize = 8;

/// Takes one run after the other.
pub(super) struct Spool {
    file: Arc<File>,
    end: u64,
    /// Where the run in the making starts.
    start: u64,
    /// Its largest block, bytes.
    largest: usize,
    compressor: Compressor<'static>,
    block: Vec<u8>,
    packed: Vec<u8>,
    /// How large blocks get, unless one row is larger.
    block_size: usize,
}

/// A run that is complete.
pub(super) struct Run {
    file: Arc<File>,
    start: u64,
    end: u64,
    /// Bytes of the largest block: what it takes to read the run.
    pub(super) largest: usize,
}

impl Spool {
    pub(super) fn new(folder: &Path, block_size: usize) -> io::Result<Self> {
        Ok(Self {
            file: Arc::new(tempfile::tempfile_in(folder)?),
            end: 0,
            start: 0,
            largest: 0,
            compressor: Compressor::new(LEVEL)?,
            block: Vec::with_capacity(block_size),
            packed: Vec::new(),
            block_size,
        })
    }

    /// Adds a row to the run; it comes after those before, or is equal.
    pub(super) fn push(&mut self, row: &[u8]) -> io::Result<()> {
        if !self.block.is_empty() && self.block.len() + 4 + row.len() > self.block_size {
            self.flush()?;
        }
        self.block.extend_from_slice(&length(row)?);
        self.block.extend_from_slice(row);
        Ok(())
    }

    /// Ends the run, and begins the next.
    pub(super) fn end_run(&mut self) -> io::Result<Run> {
        if !self.block.is_empty() {
            self.flush()?;
        }
        let start = std::mem::replace(&mut self.start, self.end);
        let largest = std::mem::take(&mut self.largest);
        Ok(Run { file: Arc::clone(&self.file), start, end: self.end, largest })
    }

    fn flush(&mut self) -> io::Result<()> {
        self.packed.clear();
        self.packed.reserve(zstd::zstd_safe::compress_bound(self.block.len()));
        self.compressor.compress_to_buffer(&self.block, &mut self.packed)?;
        let head = [length(&self.packed)?, length(&self.block)?].concat();
        self.file.write_all_at(&head, self.end)?;
        self.file.write_all_at(&self.packed, self.end + HEAD as u64)?;
        self.end += (HEAD + self.packed.len()) as u64;
        self.largest = self.largest.max(self.block.len());
        self.block.clear();
        // One row may have needed more.
        self.block.shrink_to(self.block_size);
        Ok(())
    }
}

fn length(bytes: &[u8]) -> io::Result<[u8; 4]> {
    let length = u32::try_from(bytes.len());
    Ok(length.map_err(|_| io::Error::other("a row is larger than 4 GiB"))?.to_le_bytes())
}

/// Reads blocks of any run.
pub(super) struct Unpacker {
    decompressor: Decompressor<'static>,
    packed: Vec<u8>,
}

impl Unpacker {
    pub(super) fn new() -> io::Result<Self> {
        Ok(Self { decompressor: Decompressor::new()?, packed: Vec::new() })
    }
}

/// The place in a run where reading is; on a row, but for before the first.
pub(super) struct Cursor {
    run: Run,
    block: Vec<u8>,
    row: (usize, usize),
}

impl Cursor {
    /// Before the first row.
    pub(super) fn new(run: Run) -> Self {
        Self { run, block: Vec::new(), row: (0, 0) }
    }

    /// The bytes of the row.
    #[inline]
    pub(super) fn row(&self) -> &[u8] {
        self.block.get(self.row.0..self.row.1).unwrap_or_default()
    }

    /// Goes to the next row; false if there is none.
    pub(super) fn advance(&mut self, unpacker: &mut Unpacker) -> io::Result<bool> {
        let mut at = self.row.1;
        if at == self.block.len() {
            if self.run.start == self.run.end {
                return Ok(false);
            }
            self.fill(unpacker)?;
            at = 0;
        }
        let (length, rest) =
            self.block.get(at..).and_then(|rest| rest.split_first_chunk()).ok_or_else(damaged)?;
        let length = u32::from_le_bytes(*length) as usize;
        if length > rest.len() {
            return Err(damaged());
        }
        self.row = (at + 4, at + 4 + length);
        Ok(true)
    }

    fn fill(&mut self, unpacker: &mut Unpacker) -> io::Result<()> {
        let mut head = [0; HEAD];
        self.run.file.read_exact_at(&mut head, self.run.start)?;
        let head = u64::from_le_bytes(head);
        let (packed, block) = (head as u32 as usize, (head >> 32) as usize);
        if block > self.run.largest {
            return Err(damaged());
        }
        unpacker.packed.resize(packed, 0);
        self.run.file.read_exact_at(&mut unpacker.packed, self.run.start + HEAD as u64)?;
        self.run.start += (HEAD + packed) as u64;
        self.block.clear();
        self.block.reserve_exact(block);
        unpacker.decompressor.decompress_to_buffer(&unpacker.packed, &mut self.block)?;
        if self.block.len() == block { Ok(()) } else { Err(damaged()) }
    }
}

/// What was written to a file without a name is not what is read from it.
pub(super) fn damaged() -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, "what was put aside is damaged")
}
