//! `chatlake lake status`.

use std::num::NonZeroU16;

use chatlake_store::Place;
use clap::Args;

const EXAMPLES: &str = "\
Examples:
  chatlake lake status lake/
  chatlake lake status s3://bucket/lake --days 3
  chatlake lake status lake/ --json | jq '.missing[].first'";

/// Show what a lake has, day by day, and which hours it lacks
///
/// Asks the manifests alone, and reads no rows. An hour is missing if the lake has hours before and
/// behind it. An hour without messages has no export, so that it is missing, too.
///
/// Exit codes: 0 nothing is missing; 3 hours are missing, or inputs were damaged; 2 there is no
/// lake.
#[derive(Args, Debug)]
#[command(before_help = EXAMPLES)]
pub(crate) struct LakeStatusArgs {
    /// The lake: a folder, or s3://, gs://, az://, abfss:// or oss://
    #[arg(value_name = "WHERE")]
    pub(crate) place: Place,
    /// Show the last N days only; all are counted
    ///
    /// By default the last 14 days are shown.
    #[arg(long, value_name = "N")]
    pub(crate) days: Option<NonZeroU16>,
    /// Print one JSON document
    #[arg(long)]
    pub(crate) json: bool,
}
