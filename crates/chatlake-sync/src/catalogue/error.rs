//! What can be wrong with a catalogue.

use std::io;
use std::path::{Path, PathBuf};

use chatlake_core::{AppKey, Hour, Zone};
use rusqlite::ErrorCode;

use crate::state::Refused;

/// Why the catalogue did not do what it was asked to.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum CatalogueError {
    /// There is none.
    #[error(
        "there is no catalogue at `{path}`: is this an archive? `chatlake sync` begins one, `chatlake verify --repair` makes it again from the files"
    )]
    Absent {
        /// Where it should be.
        path: PathBuf,
    },
    /// Its bytes are not what was written.
    #[error(
        "the catalogue `{path}` is damaged: `chatlake verify --repair` makes it again from the files of the archive"
    )]
    Damaged {
        /// Where it is.
        path: PathBuf,
    },
    /// It was written by a later version.
    #[error(
        "the catalogue `{path}` is of version {found}, and this program knows up to {known}: use a later one"
    )]
    TooNew {
        /// Where it is.
        path: PathBuf,
        /// Its version.
        found: i64,
        /// The latest that is known.
        known: i64,
    },
    /// It is a database of something else.
    #[error("`{path}` is a database, and no catalogue of an archive")]
    Foreign {
        /// Where it is.
        path: PathBuf,
    },
    /// It holds a value that nobody writes.
    #[error(
        "the catalogue is wrong about {0}: `chatlake verify --repair` makes it again from the files of the archive"
    )]
    Nonsense(&'static str),
    /// The hours of an app are named in one zone.
    #[error("the hours of {app} in this archive are named in {}, not in {}: use --zone {}, or another archive", .known.name(), .asked.name(), .known.name())]
    OtherZone {
        /// Whose.
        app: AppKey,
        /// The zone on record.
        known: Zone,
        /// The one asked for.
        asked: Zone,
    },
    /// An hour that is not in it.
    #[error("hour {0} is not in the catalogue")]
    UnknownHour(Hour),
    /// An event that makes no sense for an hour.
    #[error("hour {hour}: {refused}")]
    Refused {
        /// Which hour.
        hour: Hour,
        /// What was refused.
        refused: Refused,
    },
    /// Another process writes, and does not come to an end.
    #[error("another process keeps the catalogue busy")]
    Busy,
    /// The system could not read or write: the disk is full, failing or read-only.
    #[error("failed to write or read the catalogue: {0}")]
    Io(String),
    /// SQLite refuses for another reason.
    #[error("the catalogue failed: {0}")]
    Sqlite(rusqlite::Error),
}

impl CatalogueError {
    pub(super) fn damaged(path: &Path) -> Self {
        CatalogueError::Damaged { path: path.to_owned() }
    }

    pub(super) fn io(path: &Path, error: &io::Error) -> Self {
        CatalogueError::Io(format!("`{}`: {error}", path.display()))
    }

    /// What SQLite says of the catalogue at `path`.
    pub(super) fn of(path: &Path, error: rusqlite::Error) -> Self {
        match error.sqlite_error_code() {
            Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => Self::damaged(path),
            _ => error.into(),
        }
    }
}

impl From<rusqlite::Error> for CatalogueError {
    fn from(error: rusqlite::Error) -> Self {
        match error.sqlite_error_code() {
            Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => {
                CatalogueError::Nonsense("its own pages")
            }
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => CatalogueError::Busy,
            Some(
                ErrorCode::DiskFull
                | ErrorCode::SystemIoFailure
                | ErrorCode::ReadOnly
                | ErrorCode::CannotOpen
                | ErrorCode::PermissionDenied,
            ) => CatalogueError::Io(error.to_string()),
            _ => CatalogueError::Sqlite(error),
        }
    }
}

#[cfg(test)]
mod tests {
    use rusqlite::ffi;

    use super::*;

    fn said(code: i32) -> rusqlite::Error {
        rusqlite::Error::SqliteFailure(ffi::Error::new(code), None)
    }

    #[test]
    fn what_sqlite_says_is_told_apart_by_what_helps() {
        let path = Path::new("catalogue.sqlite");
        for code in [ffi::SQLITE_CORRUPT, ffi::SQLITE_NOTADB] {
            assert!(matches!(CatalogueError::of(path, said(code)), CatalogueError::Damaged { .. }));
            assert!(matches!(CatalogueError::from(said(code)), CatalogueError::Nonsense(_)));
        }
        for code in [ffi::SQLITE_BUSY, ffi::SQLITE_LOCKED] {
            assert!(matches!(CatalogueError::of(path, said(code)), CatalogueError::Busy));
        }
        for code in [ffi::SQLITE_FULL, ffi::SQLITE_IOERR, ffi::SQLITE_READONLY, ffi::SQLITE_PERM] {
            assert!(matches!(CatalogueError::of(path, said(code)), CatalogueError::Io(_)));
        }
        let other = CatalogueError::of(path, said(ffi::SQLITE_MISUSE));
        assert!(matches!(other, CatalogueError::Sqlite(_)), "{other}");
        let error = CatalogueError::io(path, &io::ErrorKind::StorageFull.into());
        assert!(error.to_string().contains("catalogue.sqlite"), "{error}");
    }
}
