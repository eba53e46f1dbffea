//! `chatlake inspect`.

use std::path::PathBuf;

use clap::Args;

use super::limits::LimitArgs;

const EXAMPLES: &str = "\
Examples:
  chatlake inspect 2018112717.gz                what is in it, and is it whole?
  chatlake inspect raw/                         every hour of a folder, and all together
  chatlake inspect raw/ --json | jq .totals";

/// Say what is in exports: framing, records, times, types, senders, unknown keys, duplicates,
/// rejects
///
/// Reads everything and writes nothing. Damaged files say so, and the exit code is 4; with
/// rejects it is 3. Duplicates (the same id and bytes) and conflicts (the same id, other bytes)
/// are looked for across all inputs.
#[derive(Args, Debug)]
#[command(before_help = EXAMPLES)]
pub(crate) struct InspectArgs {
    /// Files, folders, patterns, urls of buckets, or `-` for standard input; as for convert
    #[arg(value_name = "INPUT", required = true)]
    pub(crate) inputs: Vec<PathBuf>,
    /// Search folders within folders
    #[arg(long)]
    pub(crate) recursive: bool,
    /// How many senders and unknown keys are listed
    #[arg(long, value_name = "N", default_value_t = 10)]
    pub(crate) top: usize,
    /// Print one JSON document
    #[arg(long)]
    pub(crate) json: bool,
    #[command(flatten)]
    pub(crate) limits: LimitArgs,
}
