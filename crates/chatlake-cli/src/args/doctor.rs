//! `chatlake doctor`.

use clap::Args;

use super::supply::SupplyArgs;

const EXAMPLES: &str = "\
Examples:
  chatlake doctor --profile shop                     what is set, and would it work?
  chatlake doctor --profile shop --online            ask for a token and for an hour, once
  chatlake doctor --profile shop --json";

/// Check whether a sync would work: settings, credentials, folders, host, disk
///
/// Changes nothing. Without --online nothing is sent; the host is looked up and connected to, and
/// that is all. With it, a token is asked for unless there is a good one (asking often gets accounts
/// blocked), and one hour, which counts as a call.
///
/// Exit codes: 0 all is well; 3 with warnings; otherwise what a sync would fail with: 2
/// configuration, 5 the network, 6 credentials, 8 folders and disks, 9 the archive is in use.
#[derive(Args, Debug)]
#[command(before_help = EXAMPLES)]
pub(crate) struct DoctorArgs {
    /// Ask the platform for a token and an hour, too
    #[arg(long)]
    pub(crate) online: bool,
    /// Print the report as one JSON document
    #[arg(long)]
    pub(crate) json: bool,
    #[command(flatten)]
    pub(crate) supply: SupplyArgs,
}
