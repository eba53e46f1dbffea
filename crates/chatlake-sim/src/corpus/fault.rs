//! Ways in which a line is broken, each sure to be one reject.

use super::rng::Rng;

/// What is wrong with a malformed record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The beginning of a record with the next whole one glued to it.
    Torn,
    /// The beginning of a record, then the end of the line.
    Truncated,
    /// NUL bytes somewhere inside.
    Nul,
    /// A byte that is never UTF-8.
    NotUtf8,
    /// JSON, but not an object.
    NotAnObject,
    /// `\x` in a string.
    BadEscape,
    /// A raw TAB in a string.
    ControlCharacter,
    /// A second `msg_id`.
    DuplicateKey,
    /// No `msg_id`.
    MissingId,
    /// A `msg_id` of no characters.
    EmptyId,
    /// A `msg_id` that is a number.
    NumericId,
    /// A timestamp that is not a time.
    BadTimestamp,
    /// A timestamp that is not even JSON.
    BadNumber,
    /// A comma before the last brace.
    TrailingComma,
    /// Keys without quotes.
    BareKey,
}

impl Fault {
    /// All faults, in the order of their discriminants.
    pub const ALL: [Self; 15] = [
        Self::Torn,
        Self::Truncated,
        Self::Nul,
        Self::NotUtf8,
        Self::NotAnObject,
        Self::BadEscape,
        Self::ControlCharacter,
        Self::DuplicateKey,
        Self::MissingId,
        Self::EmptyId,
        Self::NumericId,
        Self::BadTimestamp,
        Self::BadNumber,
        Self::TrailingComma,
        Self::BareKey,
    ];

    pub(crate) fn draw(rng: &mut Rng) -> Self {
        Self::ALL[rng.below(Self::ALL.len() as u32) as usize]
    }

    /// Breaks a well-formed record.
    pub(crate) fn inflict(self, record: &mut Vec<u8>, rng: &mut Rng) {
        match self {
            Self::Torn => {
                let whole = record.clone();
                record.truncate(inside(record, rng));
                record.extend_from_slice(&whole);
            }
            Self::Truncated => record.truncate(inside(record, rng)),
            Self::Nul => insert(record, inside(record, rng), &vec![0; rng.between(1, 9) as usize]),
            Self::NotUtf8 => insert(record, inside(record, rng), b"\xff"),
            Self::NotAnObject => {
                let value = rng.pick(&["null", "true", "-17", "\"a string\"", "[]", "[{}]"]);
                record.clear();
                record.extend_from_slice(value.as_bytes());
            }
            Self::BadEscape => insert(record, after(record, ID), b"\\x41"),
            Self::ControlCharacter => insert(record, after(record, ID), b"\t"),
            Self::DuplicateKey => insert(record, 1, br#""msg_id":"another","#),
            Self::MissingId => insert(record, after(record, b"\"msg_"), b"un"),
            Self::EmptyId => replace_value(record, ID, b"\""),
            Self::NumericId => replace_value(record, b"\"msg_id\":", b"9007199254740993"),
            Self::BadTimestamp => {
                let value = rng.pick(BAD_TIMES);
                replace_value(record, TIMESTAMP, value.as_bytes());
            }
            Self::BadNumber => {
                let value = rng.pick(&["NaN", "01543280400123", "1543280400123.", "+1", "0x10"]);
                replace_value(record, TIMESTAMP, value.as_bytes());
            }
            Self::TrailingComma => insert(record, record.len() - 1, b","),
            Self::BareKey => insert(record, 1, b"bare:1,"),
        }
    }
}

const ID: &[u8] = b"\"msg_id\":\"";
const TIMESTAMP: &[u8] = b"\"timestamp\":";

const BAD_TIMES: &[&str] = &[
    "\"yesterday\"",
    "1543280400123.5",
    "true",
    "[]",
    "{}",
    "\"\"",
    "\"1543280400123.0\"",
    "1e300",
];

/// A place after the first byte and before the last.
fn inside(record: &[u8], rng: &mut Rng) -> usize {
    1 + rng.below(record.len() as u32 - 1) as usize
}

/// Where `key` ends. Text cannot hold it: its quotes would be escaped; and nothing else does.
fn after(record: &[u8], key: &[u8]) -> usize {
    let start = record.windows(key.len()).position(|window| window == key);
    start.expect("every record has an id and a timestamp") + key.len()
}

fn insert(record: &mut Vec<u8>, position: usize, bytes: &[u8]) {
    record.splice(position..position, bytes.iter().copied());
}

/// Replaces what follows `key` up to the comma or brace behind it; ids and times hold neither.
fn replace_value(record: &mut Vec<u8>, key: &[u8], value: &[u8]) {
    let start = after(record, key);
    let length = record[start..].iter().position(|byte| matches!(byte, b',' | b'}'));
    let end = start + length.expect("a value is followed by a comma or a brace");
    record.splice(start..end, value.iter().copied());
}
