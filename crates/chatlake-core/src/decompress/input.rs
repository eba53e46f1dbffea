//! Compressed bytes with a look ahead.

use std::io::{self, BufRead, Read};

/// A buffered stream that counts what was used up, not what was read ahead.
pub(super) struct Input {
    stream: Box<dyn Read + Send>,
    buffer: Box<[u8]>,
    start: usize,
    end: usize,
    count: u64,
    has_failed: bool,
}

impl Input {
    pub(super) fn new(stream: Box<dyn Read + Send>, capacity: usize) -> Self {
        let buffer = vec![0; capacity].into_boxed_slice();
        Self { stream, buffer, start: 0, end: 0, count: 0, has_failed: false }
    }

    /// How many bytes were used up.
    pub(super) fn count(&self) -> u64 {
        self.count
    }

    /// Whether the stream itself could not be read: what is missing then is no damage.
    pub(super) fn has_failed(&self) -> bool {
        self.has_failed
    }

    /// The next bytes: at least `n` of them, unless the stream ends before. `n` is at most the
    /// capacity.
    pub(super) fn peek(&mut self, n: usize) -> io::Result<&[u8]> {
        if self.end - self.start < n {
            self.buffer.copy_within(self.start..self.end, 0);
            self.end -= self.start;
            self.start = 0;
            while self.end < n && self.read_more()? {}
        }
        Ok(self.buffer.get(self.start..self.end).unwrap_or_default())
    }

    /// Reads behind what is there; `false` at the end.
    fn read_more(&mut self) -> io::Result<bool> {
        let free = self.buffer.get_mut(self.end..).unwrap_or_default();
        loop {
            match self.stream.read(free) {
                Ok(n) => {
                    self.end += n;
                    return Ok(n > 0);
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => {
                    self.has_failed = true;
                    return Err(error);
                }
            }
        }
    }
}

impl BufRead for Input {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.start == self.end {
            self.start = 0;
            self.end = 0;
            self.read_more()?;
        }
        Ok(self.buffer.get(self.start..self.end).unwrap_or_default())
    }

    fn consume(&mut self, n: usize) {
        self.start = (self.start + n).min(self.end);
        self.count += n as u64;
    }
}

impl Read for Input {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let n = self.fill_buf()?.read(out)?;
        self.consume(n);
        Ok(n)
    }
}
