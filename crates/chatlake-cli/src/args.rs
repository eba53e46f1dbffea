//! The command line. Doc comments are the manual.

mod convert;
mod format;
mod given;
mod head;
mod inspect;
mod limits;
mod looks;
mod rejects;
mod rest;
mod rows;
mod select;
mod size;
mod split;
mod wrong;

use clap::{Parser, Subcommand};

pub(crate) use convert::ConvertArgs;
pub(crate) use format::{Codec, To};
pub(crate) use given::Given;
pub(crate) use head::{HeadArgs, HeadTo};
pub(crate) use inspect::InspectArgs;
pub(crate) use looks::{LogFormat, Looks};
pub(crate) use rest::{
    CompletionsArgs, ConfigArgs, ConfigCommand, ConfigShowArgs, ManArgs, SchemaArgs, SchemaTo,
};

pub(crate) use wrong::{Wrong, message as message_of};

const EXAMPLES: &str = "\
Examples:
  chatlake head 2018112717.gz                         look at the first messages
  chatlake inspect 2018112717.gz                      what is in it, and is it whole?
  chatlake convert 2018112717.gz --out lake/          to lake/2018112717.parquet
  chatlake convert raw/ --out messages.csv.zst        a folder of hours, in one file
  chatlake convert 2018112717.gz --out - --to jsonl   records as they are, to a pipe";

/// Hourly chat-log exports: looked at, and converted to Parquet, Arrow, CSV and JSONL with every
/// record accounted for
///
/// Exit codes: 0 done; 1 failed; 2 wrong usage or configuration; 3 done, with rejects or
/// warnings; 4 an input is damaged, the others are done; 8 the system could not read or write;
/// 130 interrupted.
#[derive(Debug, Parser)]
#[command(name = "chatlake", version, before_help = EXAMPLES, max_term_width = 100)]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub(crate) command: CliCommand,
    #[command(flatten)]
    pub(crate) looks: Looks,
}

/// What is to be done.
#[derive(Debug, Subcommand)]
pub(crate) enum CliCommand {
    Convert(Box<ConvertArgs>),
    Head(HeadArgs),
    Inspect(InspectArgs),
    Schema(SchemaArgs),
    Config(ConfigArgs),
    Completions(CompletionsArgs),
    Man(ManArgs),
}

impl CliCommand {
    /// Whether wrong settings are an obstacle.
    pub(crate) fn needs_settings(&self) -> bool {
        match self {
            CliCommand::Config(args) => !matches!(args.command, ConfigCommand::Path(_)),
            CliCommand::Completions(_) | CliCommand::Man(_) => false,
            _ => true,
        }
    }
}

/// The command with what all its options have in common: help tells the name of the variable of
/// an option, and not what is in it.
pub(crate) fn finished(command: clap::Command) -> clap::Command {
    command
        .mut_args(|arg| arg.hide_env_values(true))
        .mut_subcommands(finished)
        .disable_help_subcommand(true)
}
