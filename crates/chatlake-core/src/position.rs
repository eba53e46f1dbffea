//! Where in a source something stands.

use std::fmt;

/// A place in a source. Everything counts from 0.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Position {
    /// The name of the source.
    pub source: String,
    /// The number of the record, rejects counted, blank lines not.
    pub record: u64,
    /// The offset in the expanded bytes.
    pub byte: u64,
}

impl fmt::Display for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { source, record, byte } = self;
        write!(f, "{source}: record {record} at byte {byte}")
    }
}
