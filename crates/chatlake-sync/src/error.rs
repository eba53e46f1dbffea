//! What can end a run.

use std::io;
use std::path::{Path, PathBuf};

use chatlake_core::Hour;
use chatlake_fetch::Class;
use chatlake_lake::LakeError;

use crate::archive::{LockError, ScanError};
use crate::catalogue::CatalogueError;
use crate::conversion::ConversionError;
use chatlake_core::BadAppKey;

/// Why a run ended, or did not begin.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SyncError {
    /// The archive is taken, or cannot be.
    #[error(transparent)]
    Lock(#[from] LockError),
    /// The catalogue cannot be used.
    #[error(transparent)]
    Catalogue(#[from] CatalogueError),
    /// The archive cannot be read.
    #[error(transparent)]
    Scan(#[from] ScanError),
    /// The app has no name that could be a folder's.
    #[error(transparent)]
    App(#[from] BadAppKey),
    /// The platform cannot be used.
    #[error(transparent)]
    Fetch(#[from] chatlake_fetch::Error),
    /// An hour cannot be converted.
    #[error(transparent)]
    Conversion(#[from] ConversionError),
    /// The lake is not one that hours of the app can become part of, or does not say.
    #[error(transparent)]
    Lake(#[from] LakeError),
    /// An hour was asked for that has not ended.
    #[error("hour {hour} is not over: its file cannot be there before it is")]
    NotOver {
        /// Which one.
        hour: Hour,
    },
    /// It is not known how hours are named.
    #[error(
        "nothing says in which zone the hours of {app} are named: give --zone +08:00 or --zone utc"
    )]
    UnknownZone {
        /// Whose.
        app: String,
    },
    /// Too many failures in a row.
    #[error(
        "the last {n_failures} hours failed one after the other: the rest is left for the next run"
    )]
    GivenUp {
        /// How many.
        n_failures: usize,
    },
    /// The system failed.
    #[error("failed to {act} `{path}`: {source}")]
    Io {
        /// What was tried.
        act: &'static str,
        /// With what.
        path: PathBuf,
        /// Why it failed.
        source: io::Error,
    },
}

impl SyncError {
    /// The exit code of the command.
    pub fn exit_code(&self) -> u8 {
        match self {
            SyncError::Lock(LockError::Held { .. }) => 9,
            SyncError::Lock(LockError::Io(_)) | SyncError::Scan(_) | SyncError::Io { .. } => 8,
            SyncError::Catalogue(error) => match error {
                CatalogueError::Absent { .. }
                | CatalogueError::TooNew { .. }
                | CatalogueError::Foreign { .. }
                | CatalogueError::OtherZone { .. } => 2,
                CatalogueError::Damaged { .. }
                | CatalogueError::Nonsense(_)
                | CatalogueError::Io(_) => 8,
                CatalogueError::Busy => 5,
                CatalogueError::UnknownHour(_)
                | CatalogueError::Refused { .. }
                | CatalogueError::Sqlite(_) => 1,
            },
            SyncError::App(_) | SyncError::NotOver { .. } | SyncError::UnknownZone { .. } => 2,
            SyncError::Fetch(error) => match error.class() {
                Class::Usage => 2,
                Class::Temporary => 5,
                Class::Auth => 6,
                Class::Damaged => 4,
                Class::Local => 8,
                Class::Interrupted => 130,
                Class::Failed => 1,
            },
            SyncError::Conversion(error) => error.exit_code(),
            SyncError::Lake(error) => error.exit_code(),
            SyncError::GivenUp { .. } => 5,
        }
    }

    /// Names the act and the path of what the system said.
    pub(crate) fn io(act: &'static str, path: &Path) -> impl FnOnce(io::Error) -> Self {
        move |source| SyncError::Io { act, path: path.to_owned(), source }
    }
}

/// Why a run goes no further.
#[derive(Debug)]
pub(crate) enum Halt {
    /// The caller ended it.
    Interrupted,
    /// Something went wrong that concerns all hours.
    Failed(Box<SyncError>),
}

impl<E: Into<SyncError>> From<E> for Halt {
    fn from(error: E) -> Self {
        Halt::Failed(Box::new(error.into()))
    }
}

#[cfg(test)]
mod tests {
    use chatlake_convert::Cause;
    use chatlake_fetch::Error as FetchError;

    use super::*;

    fn input(cause: Cause) -> SyncError {
        let (source_name, message) = ("a.gz".to_owned(), "it failed".to_owned());
        SyncError::Conversion(ConversionError::Input { source_name, message, cause })
    }

    #[test]
    fn errors_end_a_command_as_it_is_documented() {
        let path = PathBuf::from("x");
        let uncommitted = |exit_code: u8| {
            let (source_name, message) = ("a.gz".to_owned(), "it failed".to_owned());
            SyncError::Conversion(ConversionError::Uncommitted { source_name, message, exit_code })
        };
        let errors = [
            (SyncError::Catalogue(CatalogueError::Absent { path: path.clone() }), 2),
            (SyncError::Catalogue(CatalogueError::Foreign { path: path.clone() }), 2),
            (SyncError::Catalogue(CatalogueError::Damaged { path: path.clone() }), 8),
            (SyncError::Catalogue(CatalogueError::Nonsense("x")), 8),
            (SyncError::Catalogue(CatalogueError::Io("full".to_owned())), 8),
            (SyncError::Catalogue(CatalogueError::Busy), 5),
            (SyncError::Fetch(FetchError::Tls("none".to_owned())), 1),
            (SyncError::Fetch(FetchError::Interrupted), 130),
            (input(Cause::Damaged), 4),
            (input(Cause::Io), 8),
            (uncommitted(130), 130),
            (uncommitted(6), 6),
            (SyncError::UnknownZone { app: "o/a".to_owned() }, 2),
            (SyncError::GivenUp { n_failures: 3 }, 5),
            (SyncError::io("read", &path)(io::ErrorKind::NotFound.into()), 8),
        ];
        for (error, exit) in errors {
            assert_eq!(error.exit_code(), exit, "{error}");
        }
    }
}
