//! `chatlake lake status`.

mod document;
mod page;
mod table;

use chatlake_lake::Status;
use chatlake_store::Store;

use super::{failure, open};
use crate::args::LakeStatusArgs;
use crate::command::{print_json, print_text};
use crate::exit::Exit;
use crate::failure::Failure;
use crate::screen;

/// Days that are shown, unless told otherwise.
const SHOWN: usize = 14;

/// Shows what a lake has, and what it lacks.
pub(super) fn run(args: &LakeStatusArgs) -> Result<Exit, Failure> {
    let lake = open(Store::open(&args.place)?)?;
    let state = lake.manifests().map_err(|error| failure(&error))?;
    let status = Status::of(&state);
    let is_complete = status.missing().next().is_none() && status.salvaged.is_empty();
    let exit = if is_complete { Exit::OK } else { Exit::WARNINGS };
    if args.json {
        print_json(&document::document(&lake, &status))?;
        return Ok(exit);
    }
    let n_days = args.days.map_or(SHOWN, |days| usize::from(days.get()));
    print_text(&page::page(&lake, &status, n_days, screen::has_colours()))?;
    Ok(exit)
}
