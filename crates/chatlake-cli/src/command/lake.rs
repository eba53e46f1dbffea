//! `chatlake lake`.

mod compact;

use chatlake_lake::{Lake, LakeError};
use chatlake_store::Store;

use crate::args::{LakeArgs, LakeCommand};
use crate::console::Console;
use crate::exit::Exit;
use crate::failure::{Failure, chain};

/// Does what is to be done with a lake.
pub(super) fn run(args: &LakeArgs, console: &Console) -> Result<Exit, Failure> {
    match &args.command {
        LakeCommand::Compact(args) => compact::run(args, console),
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
