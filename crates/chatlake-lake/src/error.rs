//! What can go wrong with a lake.

use std::io;
use std::path::Path;

use chatlake_convert::PlanError;
use chatlake_core::{AppKey, Zone, schema};
use chatlake_parquet::FileError;
use chatlake_store::{StoreError, StoreErrorKind};

use crate::day::Day;
use crate::sealed::Unsound;
use crate::slot::Slot;

/// What could not be done with a lake, and why.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum LakeError {
    /// Something else lies there.
    #[error("`{place}` is no lake, and not empty: name an empty or new folder, or a lake")]
    NoLake {
        /// Where.
        place: String,
    },
    /// Nothing lies there.
    #[error("`{place}` is no lake: there is no `_lake.json` in it")]
    Nothing {
        /// Where.
        place: String,
    },
    /// No export lies there.
    #[error("`{place}` holds no export: name the folder, or the key, that keeps them")]
    NoExports {
        /// Where.
        place: String,
    },
    /// What is asked for is not this lake's.
    #[error("`{place}` is another lake: {says}; {next}, or name another lake")]
    Another {
        /// Where.
        place: String,
        /// In what it differs.
        what: &'static str,
        /// What it has there, and what it would have to have.
        says: String,
        /// What fits this lake.
        next: String,
    },
    /// Two inputs of one slot.
    #[error("`{first}` and `{second}` are both {slot}: name one of them")]
    SameSlot {
        /// One of them.
        first: String,
        /// The other.
        second: String,
        /// Which slot.
        slot: Slot,
    },
    /// Inputs of two apps.
    #[error("`{input}` is of {other} by its folders, and `{first}` of {app}: a lake has one app")]
    TwoApps {
        /// One of them.
        first: String,
        /// Whose it is.
        app: AppKey,
        /// The other.
        input: String,
        /// Whose that is.
        other: AppKey,
    },
    /// Inputs of another app than was said.
    #[error(
        "`{input}` is of {told} by its folders, and --app says {asked}: leave --app out, or name other files"
    )]
    OtherApp {
        /// One of them.
        input: String,
        /// Whose it is.
        told: AppKey,
        /// Who was said.
        asked: AppKey,
    },
    /// A file that is no hour's.
    #[error(
        "its name tells no hour, such as 2018112717.gz does: a lake has a place for hours only"
    )]
    NoHour,
    /// An hour that is named in another zone.
    #[error(
        "its records are of the hour that its name means in {}, and the hours of the lake are named in {}: leave --zone out, or name another lake for it",
        .fitting.name(),
        .zone.name()
    )]
    OtherZone {
        /// The zone that the records fit.
        fitting: Zone,
        /// The lake's.
        zone: Zone,
    },
    /// No lake can be made like this.
    #[error("{0}")]
    Impossible(String),
    /// A file lies there.
    #[error("`{place}` is a file, and a lake is a folder")]
    NoFolder {
        /// Where.
        place: String,
    },
    /// It is of another version of the schema.
    #[error(
        "`{path}`: its schema is {schema}, and this chatlake knows schema {}: use {}",
        schema::VERSION,
        one_that_knows(.schema)
    )]
    OtherSchema {
        /// Which file says so.
        path: String,
        /// Which one.
        schema: String,
    },
    /// What the lake says of itself cannot be understood.
    #[error("`{path}`: {why}")]
    BadTerms {
        /// Which file.
        path: String,
        /// Why.
        why: String,
    },
    /// A manifest is not what was written.
    #[error("`{path}`: {source} (`chatlake lake verify` says what to do)")]
    Unsound {
        /// Which one.
        path: String,
        /// Why.
        source: Unsound,
    },
    /// The lake has nothing of a day.
    #[error("`{place}` has no hour of {day}{}", those(*.days))]
    NoDay {
        /// Where.
        place: String,
        /// Which day.
        day: Day,
        /// The first and the last of which it has some.
        days: Option<(Day, Day)>,
    },
    /// A file is not what its manifest says.
    #[error("`{path}` {why}")]
    Unlike {
        /// Which file.
        path: String,
        /// In what.
        why: String,
    },
    /// A file is not there, and a manifest names it.
    #[error("`{path}` is gone, and a manifest names it")]
    Gone {
        /// Which file.
        path: String,
    },
    /// A slot cannot be written before a neighbour is.
    #[error("{slot} cannot be written: {why}; name the file of {neighbour}, too")]
    Neighbour {
        /// Which slot.
        slot: Slot,
        /// Which one is in the way.
        neighbour: Slot,
        /// Why.
        why: &'static str,
    },
    /// What is whole of a damaged input would take the place of a whole one.
    #[error(
        "{slot} is in the lake whole, with {records} records: --overwrite replaces it by what is whole of a damaged file"
    )]
    Less {
        /// Which slot.
        slot: Slot,
        /// How many records it has.
        records: u64,
    },
    /// A file of rows cannot be made of another.
    #[error(transparent)]
    Rows(Box<FileError>),
    /// The conversion cannot be carried out.
    #[error(transparent)]
    Plan(#[from] PlanError),
    /// The place of the lake failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The system failed.
    #[error("failed to {act} `{path}`: {source}")]
    Io {
        /// What was tried.
        act: &'static str,
        /// With what.
        path: String,
        /// Why it failed.
        source: io::Error,
    },
}

impl LakeError {
    /// The exit code of the command.
    pub fn exit_code(&self) -> u8 {
        match self {
            LakeError::NoLake { .. }
            | LakeError::NoFolder { .. }
            | LakeError::OtherSchema { .. }
            | LakeError::OtherApp { .. }
            | LakeError::Nothing { .. }
            | LakeError::NoExports { .. }
            | LakeError::Another { .. }
            | LakeError::Impossible(_)
            | LakeError::NoDay { .. }
            | LakeError::SameSlot { .. }
            | LakeError::NoHour
            | LakeError::OtherZone { .. }
            | LakeError::TwoApps { .. }
            | LakeError::Neighbour { .. }
            | LakeError::Less { .. }
            | LakeError::Plan(_) => 2,
            LakeError::BadTerms { .. }
            | LakeError::Unsound { .. }
            | LakeError::Unlike { .. }
            | LakeError::Gone { .. } => 1,
            LakeError::Rows(error) => {
                if error.io().is_some() {
                    8
                } else {
                    1
                }
            }
            LakeError::Store(error) => error.exit_code(),
            LakeError::Io { .. } => 8,
        }
    }

    /// Whether a file was not there that a manifest had named.
    pub(crate) fn is_of_missing(&self) -> bool {
        match self {
            LakeError::Gone { .. } => true,
            LakeError::Store(error) => error.kind() == StoreErrorKind::Missing,
            LakeError::Io { source, .. } => source.kind() == io::ErrorKind::NotFound,
            _ => false,
        }
    }

    /// Names the act and the path of what the system said.
    pub(crate) fn io(act: &'static str, path: &Path) -> impl FnOnce(io::Error) -> Self + use<> {
        let path = path.display().to_string();
        move |source| LakeError::Io { act, path, source }
    }
}

/// Which chatlake knows a version of the schema.
fn one_that_knows(version: &str) -> &'static str {
    match (version.parse::<u64>(), schema::VERSION.parse::<u64>()) {
        (Ok(found), Ok(known)) if found < known => "the older one, or convert into another lake",
        _ => "a newer chatlake",
    }
}

/// From when to when there are days, for people.
fn those(days: Option<(Day, Day)>) -> String {
    match days {
        Some((first, last)) => format!("; it has hours from {first} to {last}"),
        None => String::new(),
    }
}
