//! Bytes that are made while they are read: input of gigabytes is nowhere.

use std::io::{self, Read};

/// A stretch of an input.
#[derive(Clone, Copy)]
pub(super) enum Part {
    /// These bytes, so many times.
    Same(&'static [u8], u64),
    /// Bytes that follow from their number, from 0 to this.
    Each(u64, fn(u64, &mut Vec<u8>)),
}

impl Part {
    pub(super) fn reader(self) -> Reading {
        let (piece, n_left) = match self {
            // Many copies at a time: reading is to be cheap.
            Part::Same(bytes, n) if !bytes.is_empty() => {
                let copies = (CHUNK / bytes.len()).max(1) as u64;
                (bytes.repeat(copies.min(n) as usize), n * bytes.len() as u64)
            }
            Part::Same(..) => (Vec::new(), 0),
            Part::Each(n, _) => (Vec::new(), n),
        };
        Reading { part: self, piece, at: 0, n_left }
    }
}

/// How many bytes are made at a time, about.
const CHUNK: usize = 1 << 20;

/// A part that is being read.
pub(super) struct Reading {
    part: Part,
    piece: Vec<u8>,
    /// In the piece.
    at: usize,
    /// Bytes of the same, or numbers of each.
    n_left: u64,
}

impl Reading {
    /// Makes more where the last piece has been read.
    fn fill(&mut self) {
        let Part::Each(n, write) = self.part else {
            self.at %= self.piece.len().max(1);
            return;
        };
        if self.at < self.piece.len() {
            return;
        }
        self.piece.clear();
        self.at = 0;
        while self.n_left > 0 && self.piece.len() < CHUNK {
            write(n - self.n_left, &mut self.piece);
            self.n_left -= 1;
        }
    }
}

impl Read for Reading {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        self.fill();
        let mut rest = &self.piece[self.at..];
        if let Part::Same(..) = self.part {
            rest = &rest[..rest.len().min(usize::try_from(self.n_left).unwrap_or(usize::MAX))];
        }
        let n = rest.read(out)?;
        self.at += n;
        if let Part::Same(..) = self.part {
            self.n_left -= n as u64;
        }
        Ok(n)
    }
}

/// All parts, one behind the other.
pub(super) fn reader(parts: &[Part]) -> Box<dyn Read + Send> {
    let empty: Box<dyn Read + Send> = Box::new(io::empty());
    parts.iter().fold(empty, |earlier, part| Box::new(earlier.chain(part.reader())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_come_one_behind_the_other_each_as_often_as_it_should() {
        let number = |n: u64, out: &mut Vec<u8>| out.extend_from_slice(format!("{n};").as_bytes());
        let parts = [Part::Same(b"ab", 3), Part::Each(3, number), Part::Same(b"", 9)];
        let mut text = String::new();
        reader(&parts).read_to_string(&mut text).unwrap();
        assert_eq!(text, "ababab0;1;2;");
    }

    #[test]
    fn many_are_as_many() {
        let parts = [Part::Same(b"abc", 1_000_000), Part::Each(1_000_000, |_, out| out.push(b'x'))];
        let n = io::copy(&mut reader(&parts), &mut io::sink()).unwrap();
        assert_eq!(n, 4_000_000);
    }
}
