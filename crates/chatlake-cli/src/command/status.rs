//! `chatlake status`.

mod document;
mod page;
pub(super) mod picture;
pub(super) mod sign;

use std::io::Write;

use super::known::known;
use super::{print, print_json};
use crate::args::StatusArgs;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::screen;

/// Days that are drawn, unless told otherwise.
const DRAWN: usize = 14;

/// Shows the calendar of hours.
pub(super) fn run(args: &StatusArgs) -> Result<Exit, Failure> {
    let known = known(&args.known)?;
    if args.known.json {
        print_json(&document::document(&known))?;
        return Ok(known.exit());
    }
    let n_days = args.known.days.map_or(DRAWN, |days| usize::from(days.get()));
    print(|out| {
        if known.apps.is_empty() {
            return writeln!(out, "the archive has no app yet: `chatlake sync` begins with one");
        }
        for app in &known.apps {
            out.write_all(page::page(app, known.now_ms, n_days, screen::has_colours()).as_bytes())?;
        }
        Ok(())
    })?;
    Ok(known.exit())
}
