//! `chatlake lake`.

mod compact;

use clap::{Args, Subcommand};

pub(crate) use compact::CompactArgs;

const EXAMPLES: &str = "\
Examples:
  chatlake lake compact lake/ --closed           days that are over, in few files";

/// Look after a lake: the rows of an app, in files that every engine reads
#[derive(Args, Debug)]
#[command(before_help = EXAMPLES)]
pub(crate) struct LakeArgs {
    #[command(subcommand)]
    pub(crate) command: LakeCommand,
}

/// What is to be done with a lake.
#[derive(Debug, Subcommand)]
pub(crate) enum LakeCommand {
    Compact(CompactArgs),
}
