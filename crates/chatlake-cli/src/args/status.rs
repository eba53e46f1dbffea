//! `chatlake status` and `chatlake gaps`.

use std::num::NonZeroU16;

use clap::Args;

use super::given::Given;
use super::supply::{ArchiveArgs, WhoseArgs, WindowArgs};

const STATUS_EXAMPLES: &str = "\
Examples:
  chatlake status --archive chat/
  chatlake status --profile shop --days 3
  chatlake status --archive chat/ --json | jq '.apps[].missing'";

/// Show a calendar of hours: what is in hand, what is missing, and when it will be gone
///
/// Asks nobody: the archive knows. A row per day, a sign per hour, with a legend below; the day and
/// its hours are those of the zone that hours are named in.
///
/// Exit codes: 0 nothing is missing; 3 hours are missing and can still be had; 7 hours are lost.
#[derive(Args, Debug)]
#[command(before_help = STATUS_EXAMPLES)]
pub(crate) struct StatusArgs {
    #[command(flatten)]
    pub(crate) known: KnownArgs,
}

const GAPS_EXAMPLES: &str = "\
Examples:
  chatlake gaps --archive chat/
  chatlake gaps --archive chat/ --days 3 || mail -s 'chat hours are missing' ops@example.com";

/// List the hours that are missing, and when they will be gone
///
/// Exit codes: 0 nothing is missing; 3 hours are missing and can still be had; 7 hours are lost.
#[derive(Args, Debug)]
#[command(before_help = GAPS_EXAMPLES)]
pub(crate) struct GapsArgs {
    #[command(flatten)]
    pub(crate) known: KnownArgs,
}

/// What is to be looked at, in an archive.
#[derive(Args, Debug)]
pub(crate) struct KnownArgs {
    /// Judge the last N days only, today included
    ///
    /// By default all hours on record are judged, and those of the last 14 days drawn.
    #[arg(long, value_name = "N")]
    pub(crate) days: Option<NonZeroU16>,
    /// Print one JSON document
    #[arg(long)]
    pub(crate) json: bool,
    #[command(flatten)]
    pub(crate) archive: ArchiveArgs,
    #[command(flatten)]
    pub(crate) whose: WhoseArgs,
    #[command(flatten)]
    pub(crate) window: WindowArgs,
    /// What was said on the command line itself.
    #[arg(skip)]
    pub(crate) given: Given,
}
