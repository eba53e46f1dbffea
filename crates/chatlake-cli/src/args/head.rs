//! `chatlake head`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::limits::LimitArgs;

const EXAMPLES: &str = "\
Examples:
  chatlake head 2018112717.gz                   the first ten messages
  chatlake head 2018112717.gz -n 100 | less
  chatlake head 2018112717.gz -n 1 --to json    every column of the first
  zcat 2018112717.gz | chatlake head -";

/// Show the first records as a table
///
/// Texts are cut to the width of the terminal, and control characters are made visible. Records
/// that cannot become rows are told on standard error, and the exit code is 3.
#[derive(Args, Debug)]
#[command(before_help = EXAMPLES)]
pub(crate) struct HeadArgs {
    /// A file, the url of an object in a bucket, or `-` for standard input
    #[arg(value_name = "INPUT")]
    pub(crate) input: PathBuf,
    /// How many records, rejected ones counted
    #[arg(short = 'n', long, value_name = "N", default_value_t = 10)]
    pub(crate) records: u64,
    /// A table to read, or the rows with all their columns
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t)]
    pub(crate) to: HeadTo,
    /// The same as --to json: one JSON document, an array of rows
    #[arg(long)]
    pub(crate) json: bool,
    #[command(flatten)]
    pub(crate) limits: LimitArgs,
}

/// How rows are shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum HeadTo {
    #[default]
    Table,
    Json,
    Csv,
}
