//! Exit codes.

use std::process::ExitCode;

/// How the command ends, as scripts see it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Exit(u8);

impl Exit {
    /// All done, nothing to report.
    pub(crate) const OK: Exit = Exit(0);
    /// None of the others.
    pub(crate) const FAILED: Exit = Exit(1);
    /// Wrong usage or configuration.
    pub(crate) const USAGE: Exit = Exit(2);
    /// Done, with rejects or warnings.
    pub(crate) const WARNINGS: Exit = Exit(3);
    /// An input is damaged.
    pub(crate) const DAMAGED: Exit = Exit(4);
    /// It may work another time.
    pub(crate) const TEMPORARY: Exit = Exit(5);
    /// Credentials are missing or refused.
    pub(crate) const AUTH: Exit = Exit(6);
    /// The system could not read or write.
    pub(crate) const IO: Exit = Exit(8);

    /// Another process holds the lock.
    pub(crate) const LOCKED: Exit = Exit(9);

    /// Somebody asked to end before all was done.
    pub(crate) const INTERRUPTED: Exit = Exit(130);

    /// The code of a report.
    pub(crate) fn of(code: u8) -> Exit {
        Exit(code)
    }

    /// The one that counts where both apply.
    pub(crate) fn max(self, other: Exit) -> Exit {
        Exit(self.0.max(other.0))
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> ExitCode {
        ExitCode::from(exit.0)
    }
}
