//! The lines of a file of rejects.

use std::ops::Range;

use chatlake_core::{Expander, Limits, Source, SourceFacts};

use super::Broken;
use crate::rejects::{LineError, NoReject};

/// Reads a source line by line.
pub(super) struct Lines {
    expander: Expander,
    buffer: Vec<u8>,
    /// What was read and not yet handed out.
    unread: Range<usize>,
    /// Up to where there is no line break in it.
    searched: usize,
    is_at_end: bool,
    /// The number of the line that was handed out last, from 1.
    number: u64,
    longest: usize,
}

/// How much is read at a time.
const CHUNK: usize = 128 << 10;

/// The byte order mark, in UTF-8.
const BOM: &[u8] = b"\xef\xbb\xbf";

/// What a line takes for each byte of its record, at most: six for a control character in the
/// raw bytes, and as much again in the reason, where that is a key that stands twice.
const EXPANSION: usize = 12;

impl Lines {
    pub(super) fn open(source: &dyn Source, limits: Limits) -> Result<Self, Broken> {
        // Rejects made with the usual limits can be replayed with narrower ones.
        let record = limits.max_record.max(Limits::default().max_record);
        Ok(Self {
            expander: Expander::open(source, limits)?,
            buffer: Vec::new(),
            unread: 0..0,
            searched: 0,
            is_at_end: false,
            number: 0,
            longest: record.min(Limits::LONGEST_RECORD) * EXPANSION + CHUNK,
        })
    }

    pub(super) fn facts(&self) -> SourceFacts {
        self.expander.facts()
    }

    /// The next line that is not blank, and its number from 1; none at the verified end.
    pub(super) fn next(&mut self) -> Result<Option<(u64, &[u8])>, Broken> {
        loop {
            let Some(line) = self.next_range()? else { return Ok(None) };
            self.number += 1;
            let mut text = self.buffer.get(line.clone()).unwrap_or_default();
            if self.number == 1 {
                text = text.strip_prefix(BOM).unwrap_or(text);
            }
            if !text.trim_ascii().is_empty() {
                let start = line.end - text.len();
                let text = self.buffer.get(start..line.end).unwrap_or_default();
                return Ok(Some((self.number, text.trim_ascii())));
            }
        }
    }

    /// Where the next line stands in the buffer, without its end.
    fn next_range(&mut self) -> Result<Option<Range<usize>>, Broken> {
        loop {
            let rest = self.buffer.get(self.searched..self.unread.end).unwrap_or_default();
            let start = self.unread.start;
            let end = match memchr::memchr(b'\n', rest) {
                Some(at) => self.searched + at,
                None if self.is_at_end && start < self.unread.end => self.unread.end,
                None if self.is_at_end => return Ok(None),
                None => {
                    self.searched = self.unread.end;
                    if self.unread.len() > self.longest {
                        let why = NoReject::TooLong { longest: self.longest };
                        return Err(LineError { line: self.number + 1, why }.into());
                    }
                    self.fill()?;
                    continue;
                }
            };
            self.unread.start = (end + 1).min(self.unread.end);
            self.searched = self.unread.start;
            return Ok(Some(start..end));
        }
    }

    fn fill(&mut self) -> Result<(), Broken> {
        if self.unread.start > 0 {
            self.buffer.copy_within(self.unread.clone(), 0);
            self.searched -= self.unread.start;
            self.unread = 0..self.unread.len();
        }
        if self.buffer.len() < self.unread.end + CHUNK {
            self.buffer.resize(self.unread.end + CHUNK, 0);
        }
        let n = self.expander.read(self.buffer.get_mut(self.unread.end..).unwrap_or_default())?;
        self.unread.end += n;
        self.is_at_end = n == 0;
        Ok(())
    }
}
