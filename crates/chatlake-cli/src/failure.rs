//! Why a command could not do what it was asked to.

use std::error::Error;
use std::fmt::Display;
use std::io;

use chatlake_convert::{Cause, PlanError};
use chatlake_core::ErrorKind;
use chatlake_store::{BadPlace, StoreError};

use crate::console::Console;
use crate::exit::Exit;

/// Why a command could not do what it was asked to.
#[derive(Debug)]
pub(crate) enum Failure {
    /// To be told in one message.
    Told(Exit, String),
    /// Nobody reads standard output any more: not worth a word.
    ClosedPipe,
}

impl Failure {
    /// Arguments or settings that cannot be meant.
    pub(crate) fn usage(message: impl Into<String>) -> Self {
        Failure::Told(Exit::USAGE, message.into())
    }

    /// The system refused an act, named with its object: "write `x`".
    pub(crate) fn io(act: impl Display, error: &io::Error) -> Self {
        Failure::Told(Exit::IO, format!("failed to {act}: {error}"))
    }

    /// Standard output could not be written to.
    pub(crate) fn stdout(error: &io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::BrokenPipe => Failure::ClosedPipe,
            _ => Self::io("write to standard output", error),
        }
    }

    /// An input could not be read.
    pub(crate) fn input(error: &chatlake_core::Error) -> Self {
        Failure::Told(exit_of(&error.kind), error.to_string())
    }

    /// Says it, and what the command ends with.
    pub(crate) fn tell(self, console: &Console) -> Result<Exit, Exit> {
        match self {
            Failure::Told(exit, message) => {
                console.error(&message);
                Err(exit)
            }
            Failure::ClosedPipe => Ok(Exit::OK),
        }
    }
}

impl From<PlanError> for Failure {
    fn from(error: PlanError) -> Self {
        match error {
            PlanError::Read { path, source } => {
                Failure::io(format!("read `{}`", path.display()), &source)
            }
            error => Failure::usage(chain(&error)),
        }
    }
}

impl From<BadPlace> for Failure {
    fn from(error: BadPlace) -> Self {
        Failure::usage(error.to_string())
    }
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        Failure::Told(Exit::of(error.exit_code()), error.to_string())
    }
}

/// What an input's error ends the command with.
pub(crate) fn exit_of(kind: &ErrorKind) -> Exit {
    match kind {
        ErrorKind::Io(error) => Exit::of(Cause::of(error).exit_code()),
        ErrorKind::Damaged(_) => Exit::DAMAGED,
        ErrorKind::Rejected { .. } => Exit::WARNINGS,
        _ => Exit::IO,
    }
}

/// An error with its causes.
pub(crate) fn chain(error: &dyn Error) -> String {
    let mut message = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        let cause_message = cause.to_string();
        // Some say what their cause says, and go on.
        if !message.contains(&cause_message) {
            message.push_str(&format!(": {cause_message}"));
        }
        source = cause.source();
    }
    message
}
