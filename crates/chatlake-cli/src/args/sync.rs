//! `chatlake sync`.

use std::time::Duration;

use clap::Args;

use super::conversion::ConversionArgs;
use super::duration::duration;
use super::supply::SupplyArgs;

const EXAMPLES: &str = "\
Examples:
  export CHATLAKE_CLIENT_SECRET=…
  chatlake sync --app ORG/APP --host a1.easemob.com --client-id ID --archive chat/
  chatlake sync --profile shop                        all of that from the settings
  chatlake sync --profile shop --no-convert           the exports only
  chatlake sync --profile shop --lake s3://bucket/lake   hours become part of a lake
  chatlake sync --profile shop --to csv --out tables/
  */10 * * * *  chatlake sync --profile shop -q       a line of a crontab";

/// Fetch every hour that is due and missing, the one that is deleted next first, and convert it
///
/// Safe to run every few minutes: what is in hand is not asked for again, but for one second look
/// when its file cannot grow any more; another run that is still at work is told of, and the exit
/// code is 9. Whatever stops it, the next run goes on from there.
///
/// Exit codes: 0 all that is due is in hand; 3 done, with rejects or warnings; 5 something failed in
/// passing, run it again; 6 credentials; 7 an hour was deleted before it could be fetched; 8 the
/// disk; 9 another run is at work.
#[derive(Args, Debug)]
#[command(before_help = EXAMPLES)]
pub(crate) struct SyncArgs {
    /// Only fetch; a later run converts
    #[arg(long, help_heading = "Conversion")]
    pub(crate) no_convert: bool,
    /// Begin no hour after this much time; what is left is for the next run
    #[arg(
        long,
        value_name = "TIME",
        help_heading = "Hours",
        env = "CHATLAKE_MAX_TIME",
        value_parser = duration
    )]
    pub(crate) max_time: Option<Duration>,
    /// Print the report as one JSON document
    #[arg(long)]
    pub(crate) json: bool,
    #[command(flatten)]
    pub(crate) supply: SupplyArgs,
    #[command(flatten)]
    pub(crate) conversion: ConversionArgs,
}
