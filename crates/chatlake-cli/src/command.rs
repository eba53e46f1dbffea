//! Commands: from arguments to a call of a library, and from what it returns to people.

mod attachments;
mod completions;
mod config;
mod convert;
mod demo;
mod doctor;
mod fetch;
mod gaps;
mod head;
mod inputs;
mod inspect;
mod known;
mod lake;
mod man;
mod replay;
mod schema;
mod secret;
mod status;
mod supply;
mod sync;
mod verify;

use std::io::{self, BufWriter, StdoutLock, Write};

use clap::ArgMatches;

use crate::args::{CliCommand, Given};
use crate::console::Console;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::settings::Settings;

/// Does what was asked for.
pub(crate) fn run(
    command: CliCommand,
    matches: &ArgMatches,
    settings: Result<Settings, Failure>,
    console: &Console,
) -> Result<Exit, Failure> {
    let given = matches.subcommand().map(|(_, matches)| Given::of(matches)).unwrap_or_default();
    match command {
        CliCommand::Convert(mut args) => {
            args.given = given;
            convert::run(&args, console, convert::find)
        }
        CliCommand::Replay(mut args) => {
            args.given = given;
            replay::run(*args, console)
        }
        CliCommand::Sync(mut args) => {
            args.supply.given = given.clone();
            args.conversion.given = given;
            sync::run(&args, console)
        }
        CliCommand::Fetch(mut args) => {
            args.supply.given = given;
            fetch::run(&args, console)
        }
        CliCommand::Attachments(mut args) => {
            args.supply.given = given;
            attachments::run(&args, console)
        }
        CliCommand::Status(mut args) => {
            args.known.given = given;
            status::run(&args)
        }
        CliCommand::Gaps(mut args) => {
            args.known.given = given;
            gaps::run(&args)
        }
        CliCommand::Verify(mut args) => {
            args.conversion.given = given;
            verify::run(&args, console)
        }
        CliCommand::Lake(args) => {
            let within = matches.subcommand().and_then(|(_, matches)| matches.subcommand());
            let given = within.map(|(_, matches)| Given::of(matches)).unwrap_or_default();
            lake::run(&args, &given, console)
        }
        CliCommand::Doctor(mut args) => {
            args.supply.given = given;
            doctor::run(&args)
        }
        CliCommand::Demo(args) => demo::run(&args, console),
        CliCommand::Head(args) => head::run(&args, console),
        CliCommand::Inspect(args) => inspect::run(&args, console),
        CliCommand::Schema(args) => schema::run(&args),
        CliCommand::Config(args) => config::run(&args, matches, settings),
        CliCommand::Completions(args) => completions::run(&args),
        CliCommand::Man(args) => man::run(&args),
    }
}

/// Writes to standard output, to its end.
fn print(
    write: impl FnOnce(&mut BufWriter<StdoutLock<'static>>) -> io::Result<()>,
) -> Result<(), Failure> {
    let mut out = BufWriter::new(io::stdout().lock());
    write(&mut out).and_then(|()| out.flush()).map_err(|error| Failure::stdout(&error))
}

/// Prints text as it is.
fn print_text(text: &str) -> Result<(), Failure> {
    print(|out| out.write_all(text.as_bytes()))
}

/// Prints one JSON document.
fn print_json(document: &impl serde::Serialize) -> Result<(), Failure> {
    print(|out| {
        serde_json::to_writer_pretty(&mut *out, document)?;
        out.write_all(b"\n")
    })
}
