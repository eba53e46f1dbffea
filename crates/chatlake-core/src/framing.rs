//! Where records end. Parses nothing.
//!
//! An export is one JSON object per line. Users re-save exports pretty-printed, concatenated or
//! as an array, so the framing is detected, once per source, by its beginning:
//!
//! * [`Framing::Lines`] — a record per line; white space and a carriage return around it and
//!   blank lines are tolerated, a byte order mark is skipped. What stands on one line is one
//!   record, right or wrong, so a broken record costs itself alone.
//! * [`Framing::Concatenated`] — JSON values one after the other, with white space of any kind
//!   between and within them.
//! * [`Framing::Array`] — the elements of an array (or of several), otherwise the same.

mod detect;
mod lines;
mod values;

pub(crate) use detect::detect;
pub(crate) use lines::LineFramer;
pub(crate) use values::ValueFramer;

/// How records are set apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Framing {
    /// One per line.
    Lines,
    /// One after the other.
    Concatenated,
    /// In an array.
    Array,
}

impl Framing {
    /// The name in reports.
    pub const fn name(self) -> &'static str {
        match self {
            Framing::Lines => "lines",
            Framing::Concatenated => "concatenated",
            Framing::Array => "array",
        }
    }
}

/// The byte order mark, in UTF-8.
pub(crate) const BOM: &[u8] = b"\xef\xbb\xbf";

/// What a framer found in the data it was given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Found {
    /// A record, from the first byte to behind the last.
    Record {
        /// Its first byte.
        start: usize,
        /// Behind its last.
        end: usize,
        /// Behind the white space that follows it, as far as that is the framer's to judge.
        behind: usize,
    },
    /// Nothing more: the record that begins here goes on behind the data, or there is none.
    Unfinished {
        /// Where the unfinished record, or nothing, begins.
        start: usize,
    },
}

/// Whether a byte is white space to JSON.
pub(crate) const fn is_blank(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r')
}

/// Without white space at the beginning.
pub(crate) fn trimmed_start(data: &[u8]) -> &[u8] {
    let start = data.iter().position(|byte| !is_blank(*byte)).unwrap_or(data.len());
    data.get(start..).unwrap_or_default()
}

/// Without white space at the end.
pub(crate) fn trimmed_end(data: &[u8]) -> &[u8] {
    let end = data.iter().rposition(|byte| !is_blank(*byte)).map_or(0, |last| last + 1);
    data.get(..end).unwrap_or_default()
}
