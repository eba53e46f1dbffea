//! Records that cannot become rows, and why.

use std::fmt;

/// A record that was refused: where it stands, why, and its bytes.
#[derive(Clone, Copy, Debug)]
pub struct Reject<'a> {
    /// The number of the record in its source, from 0.
    pub record: u64,
    /// The offset of its first byte in the expanded source.
    pub byte_offset: u64,
    /// Why it was refused.
    pub reason: &'a RejectReason,
    /// Its bytes; the first [`RAW_LIMIT`] of them where a limit was passed.
    pub raw: &'a [u8],
    /// Whether `raw` was cut.
    pub is_truncated: bool,
}

/// How many bytes are kept of a record that passes a limit.
pub const RAW_LIMIT: usize = 64 << 10;

/// Why a record was refused. Offsets count from the first byte of the record.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum RejectReason {
    /// A JSON value, but no object.
    NotAnObject,
    /// Not JSON.
    Syntax {
        /// Where.
        at: usize,
        /// What would have been right.
        expected: &'static str,
        /// The byte that stands there; none at the end.
        found: Option<u8>,
    },
    /// Not UTF-8.
    InvalidUtf8 {
        /// The first byte that is wrong.
        at: usize,
    },
    /// gzip or zstd where a record should begin.
    Compressed,
    /// A character below U+0020 in a string, unescaped.
    ControlCharacter {
        /// Where.
        at: usize,
        /// Which.
        byte: u8,
    },
    /// A string that the record ends in: it was cut off, or glued to the next.
    UnclosedString {
        /// Its opening quote.
        at: usize,
    },
    /// A backslash followed by nothing that JSON knows.
    InvalidEscape {
        /// The backslash.
        at: usize,
    },
    /// Containers within containers beyond the limit.
    TooDeep {
        /// Where.
        at: usize,
        /// The limit.
        limit: usize,
    },
    /// More bodies than the limit.
    TooManyBodies {
        /// The first that is too many.
        at: usize,
        /// The limit.
        limit: usize,
    },
    /// What stands outside of the bodies would be repeated for each of them, beyond the limit.
    TooMuchRepeated {
        /// How many bytes stand outside.
        bytes: usize,
        /// How many bodies there are.
        bodies: usize,
        /// The limit in bytes.
        limit: u64,
    },
    /// Longer than the limit.
    TooLong {
        /// The limit in bytes.
        limit: usize,
    },
    /// Rejected before, and then only its beginning was kept.
    Cut,
    /// Rejected before, and then none of its bytes were kept.
    Withheld,
    /// A key that stands twice in the message, its payload, a body or its size.
    DuplicateKey {
        /// The key, as it is spelled.
        key: String,
        /// Its second place.
        at: usize,
    },
    /// No `msg_id`, or one that is not text, or empty.
    MsgId,
    /// The answer of the API that should have led to the file, or a page of records around it.
    Envelope,
    /// A `timestamp` that is no whole number of milliseconds in the range of the schema.
    Timestamp {
        /// Where.
        at: usize,
    },
}

impl RejectReason {
    /// A short name for counting.
    pub fn kind(&self) -> &'static str {
        match self {
            RejectReason::NotAnObject => "not an object",
            RejectReason::Syntax { .. } => "invalid JSON",
            RejectReason::InvalidUtf8 { .. } => "invalid UTF-8",
            RejectReason::Compressed => "compressed",
            RejectReason::ControlCharacter { .. } => "control character",
            RejectReason::UnclosedString { .. } => "unclosed string",
            RejectReason::InvalidEscape { .. } => "invalid escape",
            RejectReason::TooDeep { .. } => "too deep",
            RejectReason::TooManyBodies { .. } => "too many bodies",
            RejectReason::TooMuchRepeated { .. } => "too much repeated",
            RejectReason::TooLong { .. } => "too long",
            RejectReason::Cut => "cut off",
            RejectReason::Withheld => "withheld",
            RejectReason::DuplicateKey { .. } => "duplicate key",
            RejectReason::MsgId => "no msg_id",
            RejectReason::Envelope => "API envelope",
            RejectReason::Timestamp { .. } => "invalid timestamp",
        }
    }

    /// Whether the bytes that are kept are cut at [`RAW_LIMIT`].
    pub(crate) fn cuts_raw(&self) -> bool {
        use RejectReason::{Cut, TooDeep, TooLong};
        matches!(self, TooLong { .. } | TooDeep { .. } | Cut)
    }
}

impl std::error::Error for RejectReason {}

impl fmt::Display for RejectReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            RejectReason::NotAnObject => f.write_str("not a JSON object"),
            RejectReason::Syntax { at, expected, found } => {
                write!(f, "invalid JSON at byte {at} of the record: expected {expected}, found ")?;
                match found {
                    None => f.write_str("the end"),
                    Some(byte @ 0x21..=0x7e) => write!(f, "`{}`", char::from(*byte)),
                    Some(byte) => write!(f, "byte 0x{byte:02x}"),
                }
            }
            RejectReason::InvalidUtf8 { at } => {
                write!(f, "invalid UTF-8 at byte {at} of the record")
            }
            RejectReason::Compressed => f.write_str(
                "compressed data where a record should begin, gzip inside gzip or the like: expand it first",
            ),
            RejectReason::ControlCharacter { at, byte } => write!(
                f,
                "control character 0x{byte:02x} inside a string at byte {at} of the record"
            ),
            RejectReason::UnclosedString { at } => write!(
                f,
                "the string that opens at byte {at} of the record has no end: cut off, or glued to the next record"
            ),
            RejectReason::InvalidEscape { at } => {
                write!(f, "invalid escape sequence at byte {at} of the record")
            }
            RejectReason::TooDeep { at, limit } => write!(
                f,
                "more than {limit} containers deep at byte {at} of the record (--max-depth)"
            ),
            RejectReason::TooManyBodies { at, limit } => {
                write!(f, "more than {limit} bodies, at byte {at} of the record (--max-bodies)")
            }
            RejectReason::TooMuchRepeated { bytes, bodies, limit } => write!(
                f,
                "{bytes} bytes for each of {bodies} bodies are more than {limit} (--max-record)"
            ),
            RejectReason::TooLong { limit } => {
                write!(f, "longer than {limit} bytes (--max-record)")
            }
            RejectReason::Cut => f.write_str(
                "only its beginning was kept when it was rejected, so that it cannot be replayed: convert its source again, with wider limits (--max-record, --max-depth)",
            ),
            RejectReason::Withheld => f.write_str(
                "its bytes were withheld when it was rejected, so that it cannot be replayed: convert its source again",
            ),
            RejectReason::DuplicateKey { key, at } => {
                write!(f, "duplicate key `{key}` at byte {at} of the record")
            }
            RejectReason::MsgId => f.write_str("msg_id is not a non-empty string"),
            RejectReason::Envelope => f.write_str(
                "an API envelope (`entities` or `data`), not a message: unpack its records first",
            ),
            RejectReason::Timestamp { at } => write!(
                f,
                "timestamp at byte {at} of the record is not a whole number of milliseconds in range"
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::RejectReason as Reason;

    #[test]
    fn every_reason_has_a_kind_and_says_where_or_which_flag_to_turn() {
        let reasons = [
            (Reason::NotAnObject, "not a JSON object"),
            (Reason::Syntax { at: 7, expected: "a key", found: Some(b'x') }, "byte 7"),
            (Reason::InvalidUtf8 { at: 7 }, "byte 7"),
            (Reason::Compressed, "expand it first"),
            (Reason::ControlCharacter { at: 7, byte: 1 }, "byte 7"),
            (Reason::UnclosedString { at: 7 }, "byte 7"),
            (Reason::InvalidEscape { at: 7 }, "byte 7"),
            (Reason::TooDeep { at: 7, limit: 128 }, "--max-depth"),
            (Reason::TooManyBodies { at: 7, limit: 100 }, "--max-bodies"),
            (Reason::TooMuchRepeated { bytes: 9, bodies: 9, limit: 80 }, "bodies are more than"),
            (Reason::TooLong { limit: 9 }, "--max-record"),
            (Reason::Cut, "beginning"),
            (Reason::Withheld, "withheld"),
            (Reason::DuplicateKey { key: "to".to_owned(), at: 7 }, "byte 7"),
            (Reason::MsgId, "msg_id"),
            (Reason::Envelope, "API"),
            (Reason::Timestamp { at: 7 }, "timestamp"),
        ];
        let kinds: BTreeSet<&str> = reasons.iter().map(|(reason, _)| reason.kind()).collect();
        assert_eq!(kinds.len(), reasons.len(), "{kinds:?}");
        for (reason, expected) in reasons {
            assert!(reason.to_string().contains(expected), "{reason:?}: {reason}");
        }
    }
}
