//! What can go wrong with a lake.

use std::io;
use std::path::Path;

use chatlake_convert::PlanError;
use chatlake_store::StoreError;

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
    /// What is asked for is not this lake's.
    #[error("`{place}` is another lake: its {what} is {has}, and {asked} was asked for")]
    Another {
        /// Where.
        place: String,
        /// In what it differs.
        what: &'static str,
        /// What it has.
        has: String,
        /// What it would have to have.
        asked: String,
    },
    /// No lake can be made like this.
    #[error("{0}")]
    Impossible(String),
    /// What the lake says of itself cannot be understood.
    #[error("`{path}`: {why}")]
    BadTerms {
        /// Which file.
        path: String,
        /// Why.
        why: String,
    },
    /// A manifest is not what was written.
    #[error("`{path}`: {source}")]
    Unsound {
        /// Which one.
        path: String,
        /// Why.
        source: Unsound,
    },
    /// A file is not what its manifest says.
    #[error("`{path}` {why}")]
    Unlike {
        /// Which file.
        path: String,
        /// In what.
        why: String,
    },
    /// A slot cannot be written before a neighbour is.
    #[error(
        "{slot} cannot be written: {why}; convert {neighbour} in the same run, with --overwrite"
    )]
    Neighbour {
        /// Which slot.
        slot: Slot,
        /// Which one is in the way.
        neighbour: Slot,
        /// Why.
        why: &'static str,
    },
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
            | LakeError::Nothing { .. }
            | LakeError::Another { .. }
            | LakeError::Impossible(_)
            | LakeError::Neighbour { .. }
            | LakeError::Plan(_) => 2,
            LakeError::BadTerms { .. } | LakeError::Unsound { .. } | LakeError::Unlike { .. } => 1,
            LakeError::Store(error) => error.exit_code(),
            LakeError::Io { .. } => 8,
        }
    }

    /// Names the act and the path of what the system said.
    pub(crate) fn io(act: &'static str, path: &Path) -> impl FnOnce(io::Error) -> Self {
        let path = path.display().to_string();
        move |source| LakeError::Io { act, path, source }
    }
}
