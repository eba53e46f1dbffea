//! `chatlake lake register`, and `--delta` of those who write lakes.

mod told;

use chatlake_delta::{RegisterOptions, Registered, register};
use chatlake_lake::Lake;
use chatlake_store::{Place, Store};

use crate::args::RegisterArgs;
use crate::clock::clock;
use crate::command::{print_json, print_text};
use crate::console::Console;
use crate::exit::Exit;
use crate::failure::{Failure, chain};

/// Brings the table of a lake to what the lake has.
pub(super) fn run(args: &RegisterArgs, console: &Console) -> Result<Exit, Failure> {
    let RegisterArgs { place, keep, single_writer, json } = args;
    let keep = keep.unwrap_or_default();
    let options = RegisterOptions { single_writer: *single_writer, keep };
    let (lake, registered) = registered(place, &options)?;
    if *json {
        print_json(&told::document(&lake, &registered))?;
    } else {
        print_text(&format!("{}\n", told::line(&lake, &registered)))?;
    }
    Ok(told::warn(&registered, console))
}

/// Whether there can be tables.
pub(in crate::command) fn require() -> Result<(), Failure> {
    Ok(())
}

/// Registers at the end of a command that has something else to print.
pub(in crate::command) fn at_end(place: &Place, console: &Console) -> Result<Exit, Failure> {
    let (lake, registered) = registered(place, &RegisterOptions::default())?;
    console.note(&told::line(&lake, &registered));
    Ok(told::warn(&registered, console))
}

fn registered(place: &Place, options: &RegisterOptions) -> Result<(Lake, Registered), Failure> {
    let lake = super::open(Store::open(place)?)?;
    let registered = register(&lake, options, &*clock()?)
        .map_err(|error| Failure::Told(Exit::of(error.exit_code()), chain(&error)))?;
    Ok((lake, registered))
}
