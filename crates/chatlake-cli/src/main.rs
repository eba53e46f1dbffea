//! The `chatlake` command: reads arguments and settings, calls the libraries, and says what came
//! of it.
#![forbid(unsafe_code)]
#![cfg_attr(not(test), warn(clippy::indexing_slicing, clippy::string_slice, clippy::panic))]

mod args;
mod clock;
mod command;
mod console;
mod exit;
mod failure;
mod meter;
mod screen;
mod settings;

use std::ffi::OsString;
use std::process::ExitCode;

use clap::{ArgMatches, CommandFactory, FromArgMatches};

use args::Cli;
use console::Console;
use exit::Exit;
use failure::Failure;
use settings::{Early, Settings};

fn main() -> ExitCode {
    let arguments: Vec<OsString> = std::env::args_os().collect();
    let early = Early::scan(&arguments);
    let outcome = match parse(&early, arguments) {
        Ok(parsed) => {
            let console = Console::new(&parsed.cli.looks);
            run(parsed, &console).or_else(|failure| failure.tell(&console))
        }
        Err(error) => error.exit(&early),
    };
    outcome.unwrap_or_else(|exit| exit).into()
}

/// What the command line came to.
struct Parsed {
    cli: Cli,
    matches: ArgMatches,
    settings: Result<Settings, Failure>,
}

fn run(parsed: Parsed, console: &Console) -> Result<Exit, Failure> {
    let Parsed { cli, matches, settings } = parsed;
    if cli.command.needs_settings()
        && let Err(failure) = settings
    {
        return Err(failure);
    }
    command::run(cli.command, &matches, settings, console)
}

/// Parses the arguments, with settings for those that are not there.
///
/// Settings that cannot be read are no obstacle to help, nor to commands that use none.
fn parse(early: &Early, arguments: Vec<OsString>) -> Result<Parsed, args::Wrong> {
    let command = args::finished(Cli::command());
    let settings = Settings::load(early, &command);
    let command = match &settings {
        Ok(settings) => settings.as_defaults(command),
        Err(_) => command,
    };
    let matches = command.try_get_matches_from(arguments)?;
    let cli = Cli::from_arg_matches(&matches)?;
    Ok(Parsed { cli, matches, settings })
}
