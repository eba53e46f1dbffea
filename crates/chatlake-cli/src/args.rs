//! The command line. Doc comments are the manual.

mod attachments;
mod conversion;
mod convert;
mod demo;
mod doctor;
mod duration;
mod effort;
mod fetch;
mod format;
mod given;
mod head;
mod inspect;
mod lake;
mod limits;
mod looks;
mod pseudonyms;
mod rejects;
mod replay;
mod rest;
mod rows;
mod select;
mod size;
mod split;
mod status;
mod supply;
mod sync;
mod verify;
mod wrong;
mod zone;

use clap::builder::BoolishValueParser;
use clap::{Arg, ArgAction, Parser, Subcommand};

pub(crate) use attachments::AttachmentArgs;
pub(crate) use conversion::ConversionArgs;
pub(crate) use convert::ConvertArgs;
pub(crate) use demo::DemoArgs;
pub(crate) use doctor::DoctorArgs;
pub(crate) use effort::EffortArgs;
pub(crate) use fetch::FetchArgs;
pub(crate) use format::{Codec, To};
pub(crate) use given::Given;
pub(crate) use head::{HeadArgs, HeadTo};
pub(crate) use inspect::InspectArgs;
pub(crate) use lake::{
    CompactArgs, LakeArgs, LakeCommand, LakeSqlArgs, LakeStatusArgs, LakeVerifyArgs, RegisterArgs,
};
pub(crate) use looks::{LogFormat, Looks};
pub(crate) use pseudonyms::PseudonymArgs;
pub(crate) use replay::ReplayArgs;
pub(crate) use rest::{
    CompletionsArgs, ConfigArgs, ConfigCommand, ConfigShowArgs, ManArgs, SchemaArgs, SchemaTo,
};
pub(crate) use rows::RowArgs;
pub(crate) use select::select;
pub(crate) use status::{GapsArgs, KnownArgs, StatusArgs};
pub(crate) use supply::{CredentialArgs, ServerArgs, SupplyArgs};
pub(crate) use sync::SyncArgs;
pub(crate) use verify::VerifyArgs;
pub(crate) use wrong::{Wrong, message as message_of};

const EXAMPLES: &str = "\
Examples:
  chatlake head 2018112717.gz                         look at the first messages
  chatlake inspect 2018112717.gz                      what is in it, and is it whole?
  chatlake convert 2018112717.gz --out lake/          to lake/2018112717.parquet
  chatlake convert raw/ --out messages.csv.zst        a folder of hours, in one file
  chatlake convert 2018112717.gz --out - --to jsonl   records as they are, to a pipe
  chatlake demo                                       fetch and convert a made-up day
  chatlake sync --app ORG/APP --host a1.easemob.com --archive chat/
  chatlake status --archive chat/                     which hours are missing, and until when
  chatlake lake compact lake/ --closed                days that are over, in few files";

/// Hourly chat-log exports: fetched before they are deleted, looked at, and converted to Parquet,
/// Arrow, CSV and JSONL with every record accounted for
///
/// Exit codes: 0 done; 1 failed; 2 wrong usage or configuration; 3 done, with rejects or
/// warnings, or with hours that are still missing; 4 an input is damaged, the others are done;
/// 5 temporary, run it again; 6 credentials; 7 hours are lost: the server deleted them first;
/// 8 the system could not read or write; 9 another process works in the archive; 130 interrupted.
/// The highest one that applies is returned, 130 aside.
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
    Replay(Box<ReplayArgs>),
    Head(HeadArgs),
    Inspect(InspectArgs),
    Schema(SchemaArgs),
    Sync(Box<SyncArgs>),
    Fetch(Box<FetchArgs>),
    Attachments(Box<AttachmentArgs>),
    Status(StatusArgs),
    Gaps(GapsArgs),
    Verify(Box<VerifyArgs>),
    Lake(LakeArgs),
    Doctor(Box<DoctorArgs>),
    Demo(DemoArgs),
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
/// an option, and not what is in it; a switch that is a setting can be switched off.
pub(crate) fn finished(command: clap::Command) -> clap::Command {
    command
        .mut_args(|arg| arg.hide_env_values(true))
        .mut_args(|arg| match arg.get_action() {
            ArgAction::SetTrue if arg.get_env().is_some() => switchable(arg),
            _ => arg,
        })
        .mut_subcommands(finished)
        .disable_help_subcommand(true)
}

/// A switch that takes `=true` and `=false`, too, for what a variable or a file says.
fn switchable(arg: Arg) -> Arg {
    arg.action(ArgAction::Set)
        .value_parser(BoolishValueParser::new())
        .num_args(0..=1)
        .require_equals(true)
        .default_value("false")
        .default_missing_value("true")
        .value_name("BOOL")
        .hide_default_value(true)
        .hide_possible_values(true)
}
