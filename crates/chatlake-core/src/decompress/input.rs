//! Compressed bytes with a look ahead.

use std::io::{self, BufRead, Read};

/// A buffered stream that counts what was used up, not what was read ahead.
pub(super) struct Input {
    stream: Box<dyn Read + Send>,
    buffer: Box<[u8]>,
    start: usize,
    end: usize,
    count: u64,
}

impl Input {
    pub(super) fn new(stream: Box<dyn Read + Send>, capacity: usize) -> Self {
        let buffer = vec![0; capacity].into_boxed_slice();
        Self { stream, buffer, start: 0, end: 0, count: 0 }
    }

    /// How many bytes were used up.
    pub(super) fn count(&self) -> u64 {
        self.count
    }

    /// The next bytes: at least `n` of them, unless the stream ends before. `n` is at most the
    /// capacity.
    pub(super) fn peek(&mut self, n: usize) -> io::Result<&[u8]> {
        if self.end - self.start < n {
            self.buffer.copy_within(self.start..self.end, 0);
            self.end -= self.start;
            self.start = 0;
            while self.end < n {
                let free = self.buffer.get_mut(self.end..).unwrap_or_default();
                match self.stream.read(free) {
                    Ok(0) => break,
                    Ok(read) => self.end += read,
                    Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                    Err(error) => return Err(error),
                }
            }
        }
        Ok(self.buffer.get(self.start..self.end).unwrap_or_default())
    }
}

impl BufRead for Input {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.start == self.end {
            self.start = 0;
            self.end = self.stream.read(&mut self.buffer)?;
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
