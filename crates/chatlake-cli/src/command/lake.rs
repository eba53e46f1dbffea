//! `chatlake lake`.

mod compact;
#[cfg(feature = "delta")]
pub(super) mod register;
mod sql;
mod status;
mod verify;
#[cfg(not(feature = "delta"))]
pub(super) mod without_tables;

use chatlake_lake::{Lake, LakeError};
use chatlake_store::Store;

use crate::args::{Given, LakeArgs, LakeCommand};
use crate::console::Console;
use crate::exit::Exit;
use crate::failure::{Failure, chain};

#[cfg(not(feature = "delta"))]
pub(super) use without_tables as register;

/// Does what is to be done with a lake.
pub(super) fn run(args: &LakeArgs, given: &Given, console: &Console) -> Result<Exit, Failure> {
    match &args.command {
        LakeCommand::Status(args) => status::run(args),
        LakeCommand::Verify(args) => verify::run(args, given, console),
        LakeCommand::Sql(args) => sql::run(args, console),
        LakeCommand::Compact(args) => compact::run(args, console),
        LakeCommand::Register(args) => register::run(args, console),
    }
}

/// Opens a lake that is there.
fn open(store: Store) -> Result<Lake, Failure> {
    Lake::open(store).map_err(|error| failure(&error))
}

/// Why nothing could be done with a lake.
fn failure(error: &LakeError) -> Failure {
    Failure::Told(Exit::of(error.exit_code()), chain(error))
}
