//! The lines of a file of rejects.

use std::io::{self, BufReader};
use std::ops::Range;
use std::sync::{Mutex, PoisonError};

use chatlake_core::{Expander, Limits, Source, SourceFacts};

use super::Broken;
use crate::rejects::{self, Kept, LineError, NoReject};

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
    /// What a line may hold, in bytes, an escape being one.
    most: usize,
}

/// How much is read at a time.
const CHUNK: usize = 128 << 10;

/// A line is searched for its end up to here, and read at once; one that has none is read as it
/// comes, so that nobody holds what its escapes take.
const AT_ONCE: usize = 1 << 20;

/// Held by who reads a long line: one at a time is memory enough.
static LONG: Mutex<()> = Mutex::new(());

/// The byte order mark, in UTF-8.
const BOM: &[u8] = b"\xef\xbb\xbf";

/// Where a line stands.
enum Line {
    /// In the buffer, without its end.
    Whole(Range<usize>),
    /// It begins in the buffer, and goes on beyond.
    Long,
}

/// The bytes of a line, and what it says.
type Told = (usize, Result<Kept, NoReject>);

impl Lines {
    pub(super) fn open(source: &dyn Source, limits: Limits) -> Result<Self, Broken> {
        // Rejects made with the usual limits can be replayed with narrower ones.
        let record = limits.max_record.max(Limits::default().max_record);
        let record = record.min(Limits::LONGEST_RECORD);
        // Of the record, in base64 at worst; of a key in the reason, at worst all of the record;
        // and of the name of its source.
        let most = record.saturating_mul(7) / 3 + CHUNK;
        Ok(Self::of(Expander::open(source, limits)?, most))
    }

    fn of(expander: Expander, most: usize) -> Self {
        Self {
            expander,
            buffer: Vec::new(),
            unread: 0..0,
            searched: 0,
            is_at_end: false,
            number: 0,
            most,
        }
    }

    pub(super) fn facts(&self) -> SourceFacts {
        self.expander.facts()
    }

    /// The reject of the next line that is not blank, and how many bytes the line has; none at the
    /// verified end.
    pub(super) fn next(&mut self) -> Result<Option<(usize, Kept)>, Broken> {
        loop {
            let Some(line) = self.next_line()? else { return Ok(None) };
            self.number += 1;
            let read = match line {
                Line::Whole(line) => {
                    let mut text = self.buffer.get(line).unwrap_or_default();
                    if self.number == 1 {
                        text = text.strip_prefix(BOM).unwrap_or(text);
                    }
                    let text = text.trim_ascii();
                    (!text.is_empty()).then(|| (text.len(), rejects::read_line(text)))
                }
                Line::Long => self.long()?,
            };
            if let Some((n_bytes, kept)) = read {
                let kept = kept.map_err(|why| LineError { line: self.number, why })?;
                return Ok(Some((n_bytes, kept)));
            }
        }
    }

    /// Reads a line that goes on beyond the buffer; none if it is blank.
    fn long(&mut self) -> Result<Option<Told>, Broken> {
        let head = self.buffer.get(self.unread.clone()).unwrap_or_default();
        if self.number == 1 && head.starts_with(BOM) {
            self.unread.start += BOM.len();
        }
        while let Some(b' ' | b'\t' | b'\r' | b'\x0c') = self.peek()? {
            self.unread.start += 1;
        }
        if self.peek()?.is_none_or(|byte| byte == b'\n') {
            self.unread.start = (self.unread.start + 1).min(self.unread.end);
            self.searched = self.unread.start;
            return Ok(None);
        }
        let _alone = LONG.lock().unwrap_or_else(PoisonError::into_inner);
        let mut rest = Rest { lines: self, n_bytes: 0, n_held: 0, is_escaped: false, failed: None };
        let kept = rejects::read_long(&mut BufReader::new(&mut rest));
        let n_bytes = rest.n_bytes;
        match rest.failed.take() {
            Some(Failed::Source(broken)) => Err(broken),
            Some(Failed::TooLong) => {
                Ok(Some((n_bytes, Err(NoReject::TooLong { most: self.most }))))
            }
            None => Ok(Some((n_bytes, kept))),
        }
    }

    /// The next byte, without taking it; none at the verified end.
    fn peek(&mut self) -> Result<Option<u8>, Broken> {
        if self.unread.is_empty() && !self.is_at_end {
            self.searched = self.unread.start;
            self.fill()?;
        }
        Ok(self.buffer.get(self.unread.clone()).unwrap_or_default().first().copied())
    }

    /// Where the next line stands.
    fn next_line(&mut self) -> Result<Option<Line>, Broken> {
        loop {
            let rest = self.buffer.get(self.searched..self.unread.end).unwrap_or_default();
            let start = self.unread.start;
            let end = match memchr::memchr(b'\n', rest) {
                Some(at) => self.searched + at,
                None if self.is_at_end && start < self.unread.end => self.unread.end,
                None if self.is_at_end => return Ok(None),
                None if self.unread.len() >= AT_ONCE => return Ok(Some(Line::Long)),
                None => {
                    self.searched = self.unread.end;
                    self.fill()?;
                    continue;
                }
            };
            self.unread.start = (end + 1).min(self.unread.end);
            self.searched = self.unread.start;
            return Ok(Some(Line::Whole(start..end)));
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

/// What is left of a line, up to its end.
struct Rest<'a> {
    lines: &'a mut Lines,
    n_bytes: usize,
    /// What they come to, an escape being one.
    n_held: usize,
    /// Whether the last byte was a backslash that no other one escapes.
    is_escaped: bool,
    failed: Option<Failed>,
}

/// Why a line cannot be read to its end.
enum Failed {
    Source(Broken),
    TooLong,
}

impl Rest<'_> {
    fn fail(&mut self, failed: Failed) -> io::Error {
        self.failed = Some(failed);
        io::ErrorKind::Other.into()
    }

    /// What bytes come to, an escape being one.
    fn held(&mut self, bytes: &[u8]) -> usize {
        let mut n_held = bytes.len();
        for byte in bytes {
            if self.is_escaped {
                self.is_escaped = false;
                // Four digits and the letter before them; the letter alone of others.
                n_held = n_held.saturating_sub(if *byte == b'u' { 5 } else { 1 });
            } else {
                self.is_escaped = *byte == b'\\';
            }
        }
        n_held
    }
}

impl io::Read for Rest<'_> {
    /// Reads up to the end of the line, which is the end here.
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if let Err(broken) = self.lines.peek() {
            return Err(self.fail(Failed::Source(broken)));
        }
        let unread = self.lines.buffer.get(self.lines.unread.clone()).unwrap_or_default();
        let here = unread.get(..into.len().min(unread.len())).unwrap_or_default();
        let end = memchr::memchr(b'\n', here).unwrap_or(here.len());
        let text = here.get(..end).unwrap_or_default();
        let n_bytes = text.len();
        let Some(into) = into.get_mut(..n_bytes) else { return Ok(0) };
        into.copy_from_slice(text);
        if n_bytes == 0 {
            // The line end goes with the line.
            self.lines.unread.start = (self.lines.unread.start + 1).min(self.lines.unread.end);
        }
        self.lines.unread.start += n_bytes;
        self.lines.searched = self.lines.unread.start;
        self.n_bytes += n_bytes;
        self.n_held += self.held(into);
        if self.n_held > self.lines.most {
            return Err(self.fail(Failed::TooLong));
        }
        Ok(n_bytes)
    }
}

#[cfg(test)]
mod tests {
    use chatlake_core::BytesSource;

    use super::*;
    use crate::rejects::Raw;

    fn lines(text: &[u8], most: usize) -> Lines {
        let source = BytesSource::new("a.rejects.jsonl", text);
        Lines::of(Expander::open(&source, Limits::default()).expect("bytes"), most)
    }

    fn line(raw: &str) -> String {
        format!(r#"{{"source":"a.gz","record":3,"byte_offset":99,"reason":"x","raw":"{raw}"}}"#)
    }

    fn all(mut lines: Lines) -> Result<Vec<Kept>, Broken> {
        let mut all = Vec::new();
        while let Some((_, kept)) = lines.next()? {
            all.push(kept);
        }
        Ok(all)
    }

    #[test]
    fn lines_that_are_read_as_they_come_are_read_as_others() {
        let (short, long) = ("{\\u0001\\n".to_owned(), "\\u0001\\\\".repeat(AT_ONCE / 4));
        let space = " \t".repeat(AT_ONCE);
        for text in [
            [line(&long), line(&short), line(&long)].join("\n"),
            [line(&short), line(&long), String::new(), line(&long), String::new()].join("\r\n"),
            format!(
                "\u{feff}{}\n{space}\n{space}{}{space}\n{}",
                line(&long),
                line(&long),
                line(&short)
            ),
        ] {
            let all = all(lines(text.as_bytes(), 1 << 30)).expect("rejects");
            assert_eq!(all.len(), 3);
            for kept in all {
                let Raw::Whole(raw) = kept.raw else { panic!("all bytes are there") };
                assert!(raw == b"{\x01\n" || raw == b"\x01\\".repeat(AT_ONCE / 4));
                assert_eq!((kept.source.as_str(), kept.record, kept.byte_offset), ("a.gz", 3, 99));
            }
        }
    }

    #[test]
    fn a_long_line_that_is_no_reject_is_told_why() {
        let (long, space) = ("x".repeat(2 * AT_ONCE), " ".repeat(2 * AT_ONCE));
        let whole = line(&long);
        let torn = &whole[..whole.len() - 2];
        for (text, expected) in [
            (format!("{}\n{long}", line("a")), NoReject::NotAnObject),
            (format!("{}\n[\"{long}\"]", line("a")), NoReject::NotAnObject),
            (format!("{}\n{whole}{whole}\n", line("a")), NoReject::NotAnObject),
            (format!("{}\n{torn}\n{whole}", line("a")), NoReject::Torn),
            (format!("{}\n{{\"source\":{space}1}}", line("a")), NoReject::Field),
            (format!("{}\n{{\"reason\":\"{long}\"}}", line("a")), NoReject::Missing("raw")),
        ] {
            let error = all(lines(text.as_bytes(), 1 << 30)).expect_err("no reject");
            let Broken::Line(error) = error else { panic!("{error}") };
            assert_eq!((error.line, error.why), (2, expected));
        }
    }

    #[test]
    fn damage_in_the_middle_of_a_long_line_is_damage() {
        let escaped = line(&"\\u0001".repeat(AT_ONCE));
        let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        io::Write::write_all(&mut packed, escaped.as_bytes()).expect("memory takes it");
        let packed = packed.finish().expect("memory takes it");
        let cut = packed.get(..packed.len() - 9).unwrap_or_default();
        let error = all(lines(cut, 1 << 30)).expect_err("no end");
        assert!(error.to_string().contains("truncated"), "{error}");
    }

    #[test]
    fn a_line_may_hold_so_much_whatever_its_escapes_take() {
        let escaped = line(&"\\u0001".repeat(AT_ONCE));
        let n_held = AT_ONCE + line("").len();
        assert_eq!(all(lines(escaped.as_bytes(), n_held)).expect("a reject").len(), 1);
        let error = all(lines(escaped.as_bytes(), n_held - 1)).expect_err("too long");
        assert!(error.to_string().contains("--max-record"), "{error}");
    }
}
