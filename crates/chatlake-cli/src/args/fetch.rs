//! `chatlake fetch`.

use clap::Args;

use super::supply::{HourArgs, SupplyArgs};

const EXAMPLES: &str = "\
Examples:
  export CHATLAKE_CLIENT_SECRET=…
  chatlake fetch --app ORG/APP --host HOST --client-id ID --archive chat/ --hour 2018112717
  chatlake fetch … --from 2018112700 --until 2018112800     a day
  chatlake fetch … --last 72h                               all that the server has
  CHATLAKE_TOKEN=007… chatlake fetch --app-id ID --host HOST --archive chat/ --last 6h";

/// Fetch hours into an archive, whether they are due or not
///
/// An hour that is in hand already is asked for no more; its bytes lie in
/// ARCHIVE/raw/ORG/APP/YYYY-MM-DD/YYYYMMDDHH.gz as they came, complete and verified. What is
/// fetched is not converted: `chatlake convert`, or the next `chatlake sync`, does that.
#[derive(Args, Debug)]
#[command(before_help = EXAMPLES)]
pub(crate) struct FetchArgs {
    /// Print the report as one JSON document
    #[arg(long)]
    pub(crate) json: bool,
    #[command(flatten)]
    pub(crate) hours: HourArgs,
    /// Ask for hours that are in hand, too; what is the same is left as it is
    #[arg(long, help_heading = "Hours")]
    pub(crate) refetch: bool,
    #[command(flatten)]
    pub(crate) supply: SupplyArgs,
}
