//! `chatlake lake register`.

use std::time::Duration;

use chatlake_store::Place;
use clap::Args;

use crate::args::duration::duration;

const EXAMPLES: &str = "\
Examples:
  chatlake lake register lake/
  chatlake lake register s3://bucket/lake --keep 1h
  chatlake lake register lake/ --json | jq .version";

/// Bring the Delta table of a lake to what the lake has; make it if there is none
///
/// The table is WHERE/messages, with a row per body, partitioned by org, app and date. Its log names
/// the files that the lake has; none is written anew. Running it again commits nothing.
///
/// From the first time on, files that hours or compactions supersede stay until the table names them
/// no more: run this after each `chatlake convert` and `chatlake lake compact`, and read the table,
/// not the files by their names, which may hold rows twice until then.
///
/// Exit codes: 0 the table has what the lake has; 3 it has, but for days that another program has
/// changed; 5 others kept writing to the log: run it again.
#[derive(Args, Debug)]
#[command(before_help = EXAMPLES)]
pub(crate) struct RegisterArgs {
    /// The lake: a folder, or s3://, gs://, az://, abfss:// or oss://
    #[arg(value_name = "WHERE")]
    pub(crate) place: Place,
    /// Keep files for so long after the table stopped naming them; by default they go at once
    ///
    /// Whoever is reading an earlier version of the table needs them.
    #[arg(long, value_name = "TIME", value_parser = duration)]
    pub(crate) keep: Option<Duration>,
    /// Nothing else writes to the log: write it although the store cannot tell who was first
    ///
    /// Needed for oss://, where two writers of one log would not notice each other.
    #[arg(long)]
    pub(crate) single_writer: bool,
    /// Print one JSON document
    #[arg(long)]
    pub(crate) json: bool,
}
