//! What can go wrong with a source as a whole.

use std::fmt;
use std::io;

/// A source cannot be read to its end.
#[derive(Debug, thiserror::Error)]
#[error("{source_name}: {kind}")]
pub struct Error {
    /// The name of the source.
    pub source_name: String,
    /// What happened.
    #[source]
    pub kind: ErrorKind,
}

impl Error {
    /// Names the source of what happened.
    pub fn new(source_name: &str, kind: impl Into<ErrorKind>) -> Self {
        Self { source_name: source_name.to_owned(), kind: kind.into() }
    }
}

/// What happened to a source.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The system could not read it.
    #[error("failed to read: {0}")]
    Io(io::Error),
    /// Its bytes are not what they should be.
    #[error("{0}")]
    Damaged(#[from] Damage),
    /// A record was rejected, and the reader was told to stop at the first.
    #[error("record {record} at byte {byte_offset}: {reason}")]
    Rejected {
        /// The number of the record, from 0.
        record: u64,
        /// The offset of its first byte in the expanded source.
        byte_offset: u64,
        /// Why.
        reason: crate::RejectReason,
    },
}

impl ErrorKind {
    /// The same once more, for an `io::Error` cannot be cloned.
    pub(crate) fn again(&self) -> Self {
        match self {
            ErrorKind::Io(error) => {
                let again = error.raw_os_error().map(io::Error::from_raw_os_error);
                let again =
                    again.unwrap_or_else(|| io::Error::new(error.kind(), error.to_string()));
                ErrorKind::Io(again)
            }
            ErrorKind::Damaged(damage) => ErrorKind::Damaged(damage.clone()),
            ErrorKind::Rejected { record, byte_offset, reason } => ErrorKind::Rejected {
                record: *record,
                byte_offset: *byte_offset,
                reason: reason.clone(),
            },
        }
    }
}

/// A damaged source: nothing of it can be trusted beyond what was verified.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Damage {
    /// What is wrong.
    pub kind: DamageKind,
    /// Where, in the compressed bytes.
    pub at: u64,
    /// How many expanded bytes came before.
    pub expanded: u64,
    /// How many expanded bytes were verified by the checksum of their member.
    pub verified: u64,
}

/// The kinds of damage.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum DamageKind {
    /// No bytes at all. The export of an hour without messages is a gzip of nothing, not this.
    Empty,
    /// Named as a gzip file, but it is none, and no JSON either.
    NotGzip,
    /// It ends before its last member does.
    Truncated,
    /// The header of a member is wrong.
    Header,
    /// The header of a member has a name or a comment beyond 65,535 bytes.
    LongHeader,
    /// The compressed data or its checksum is wrong.
    Corrupt,
    /// gzip within gzip, or zstd.
    Nested,
    /// UTF-16 text.
    Utf16,
    /// A file of another format, by its first bytes.
    Foreign {
        /// The name of the format.
        format: &'static str,
    },
    /// Beyond the limit of expanded bytes.
    TooLarge {
        /// The limit.
        limit: u64,
    },
    /// Expands more than the limit of ratio.
    TooDense {
        /// The limit.
        limit: u64,
    },
}

impl std::error::Error for Damage {}

impl fmt::Display for Damage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { kind, at, expanded, verified } = self;
        match kind {
            DamageKind::Empty => f.write_str(
                "no bytes at all (the export of an empty hour is a gzip file of nothing): fetch it again",
            ),
            DamageKind::NotGzip => {
                f.write_str("named .gz, but neither gzip nor zstd nor JSON: fetch it again")
            }
            DamageKind::Truncated => write!(
                f,
                "truncated: it ends at compressed byte {at}, after {expanded} expanded bytes, in the middle of a member; fetch it again, or keep the whole records with --salvage"
            ),
            DamageKind::Header => write!(
                f,
                "the header of the member at compressed byte {at} is wrong; {verified} expanded bytes before it are verified (--salvage keeps them)"
            ),
            DamageKind::LongHeader => write!(
                f,
                "the header of the member at compressed byte {at} has a name or a comment of more than 65,535 bytes, which is not read: expand it and compress it again; {verified} expanded bytes before it are verified (--salvage keeps them)"
            ),
            DamageKind::Corrupt => write!(
                f,
                "corrupt before compressed byte {at}: wrong data, checksum (CRC32) or length; {verified} expanded bytes before the broken member are verified (--salvage keeps them)"
            ),
            DamageKind::Nested => {
                f.write_str("what it expands to is compressed once more: expand it once by hand")
            }
            DamageKind::Utf16 => {
                f.write_str("UTF-16 text: convert it to UTF-8 first, for example with iconv")
            }
            DamageKind::Foreign { format } => write!(
                f,
                "this is {format}, not JSON: unpack it, or give the export that it was made of"
            ),
            DamageKind::TooLarge { limit } => write!(
                f,
                "expands to more than {limit} bytes; if that is right, raise --max-expanded"
            ),
            DamageKind::TooDense { limit } => write!(
                f,
                "expands to more than {limit} times its size at compressed byte {at}; if that is right, raise --max-ratio"
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::RejectReason;

    #[test]
    fn damage_says_what_to_do_about_it() {
        for (kind, expected) in [
            (DamageKind::Empty, "fetch it again"),
            (DamageKind::NotGzip, "fetch it again"),
            (DamageKind::Truncated, "--salvage"),
            (DamageKind::Header, "--salvage"),
            (DamageKind::LongHeader, "--salvage"),
            (DamageKind::Corrupt, "--salvage"),
            (DamageKind::Nested, "expand it once by hand"),
            (DamageKind::Utf16, "iconv"),
            (DamageKind::Foreign { format: "zip" }, "this is zip"),
            (DamageKind::TooLarge { limit: 9 }, "--max-expanded"),
            (DamageKind::TooDense { limit: 9 }, "--max-ratio"),
        ] {
            let damage = Damage { kind, at: 1, expanded: 2, verified: 3 };
            assert!(damage.to_string().contains(expected), "{damage}");
        }
    }

    #[test]
    fn an_error_is_the_same_once_more() {
        let damage = Damage { kind: DamageKind::Empty, at: 0, expanded: 0, verified: 0 };
        let rejected =
            ErrorKind::Rejected { record: 1, byte_offset: 2, reason: RejectReason::MsgId };
        let errors = [
            ErrorKind::Io(io::Error::from_raw_os_error(28)),
            ErrorKind::Io(io::Error::new(io::ErrorKind::TimedOut, "too late")),
            ErrorKind::Damaged(damage),
            rejected,
        ];
        for error in errors {
            let again = error.again();
            assert_eq!(again.to_string(), error.to_string());
            if let (ErrorKind::Io(error), ErrorKind::Io(again)) = (&error, &again) {
                assert_eq!(again.raw_os_error(), error.raw_os_error());
                assert_eq!(again.kind(), error.kind());
            }
        }
    }
}
