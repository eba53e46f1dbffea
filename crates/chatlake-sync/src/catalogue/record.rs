//! What the catalogue holds of an hour.

use chatlake_convert::Counts;
use chatlake_core::Hour;

use crate::due::{Asked, Candidate};
use crate::state::State;

/// An hour. Times are milliseconds since the epoch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HourRecord {
    /// Which hour.
    pub hour: Hour,
    /// How far it has come.
    pub state: State,
    /// From when to ask for it, or once more; none for never.
    pub ask_ms: Option<i64>,
    /// What the server said before.
    pub asked: Asked,
    /// When its state changed last.
    pub changed_ms: i64,
}

impl HourRecord {
    /// What matters for whether to ask.
    pub fn candidate(&self) -> Candidate {
        Candidate { hour: self.hour, state: self.state, ask_ms: self.ask_ms }
    }
}

/// A file of an hour.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileRecord {
    /// Which of the hour's files, from 1.
    pub part: u32,
    /// How many there were before it, and one.
    pub version: u32,
    /// Where it lies, from the root of the archive.
    pub path: String,
    /// Its size.
    pub bytes: u64,
    /// The hash of its bytes, in hexadecimal.
    pub sha256: String,
    /// What the server called these bytes, if it did.
    pub etag: Option<String>,
    /// When they were written, as the server says it.
    pub last_modified: Option<String>,
    /// When they came.
    pub fetched_ms: i64,
    /// The version that took its place; none for the current one.
    pub replaced_by: Option<u32>,
}

/// What a file of an hour was converted to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutputRecord {
    /// Which of the hour's files it was made of.
    pub part: u32,
    /// Where it lies, from the root of the archive if it is within.
    pub path: String,
    /// Its size.
    pub bytes: u64,
    /// The hash of its bytes.
    pub sha256: String,
    /// The hash of the bytes that it was made of.
    pub input_sha256: String,
    /// The options and the schema that it was made with.
    pub made_how: String,
    /// What became of the records. Of the counts, those of records and rows are kept.
    pub counts: Counts,
    /// When it was made.
    pub converted_ms: i64,
}
