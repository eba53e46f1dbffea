//! `chatlake config`.

use std::ffi::OsString;
use std::io::Write;

use clap::{ArgMatches, CommandFactory};
use serde_json::json;

use crate::args::{self, Cli, ConfigArgs, ConfigCommand, ConfigShowArgs};
use crate::exit::Exit;
use crate::failure::Failure;
use crate::screen;
use crate::settings::{self, Early, Settings, Shown};

/// Shows settings, or where they are read from.
pub(super) fn run(
    args: &ConfigArgs,
    matches: &ArgMatches,
    settings: Result<Settings, Failure>,
) -> Result<Exit, Failure> {
    match &args.command {
        ConfigCommand::Show(args) => show(args, matches, &settings?),
        ConfigCommand::Path(args) => path(args.json),
    }
}

fn show(args: &ConfigShowArgs, matches: &ArgMatches, settings: &Settings) -> Result<Exit, Failure> {
    let command = args::finished(Cli::command());
    let shown = settings::shown(&command, matches, settings);
    if args.json {
        super::print_json(&shown)?;
        return Ok(Exit::OK);
    }
    let value = |it: &Shown| match &it.value {
        Some(value) => screen::visible(value).into_owned(),
        None => "(not set)".to_owned(),
    };
    let names = shown.iter().map(|it| it.name.len()).max().unwrap_or(0);
    let values = shown.iter().map(|it| screen::width(&value(it))).max().unwrap_or(0);
    super::print(|out| {
        for it in &shown {
            let value = value(it);
            if args.origin {
                let value = screen::padded(&value, values);
                writeln!(out, "{:names$}  {value}  {}", it.name, it.origin)?;
            } else {
                writeln!(out, "{:names$}  {value}", it.name)?;
            }
        }
        Ok(())
    })?;
    Ok(Exit::OK)
}

fn path(as_json: bool) -> Result<Exit, Failure> {
    let arguments: Vec<OsString> = std::env::args_os().collect();
    let Some(path) = Early::scan(&arguments).config_path() else {
        return Err(Failure::usage(
            "there is no home to look for settings in: name a file with --config",
        ));
    };
    if as_json {
        super::print_json(&json!({ "path": path, "exists": path.exists() }))?;
    } else {
        super::print(|out| writeln!(out, "{}", path.display()))?;
    }
    Ok(Exit::OK)
}
