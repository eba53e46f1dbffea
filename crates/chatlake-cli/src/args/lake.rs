//! `chatlake lake`.

mod compact;
mod register;
mod sql;
mod status;
mod verify;

use clap::{Args, Subcommand};

pub(crate) use compact::CompactArgs;
pub(crate) use register::RegisterArgs;
pub(crate) use sql::LakeSqlArgs;
pub(crate) use status::LakeStatusArgs;
pub(crate) use verify::LakeVerifyArgs;

const EXAMPLES: &str = "\
Examples:
  chatlake lake status lake/                     what it has, day by day, and which hours it lacks
  chatlake lake verify lake/                     every file and every row, against what is on record
  chatlake lake sql lake/ | duckdb chat.db       tables of messages, conversations and media
  chatlake lake compact lake/ --closed           days that are over, in few files
  chatlake lake register lake/                   a Delta table of the same files";

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
    Status(LakeStatusArgs),
    Verify(Box<LakeVerifyArgs>),
    Sql(LakeSqlArgs),
    Compact(CompactArgs),
    Register(RegisterArgs),
}
