//! From errors of the libraries to exit codes, and to what to do next.

use chatlake_fetch::Error;
use chatlake_sync::{CatalogueError, LockError, SyncError};

use crate::exit::Exit;
use crate::failure::{Failure, chain};

/// An error with its causes, and what to do about it where its own words do not say it.
pub(in crate::command) fn told(error: &SyncError) -> String {
    let message = chain(error);
    match advice(error.exit_code()) {
        Some(advice) => format!("{message}; {advice}"),
        None => message,
    }
}

/// What to do about what a command ended with.
fn advice(code: u8) -> Option<&'static str> {
    match code {
        5 => Some("run it again: it goes on where it stopped"),
        6 => Some("`chatlake doctor` tells which credentials are used"),
        8 => Some("run it again when that is mended: what is under its name is whole"),
        9 => Some("let it finish; what this run would do, it or the next one does"),
        _ => None,
    }
}

impl From<SyncError> for Failure {
    fn from(error: SyncError) -> Self {
        Failure::Told(Exit::of(error.exit_code()), told(&error))
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        SyncError::from(error).into()
    }
}

impl From<CatalogueError> for Failure {
    fn from(error: CatalogueError) -> Self {
        SyncError::from(error).into()
    }
}

impl From<LockError> for Failure {
    fn from(error: LockError) -> Self {
        SyncError::from(error).into()
    }
}
