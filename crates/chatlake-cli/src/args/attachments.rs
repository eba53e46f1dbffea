//! `chatlake attachments`.

use std::time::Duration;

use clap::Args;

use super::duration::duration;
use super::size::size;
use super::supply::SupplyArgs;

const EXAMPLES: &str = "\
Examples:
  chatlake attachments --app ORG/APP --host a1.easemob.com --client-id ID --archive chat/
  chatlake attachments --profile shop --max-size 100MB --max-time 50min
  chatlake attachments --profile shop --json | jq .fetched";

/// Fetch the attachments of the messages in an archive, before the server deletes them after 7 days
///
/// They lie in ARCHIVE/media by the hash of their bytes, so that what was sent twice is kept once.
/// Run it after `chatlake sync`. Urls that lead to hosts of others are not followed unless
/// --allow-host names them.
///
/// Exit codes: 0 all are in hand; 3 some cannot be fetched; 5 some are left, run it again; 7 some
/// were deleted before they could be fetched; others as for `chatlake sync`.
#[derive(Args, Debug)]
#[command(before_help = EXAMPLES)]
pub(crate) struct AttachmentArgs {
    /// How long the server keeps attachments, from when their message was sent
    #[arg(
        long,
        value_name = "TIME",
        env = "CHATLAKE_KEPT",
        default_value = "7d",
        value_parser = duration
    )]
    pub(crate) kept: Duration,
    /// Leave larger ones out; by default none is
    #[arg(long, value_name = "SIZE", env = "CHATLAKE_MAX_SIZE", value_parser = size)]
    pub(crate) max_size: Option<u64>,
    /// Try those again, too, that could not be fetched
    #[arg(long)]
    pub(crate) retry_failed: bool,
    /// Begin no attachment after this much time; what is left is for the next run
    #[arg(long, value_name = "TIME", env = "CHATLAKE_MAX_TIME", value_parser = duration)]
    pub(crate) max_time: Option<Duration>,
    /// Print the report as one JSON document
    #[arg(long)]
    pub(crate) json: bool,
    #[command(flatten)]
    pub(crate) supply: SupplyArgs,
}
