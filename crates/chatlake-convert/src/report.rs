//! What became of every record.

use std::io;
use std::ops::AddAssign;

use serde::Serialize;

/// How an input ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// All of it was converted.
    Ok,
    /// All of it was converted, and there is something to look at.
    Warnings,
    /// It is damaged; nothing was published for it.
    Damaged,
    /// It is damaged; what is whole of it was published.
    Salvaged,
    /// Something else went wrong; nothing was published for it.
    Failed,
    /// Its output was there already, made from the same bytes in the same way.
    Skipped,
}

/// What stands behind a status, for the exit code of the command.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cause {
    /// Nothing to report.
    None,
    /// Nobody reads standard output any more, which is no fault.
    Closed,
    /// A record was rejected under `--on-reject fail`, or an encoder refused.
    Failed,
    /// An output exists or is stale.
    Usage,
    /// Rejects or warnings.
    Warnings,
    /// A damaged input.
    Damaged,
    /// A source on another machine could not be read this time.
    Temporary,
    /// Another machine does not let us read a source.
    Refused,
    /// The system could not read or write.
    Io,
    /// Stopped by the user.
    Interrupted,
}

impl Cause {
    /// What stands behind a source that could not be read.
    pub fn of(error: &io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::TimedOut
            | io::ErrorKind::ConnectionAborted
            | io::ErrorKind::ConnectionRefused
            | io::ErrorKind::ConnectionReset
            | io::ErrorKind::NotConnected
            | io::ErrorKind::NetworkDown => Cause::Temporary,
            // What this system refuses has a number.
            io::ErrorKind::PermissionDenied if error.raw_os_error().is_none() => Cause::Refused,
            _ => Cause::Io,
        }
    }

    /// The exit code of the command.
    pub fn exit_code(self) -> u8 {
        match self {
            Cause::None | Cause::Closed => 0,
            Cause::Failed => 1,
            Cause::Usage => 2,
            Cause::Warnings => 3,
            Cause::Damaged => 4,
            Cause::Temporary => 5,
            Cause::Refused => 6,
            Cause::Io => 8,
            Cause::Interrupted => 130,
        }
    }
}

/// Counts of one input or of all. For an input that is ok, warnings or salvaged:
/// `records = written + duplicates_dropped + rejects + filtered`; otherwise all are 0.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// Records read.
    pub records: u64,
    /// Records written.
    pub written: u64,
    /// Rows written.
    pub rows: u64,
    /// Records that were there before, id and bytes.
    pub duplicates: u64,
    /// Those of them that were left out.
    pub duplicates_dropped: u64,
    /// Records whose id was there before with other bytes.
    pub conflicts: u64,
    /// Records that were refused.
    pub rejects: u64,
    /// Records that were not asked for.
    pub filtered: u64,
    /// Records written with a timestamp outside 2009 to 2100.
    pub suspect_timestamps: u64,
    /// Compressed bytes read.
    pub bytes_in: u64,
    /// Expanded bytes read.
    pub bytes_expanded: u64,
    /// Bytes after the last member, neither padding nor a member.
    pub trailing_bytes: u64,
}

impl Counts {
    /// Whether every record became something: `records = written + duplicates_dropped + rejects +
    /// filtered`.
    pub fn is_balanced(&self) -> bool {
        self.records == self.written + self.duplicates_dropped + self.rejects + self.filtered
    }
}

impl AddAssign for Counts {
    fn add_assign(&mut self, other: Self) {
        let Self {
            records,
            written,
            rows,
            duplicates,
            duplicates_dropped,
            conflicts,
            rejects,
            filtered,
            suspect_timestamps,
            bytes_in,
            bytes_expanded,
            trailing_bytes,
        } = other;
        self.records += records;
        self.written += written;
        self.rows += rows;
        self.duplicates += duplicates;
        self.duplicates_dropped += duplicates_dropped;
        self.conflicts += conflicts;
        self.rejects += rejects;
        self.filtered += filtered;
        self.suspect_timestamps += suspect_timestamps;
        self.bytes_in += bytes_in;
        self.bytes_expanded += bytes_expanded;
        self.trailing_bytes += trailing_bytes;
    }
}

/// A file that was published.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct OutputReport {
    /// Where it lies; `-` for standard output.
    pub path: String,
    /// Rows of this input in it.
    pub rows: u64,
    /// Its size; none for standard output.
    pub bytes: Option<u64>,
    /// The hash of its bytes, in hexadecimal; none for standard output.
    pub sha256: Option<String>,
}

/// An input as it was read: compressed, if it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct InputFile {
    /// The hash of its bytes, in hexadecimal.
    #[serde(rename = "input_sha256")]
    pub sha256: String,
    /// Its size; of a damaged one, with what was not converted.
    #[serde(skip)]
    pub bytes: u64,
}

/// What became of one input.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct InputReport {
    /// Its name.
    pub source: String,
    /// How it ended.
    pub status: Status,
    /// What was counted.
    #[serde(flatten)]
    pub counts: Counts,
    /// What it was made of; none if it was not read to its end.
    #[serde(flatten)]
    pub input: Option<InputFile>,
    /// Where its rows are.
    pub outputs: Vec<OutputReport>,
    /// Where its rejects are, if there are any.
    pub rejects_path: Option<String>,
    /// Where the keys of its records are, if they are kept.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub keys_path: Option<String>,
    /// Where and why the first record was rejected.
    pub first_reject: Option<String>,
    /// What should be looked at.
    pub warnings: Vec<String>,
    /// What went wrong.
    pub error: Option<String>,
    /// What stands behind the status.
    #[serde(skip)]
    pub cause: Cause,
}

impl InputReport {
    /// An input of which nothing was published.
    pub(crate) fn nothing(
        source: &str,
        status: Status,
        cause: Cause,
        error: Option<String>,
    ) -> Self {
        Self {
            source: source.to_owned(),
            status,
            counts: Counts::default(),
            input: None,
            outputs: Vec::new(),
            rejects_path: None,
            keys_path: None,
            first_reject: None,
            warnings: Vec::new(),
            error,
            cause,
        }
    }

    /// The same input, of which nothing is published after all.
    pub(crate) fn undone(self, status: Status, cause: Cause, error: Option<String>) -> Self {
        let Self { source, input, .. } = self;
        Self { input, ..Self::nothing(&source, status, cause, error) }
    }

    /// Whether something was published for it.
    pub(crate) fn is_published(&self) -> bool {
        matches!(self.status, Status::Ok | Status::Warnings | Status::Salvaged)
    }
}

/// What became of a conversion.
#[derive(Clone, Debug, Serialize)]
pub struct Report {
    /// Every input, in order.
    pub inputs: Vec<InputReport>,
    /// The sum of all counts.
    pub totals: Counts,
    /// How long it took.
    pub elapsed_s: f64,
}

impl Report {
    /// The exit code of the command: the highest of its inputs, an interruption before all.
    pub fn exit_code(&self) -> u8 {
        self.inputs.iter().map(|input| input.cause.exit_code()).max().unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_read_here_is_no_matter_of_another_machine() {
        let of = |kind: io::ErrorKind| Cause::of(&kind.into());
        for kind in [
            io::ErrorKind::TimedOut,
            io::ErrorKind::ConnectionAborted,
            io::ErrorKind::ConnectionRefused,
            io::ErrorKind::ConnectionReset,
            io::ErrorKind::NotConnected,
            io::ErrorKind::NetworkDown,
        ] {
            assert_eq!(of(kind), Cause::Temporary, "{kind}");
        }
        assert_eq!(of(io::ErrorKind::PermissionDenied), Cause::Refused);
        // EACCES, of this system.
        assert_eq!(Cause::of(&io::Error::from_raw_os_error(13)), Cause::Io);
        assert_eq!(of(io::ErrorKind::NotFound), Cause::Io);
    }

    #[test]
    fn causes_end_a_command_as_it_is_documented() {
        let exits = [
            (Cause::None, 0),
            (Cause::Closed, 0),
            (Cause::Failed, 1),
            (Cause::Usage, 2),
            (Cause::Warnings, 3),
            (Cause::Damaged, 4),
            (Cause::Temporary, 5),
            (Cause::Refused, 6),
            (Cause::Io, 8),
            (Cause::Interrupted, 130),
        ];
        for (cause, exit) in exits {
            assert_eq!(cause.exit_code(), exit, "{cause:?}");
        }
    }
}
