//! A record per line.

use super::{BOM, Found, is_blank};

/// Finds the records of lines.
#[derive(Debug, Default)]
pub(crate) struct LineFramer {
    /// Where the line in hand starts, blanks left out as far as they have been seen.
    line: usize,
    /// Up to where it is known to hold no line break.
    searched: usize,
}

impl LineFramer {
    /// The next record in `data`, which has grown since, or is the same.
    ///
    /// At the end of the source the last line needs no line break.
    #[inline]
    pub(crate) fn next(&mut self, data: &[u8], is_end: bool) -> Found {
        loop {
            let rest = data.get(self.searched..).unwrap_or_default();
            let end = match memchr::memchr(b'\n', rest) {
                Some(at) => self.searched + at,
                None if is_end && self.line < data.len() => data.len(),
                None => {
                    let line = data.get(self.line..).unwrap_or_default();
                    self.line = data.len() - trimmed_start(line).len();
                    self.searched = data.len();
                    return Found::Unfinished { start: self.line };
                }
            };
            let line = data.get(self.line..end).unwrap_or_default();
            let start = self.line + line.len() - trimmed_start(line).len();
            self.line = (end + 1).min(data.len());
            self.searched = self.line;
            let len = trimmed_end(trimmed_start(line)).len();
            if len > 0 {
                return Found::Record { start, end: start + len, behind: end };
            }
        }
    }

    /// The data now begins `n` bytes later.
    pub(crate) fn rebase(&mut self, n: usize) {
        self.line = self.line.saturating_sub(n);
        self.searched = self.searched.saturating_sub(n);
    }
}

#[inline]
fn trimmed_start(mut line: &[u8]) -> &[u8] {
    loop {
        line = match line {
            [byte, rest @ ..] if is_blank(*byte) => rest,
            [0xef, 0xbb, 0xbf, rest @ ..] => rest,
            _ => return line,
        }
    }
}

#[inline]
fn trimmed_end(mut line: &[u8]) -> &[u8] {
    loop {
        line = match line {
            [rest @ .., byte] if is_blank(*byte) => rest,
            [rest @ .., 0xef, 0xbb, 0xbf] => rest,
            _ => return line,
        }
    }
}

const _: () = assert!(BOM.len() == 3);
