//! A file that many read at once.

use std::fs::File;
use std::io::{self, BufReader, Read};
use std::os::unix::fs::FileExt;
use std::sync::Arc;
use std::sync::atomic::{AtomicI32, Ordering};

use bytes::Bytes;
use parquet::errors::{ParquetError, Result};
use parquet::file::reader::{ChunkReader, Length};

/// A file that is read by position alone. The library's own way of reading a file moves a cursor,
/// and all handles of a file share that one.
#[derive(Clone, Debug)]
pub(crate) struct Positioned {
    file: Arc<File>,
    length: u64,
    refused: Refused,
}

/// What the system said when it refused to read: the library keeps no more of that than words.
#[derive(Clone, Debug, Default)]
struct Refused(Arc<AtomicI32>);

impl Refused {
    fn keep(&self, error: &io::Error) {
        if error.kind() != io::ErrorKind::Interrupted {
            self.0.store(error.raw_os_error().unwrap_or(0), Ordering::Relaxed);
        }
    }
}

/// Reads on from a position.
pub(crate) struct From {
    file: Arc<File>,
    at: u64,
    refused: Refused,
}

impl Positioned {
    pub(crate) fn new(file: File) -> io::Result<Self> {
        let length = file.metadata()?.len();
        Ok(Self { file: Arc::new(file), length, refused: Refused::default() })
    }

    /// What the system said, if it has refused to read.
    pub(crate) fn refused(&self) -> Option<io::Error> {
        match self.refused.0.load(Ordering::Relaxed) {
            0 => None,
            number => Some(io::Error::from_raw_os_error(number)),
        }
    }
}

impl Length for Positioned {
    fn len(&self) -> u64 {
        self.length
    }
}

impl ChunkReader for Positioned {
    type T = BufReader<From>;

    fn get_read(&self, start: u64) -> Result<Self::T> {
        Ok(BufReader::new(From {
            file: Arc::clone(&self.file),
            at: start,
            refused: self.refused.clone(),
        }))
    }

    fn get_bytes(&self, start: u64, length: usize) -> Result<Bytes> {
        let end = start.saturating_add(length as u64);
        // Asked before room is made: a footer that lies may ask for anything.
        if end > self.length {
            let says = format!("bytes {start} to {end} of a file of {}", self.length);
            return Err(ParquetError::EOF(says));
        }
        let mut bytes = vec![0; length];
        self.file.read_exact_at(&mut bytes, start).inspect_err(|error| self.refused.keep(error))?;
        Ok(bytes.into())
    }
}

impl Read for From {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        let n = self.file.read_at(bytes, self.at).inspect_err(|error| self.refused.keep(error))?;
        self.at += n as u64;
        Ok(n)
    }
}
