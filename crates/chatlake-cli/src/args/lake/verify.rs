//! `chatlake lake verify`.

use std::path::PathBuf;

use chatlake_store::Place;
use clap::Args;

use crate::args::pseudonyms::PseudonymArgs;
use crate::args::select::{Conditions, conditions};

const EXAMPLES: &str = "\
Examples:
  chatlake lake verify lake/                     every file, every row, against what is on record
  chatlake lake verify lake/ --raw chat/         and the exports that it was made of
  chatlake lake verify lake/ --raw raw/ --again  and every hour made once more, and compared
  chatlake lake verify s3://bucket/lake --json | jq '.findings[].path'";

/// Check whether a lake is what it says: manifests against files, files against exports
///
/// Every manifest is whole and contradicts no other; every file that one names is there, with the
/// bytes that were written and as many rows, of the hours that it should have, in order where it
/// should be; what hours drop as duplicates is what the hours before them have; and no file lies
/// there that no manifest names. Everything is read, and nothing is changed.
///
/// Exit codes: 0 all is well, or but for files that nobody reads and that may go; 3 something is
/// not, and what to do about it is said; 4 an export is not what the lake was made of; 2 there is no
/// lake; 8 something could not be read.
#[derive(Args, Debug)]
#[command(before_help = EXAMPLES)]
pub(crate) struct LakeVerifyArgs {
    /// The lake: a folder, or s3://, gs://, az://, abfss:// or oss://
    #[arg(value_name = "WHERE")]
    pub(crate) place: Place,
    /// Compare with the exports that it was made of: files, folders, archives, or places in buckets
    #[arg(long, value_name = "PATH", num_args = 1..)]
    pub(crate) raw: Vec<Place>,
    /// Convert the exports once more, elsewhere, and compare: accounts, rejects and rows
    ///
    /// As the lake says that it was made. What it does not say must be said: --select, and the key
    /// of pseudonyms; their columns it knows.
    #[arg(long, requires = "raw")]
    pub(crate) again: bool,
    /// The conditions by which its messages were selected, if they were
    #[arg(long, value_name = "CONDITIONS", value_parser = conditions)]
    pub(crate) select: Vec<Conditions>,
    /// Where to copy and convert to; by default where the system keeps temporary files
    #[arg(long, value_name = "DIR", env = "CHATLAKE_STAGING")]
    pub(crate) staging: Option<PathBuf>,
    /// Print the report as one JSON document
    #[arg(long)]
    pub(crate) json: bool,
    #[command(flatten)]
    pub(crate) pseudonyms: PseudonymArgs,
}
