//! Where a value stands in the text of its record.

use super::text::Text;
use crate::limits::Limits;

/// A stretch of a record's text, in bytes; half the size of a `&str`, and it borrows nothing, so
/// the fields of a record can be recycled from block to block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Span {
    start: u32,
    len: u32,
}

const ABSENT: u32 = u32::MAX;
const ESCAPED: u32 = 1 << 31;

const _: () = assert!(Limits::LONGEST_RECORD < ESCAPED as usize);

impl Span {
    pub(crate) const NONE: Span = Span { start: ABSENT, len: 0 };

    /// From `start` to `end`, both within [`Limits::LONGEST_RECORD`].
    pub(crate) fn new(start: usize, end: usize) -> Span {
        Span { start: start as u32, len: (end - start) as u32 }
    }

    /// The same stretch, marked as holding escapes to decode.
    pub(crate) fn escaped(self) -> Span {
        Span { len: self.len | ESCAPED, ..self }
    }

    pub(crate) fn is_escaped(self) -> bool {
        self.len & ESCAPED != 0
    }

    pub(crate) fn is_none(self) -> bool {
        self.start == ABSENT
    }

    /// Where it starts in its record.
    pub(crate) fn start(self) -> usize {
        self.start as usize
    }

    pub(crate) fn raw(self, text: &str) -> Option<&str> {
        if self.is_none() {
            return None;
        }
        let start = self.start as usize;
        text.get(start..start + (self.len & !ESCAPED) as usize)
    }

    pub(crate) fn text(self, text: &str) -> Option<Text<'_>> {
        Some(Text::from_json(self.raw(text)?, self.is_escaped()))
    }
}

impl Default for Span {
    fn default() -> Self {
        Span::NONE
    }
}
