//! What is wrong, where, and what helps.

use crate::day::Day;
use crate::layout::Subject;
use crate::slot::Slot;

/// Something that is not as it should be.
#[derive(Debug)]
pub struct Finding {
    /// The file, for people.
    pub path: String,
    /// Whose file it is, where anybody knows.
    pub of: Option<Subject>,
    /// What is wrong with it.
    pub fault: Fault,
}

/// What is wrong with a file.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Fault {
    /// What the lake says of itself was changed.
    #[error("says what a lake cannot: {0}")]
    Terms(String),
    /// A manifest was changed.
    #[error("{0}")]
    Manifest(String),
    /// A manifest was written by somebody who knows more.
    #[error("cannot be understood: {0}")]
    Newer(String),
    /// A manifest contradicts itself, or another.
    #[error("says what cannot be: {0}")]
    Contradiction(String),
    /// It is gone.
    #[error("is not there, and a manifest names it")]
    Missing,
    /// It is longer or shorter.
    #[error("has {found} bytes, and its manifest says {expected}")]
    Length {
        /// What it is.
        found: u64,
        /// What it should be.
        expected: u64,
    },
    /// Its bytes are others.
    #[error("holds other bytes than were written")]
    Bytes,
    /// Its bytes are what they were, and cannot be read.
    #[error("cannot be read to its end: {0}")]
    Unreadable(String),
    /// Its rows are more or fewer.
    #[error("has {found} rows, and its manifest says {expected}")]
    Rows {
        /// How many there are.
        found: u64,
        /// How many there should be.
        expected: u64,
    },
    /// Its columns are not those of the lake.
    #[error("has other columns than the lake")]
    Columns,
    /// Its rows are of others.
    #[error("holds rows of `{0}`, which its manifest does not name")]
    Strangers(String),
    /// Its rows are out of order.
    #[error("is not sorted, and its manifest says so")]
    Unsorted,
    /// Its lines are more or fewer.
    #[error("has {found} lines, and its manifest says {expected}")]
    Lines {
        /// How many there are.
        found: u64,
        /// How many there should be.
        expected: u64,
    },
    /// What was dropped is not what its neighbours have.
    #[error("drops {found} records as those of earlier hours, and {expected} are")]
    Dropped {
        /// What it says.
        found: u64,
        /// What it should say.
        expected: u64,
    },
    /// It was compared with something that is not there any more.
    #[error("was compared with other bytes of {0} than the lake has")]
    Neighbour(Slot),
    /// It is not what its export comes to.
    #[error("is not what converting once more gives: {0}")]
    Remade(String),
    /// An export holds other bytes than the lake was made of.
    #[error("holds other bytes than {0} in the lake was made of")]
    OtherExport(Slot),
    /// An export of a slot is nowhere.
    #[error("was made of `{0}`, which is not among the exports")]
    NoExport(String),
    /// An export is not in the lake.
    #[error("is not in the lake")]
    NotInLake,
    /// No manifest names it, and readers see its rows.
    #[error("is in the way of readers, and no manifest names it")]
    Orphan,
    /// Its rows are in other files, too, and readers see both.
    #[error("holds rows that are in the files of {0}, too: readers see them twice")]
    Doubled(Day),
    /// No manifest names it, and nobody reads it.
    #[error("is left over: no manifest names it")]
    LeftOver,
    /// Nobody here calls a file so.
    #[error("is no file of a lake")]
    Foreign,
}

impl Finding {
    /// What to do about it.
    pub fn next(&self) -> String {
        let again = match self.of {
            Some(Subject::Slot(slot)) => {
                format!("convert the export of {slot} again, with --lake and --overwrite")
            }
            Some(Subject::Day(day)) => {
                format!("convert the exports of {day} again, with --lake and --overwrite")
            }
            None => "restore it".to_owned(),
        };
        match &self.fault {
            Fault::Terms(_) => {
                "restore it, or convert into another folder: nothing else was looked at".to_owned()
            }
            Fault::Manifest(_) => format!("restore it, or remove it and {again}"),
            Fault::Newer(_) => "nothing of it was looked at".to_owned(),
            // Nothing that is written ever takes its place.
            Fault::Orphan if self.of.is_none() => "move it elsewhere".to_owned(),
            Fault::Orphan | Fault::Doubled(_) => {
                "the next commit or compaction of its day removes it, or remove it yourself"
                    .to_owned()
            }
            Fault::Remade(_) => {
                format!("was it made by another version, or with other options? If not, {again}")
            }
            Fault::OtherExport(_) => {
                "restore it; or, if it has grown since, convert it with --lake".to_owned()
            }
            Fault::NoExport(_) => "name the folder that keeps it with --raw".to_owned(),
            Fault::NotInLake => "convert it with --lake".to_owned(),
            Fault::LeftOver => "it may go".to_owned(),
            Fault::Foreign => "move it elsewhere".to_owned(),
            _ => again,
        }
    }

    /// Whether an export is concerned, which may not be had again.
    pub fn is_of_export(&self) -> bool {
        matches!(self.fault, Fault::OtherExport(_))
    }

    /// Whether it is a file that nobody reads, and that a process which was killed has left: the
    /// lake is as it should be with it and without it.
    pub fn is_left_over(&self) -> bool {
        matches!(self.fault, Fault::LeftOver)
    }

    /// Whether nothing is wrong with the lake for it.
    pub fn is_harmless(&self) -> bool {
        matches!(
            self.fault,
            Fault::LeftOver | Fault::Foreign | Fault::NoExport(_) | Fault::NotInLake
        )
    }
}
