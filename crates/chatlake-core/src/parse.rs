//! From blocks of bytes to typed records.
//!
//! Two stages. The first finds the structure of a window of records at once (`structural`, the
//! only place that names simd-json); the second walks it with a typed decoder that leaves spans
//! and numbers. Where a window cannot be scanned, because one of its records is broken, its
//! records are scanned one by one, so that a record is judged by its own bytes alone.
//!
//! What the scan cannot tell is checked here: the grammar between structural characters, numbers
//! and words, escapes, depth, and keys that stand twice.

mod body;
mod cursor;
mod keys;
mod member;
mod message;
mod number;
mod payload;
mod structural;
mod verdict;

use cursor::{Cursor, Stack, next_backslash};
use message::Orders;
use structural::Scanner;

pub(crate) use structural::PADDING;

use crate::block::{Block, Flaw, Frame};
use crate::limits::Limits;
use crate::record::Record;
use crate::record::fields::Fields;
use crate::reject::{RAW_LIMIT, Reject, RejectReason};

/// What became of one record of a block.
#[derive(Clone, Copy)]
pub enum Parsed<'a> {
    /// A typed record, and its number in the source.
    Record(u64, Record<'a>),
    /// A refused one.
    Reject(Reject<'a>),
}

/// Parses blocks. Keep one per worker: it recycles everything it needs.
pub struct Parser {
    limits: Limits,
    scanner: Scanner,
    stack: Stack,
    orders: Orders,
    fields: Fields,
}

/// Records are scanned together up to this many bytes, which the first cache holds with what is
/// made of them.
const WINDOW: usize = 128 << 10;

/// What longer records needed is not kept.
const LONG: usize = 2 << 20;

impl Parser {
    /// A parser that rejects what passes the limits.
    pub fn new(limits: Limits) -> Self {
        Self {
            limits,
            scanner: Scanner::new(),
            stack: Stack::default(),
            orders: Orders::default(),
            fields: Fields::default(),
        }
    }

    /// Hands every record of the block to `visit`, in order; stops at its first error.
    pub fn parse<E>(
        &mut self,
        block: &mut Block,
        mut visit: impl FnMut(Parsed<'_>) -> Result<(), E>,
    ) -> Result<(), E> {
        let mut first = 0;
        let mut longest = 0;
        while let Some(frame) = block.frames().get(first).copied() {
            longest = longest.max(frame.end() - frame.start());
            let n_frames = if block.shares_windows() { block.n_within(first, WINDOW) } else { 0 };
            let scanned = n_frames > 0 && {
                let last = block.frames().get(first + n_frames - 1).copied().unwrap_or(frame);
                let len = last.end() - frame.start();
                self.scanner.scan(block.lend(frame.start(), len), len).is_ok()
            };
            if scanned {
                self.parse_window(block, first, n_frames, &mut visit)?;
            } else {
                for number in first..first + n_frames.max(1) {
                    self.parse_single(block, number, &mut visit)?;
                }
            }
            first += n_frames.max(1);
        }
        if longest > LONG {
            *self = Self::new(self.limits);
        }
        Ok(())
    }

    /// Parses the frames of a window that has been scanned.
    fn parse_window<E>(
        &mut self,
        block: &Block,
        first: usize,
        n_frames: usize,
        visit: &mut impl FnMut(Parsed<'_>) -> Result<(), E>,
    ) -> Result<(), E> {
        let frames = block.frames().get(first..first + n_frames).unwrap_or_default();
        let (Some(start), Some(end)) =
            (frames.first().map(Frame::start), frames.last().map(Frame::end))
        else {
            return Ok(());
        };
        // The scan has checked it; this check is what makes it a `str`, at the speed of memory.
        let Ok(window) = simdutf8::basic::from_utf8(block.bytes(start, end)) else {
            return (first..first + n_frames)
                .try_for_each(|number| self.parse_single(block, number, visit));
        };
        let mut indexes = self.scanner.indexes();
        let mut backslash = 0;
        for (number, frame) in (first..).zip(frames) {
            // Indexes count from the sentinel, one byte before the window.
            let base = frame.start() - start + 1;
            let skipped = indexes.iter().position(|index| *index as usize >= base);
            indexes = indexes.get(skipped.unwrap_or(indexes.len())..).unwrap_or_default();
            let text = window.get(base - 1..frame.end() - start).unwrap_or_default();
            if backslash < base {
                backslash = next_backslash(window.as_bytes(), base - 1);
            }
            let in_record = backslash.saturating_sub(base - 1);
            let (limits, stack) = (&self.limits, &mut self.stack);
            let mut cursor = Cursor::new(text, indexes, base, in_record, limits, stack);
            let outcome = message::decode(&mut cursor, &mut self.orders, &mut self.fields);
            indexes = indexes.get(cursor.taken()..).unwrap_or_default();
            match outcome {
                Ok(()) => visit(Parsed::Record(
                    block.record_number(number),
                    Record::new(text, &self.fields),
                ))?,
                Err(reason) => visit(rejected(block, number, text.as_bytes(), &reason))?,
            }
        }
        Ok(())
    }

    /// Parses one frame by its own bytes alone.
    fn parse_single<E>(
        &mut self,
        block: &Block,
        number: usize,
        visit: &mut impl FnMut(Parsed<'_>) -> Result<(), E>,
    ) -> Result<(), E> {
        let Some(frame) = block.frames().get(number) else { return Ok(()) };
        let bytes = block.bytes(frame.start(), frame.end());
        let outcome = match frame.flaw() {
            Some(Flaw::TooLong | Flaw::TooLongAndCut) => {
                Err(RejectReason::TooLong { limit: self.limits.max_record })
            }
            Some(Flaw::Cut) => Err(RejectReason::Cut),
            Some(Flaw::Withheld) => Err(RejectReason::Withheld),
            None => self.decode(bytes),
        };
        match outcome {
            Ok(text) => {
                visit(Parsed::Record(block.record_number(number), Record::new(text, &self.fields)))
            }
            Err(reason) => visit(rejected(block, number, bytes, &reason)),
        }
    }

    /// Decodes the bytes of one record into `self.fields`.
    pub(crate) fn decode<'b>(&mut self, bytes: &'b [u8]) -> Result<&'b str, RejectReason> {
        if self.scanner.scan_copy(bytes).is_err() {
            return Err(verdict::of_unscannable(bytes));
        }
        let text = verdict::utf8(bytes)?;
        let indexes = self.scanner.indexes().get(1..).unwrap_or_default();
        let backslash = next_backslash(bytes, 0);
        let (limits, stack) = (&self.limits, &mut self.stack);
        let mut cursor = Cursor::new(text, indexes, 1, backslash, limits, stack);
        message::decode(&mut cursor, &mut self.orders, &mut self.fields)?;
        Ok(text)
    }

    /// The fields of the record that was decoded last.
    pub(crate) fn fields_mut(&mut self) -> &mut Fields {
        &mut self.fields
    }
}

fn rejected<'a>(
    block: &Block,
    number: usize,
    bytes: &'a [u8],
    reason: &'a RejectReason,
) -> Parsed<'a> {
    let raw = match bytes.get(..RAW_LIMIT) {
        Some(head) if reason.cuts_raw() => head,
        _ => bytes,
    };
    let flaw = block.frames().get(number).and_then(Frame::flaw);
    Parsed::Reject(Reject {
        record: block.record_number(number),
        byte_offset: block.byte_offset(number),
        reason,
        raw,
        is_truncated: raw.len() < bytes.len()
            || matches!(flaw, Some(Flaw::TooLongAndCut | Flaw::Cut)),
    })
}
