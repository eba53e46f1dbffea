//! What `chatlake convert` must make of a file, for tests to read.

use std::fmt::{self, Write};

use super::Sample;

/// The outcome of converting a file by itself, with default options.
#[derive(Clone, Copy, Default)]
pub(crate) struct Expected {
    pub(crate) exit: Exit,
    /// Records read, rejects included; 0 for a damaged file.
    pub(crate) records: u64,
    /// Rows of the flat layout.
    pub(crate) rows: u64,
    pub(crate) duplicates: u64,
    pub(crate) conflicts: u64,
    pub(crate) rejects: u64,
}

/// How the command ends.
#[derive(Clone, Copy, Default)]
pub(crate) enum Exit {
    /// 0: nothing to report.
    #[default]
    Fine,
    /// 3: done, with rejects or warnings.
    Reported,
    /// 4: damaged, nothing is published.
    Damaged,
    /// 3 or 4, and the counts are open: only the reason that is given matters.
    Refused,
}

impl fmt::Display for Exit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Fine => "0",
            Self::Reported => "3",
            Self::Damaged => "4",
            Self::Refused => "3|4",
        })
    }
}

impl Expected {
    /// Messages of one body each, all well.
    pub(crate) fn fine(records: u64) -> Self {
        Self { records, rows: records, ..Self::default() }
    }

    /// Messages of one body each, and something to warn of.
    pub(crate) fn warned(records: u64) -> Self {
        Self { exit: Exit::Reported, ..Self::fine(records) }
    }

    /// Messages of one body each, and rejects.
    pub(crate) fn rejects(rejects: u64, messages: u64) -> Self {
        let records = rejects + messages;
        Self { exit: Exit::Reported, records, rows: messages, rejects, ..Self::default() }
    }

    /// Nothing is published.
    pub(crate) fn damaged() -> Self {
        Self { exit: Exit::Damaged, ..Self::default() }
    }

    /// Rejected or damaged.
    pub(crate) fn refused() -> Self {
        Self { exit: Exit::Refused, ..Self::default() }
    }
}

/// `expected.tsv`: a line per sample, `-` where a count is open.
pub(crate) fn table(samples: &[Sample]) -> String {
    let mut table = "file\texit\trecords\trows\tduplicates\tconflicts\trejects\n".to_owned();
    for Sample { path, expected, .. } in samples {
        let Expected { exit, records, rows, duplicates, conflicts, rejects } = expected;
        // Writing to a String cannot fail.
        let _ = match exit {
            Exit::Refused => writeln!(table, "{path}\t{exit}\t-\t-\t-\t-\t-"),
            _ => writeln!(
                table,
                "{path}\t{exit}\t{records}\t{rows}\t{duplicates}\t{conflicts}\t{rejects}"
            ),
        };
    }
    table
}
