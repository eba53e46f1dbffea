//! `chatlake lake register`, in a command that was built without tables.

use chatlake_store::Place;

use crate::args::RegisterArgs;
use crate::console::Console;
use crate::exit::Exit;
use crate::failure::Failure;

/// Says how to get it.
pub(super) fn run(_args: &RegisterArgs, _console: &Console) -> Result<Exit, Failure> {
    Err(failure())
}

/// Whether there can be tables.
pub(in crate::command) fn require() -> Result<(), Failure> {
    Err(failure())
}

/// Registers at the end of a command that has something else to print.
pub(in crate::command) fn at_end(_place: &Place, _console: &Console) -> Result<Exit, Failure> {
    Err(failure())
}

fn failure() -> Failure {
    Failure::usage(
        "this chatlake was built without Delta tables: build one with them, `cargo build --release --features delta`",
    )
}
