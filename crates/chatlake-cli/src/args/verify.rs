//! `chatlake verify`.

use std::path::PathBuf;

use chatlake_convert::ZoneChoice;
use clap::Args;

use super::conversion::ConversionArgs;
use super::supply::WindowArgs;
use super::zone::zone;

const EXAMPLES: &str = "\
Examples:
  chatlake verify chat/                              an archive: its files against its catalogue
  chatlake verify chat/ --again                      and every output made once more
  chatlake verify chat/ --repair                     and the catalogue made again from the files
  chatlake verify raw/2018112717.gz lake/2018112717.parquet
  chatlake verify raw/ lake/                         outputs, against what they were made from";

/// Check files against each other: is all there, whole, and made of what it says?
///
/// Of an archive, every export is read to its last checksum and compared with the catalogue, and
/// every output with the hash on record; --again converts once more. Of other files, every export is read to its end, and
/// every Parquet or Arrow output is compared with the export it says it was made of: the hash of
/// its bytes, and the count of rows.
///
/// Exit codes: 0 all is well; 3 something could not be checked, or was repaired; 4 something is
/// damaged, missing or not what it says; 8 something could not be read.
#[derive(Args, Debug)]
#[command(before_help = EXAMPLES)]
pub(crate) struct VerifyArgs {
    /// The folder of an archive; or exports and outputs, or folders of them
    #[arg(value_name = "PATH", required = true)]
    pub(crate) paths: Vec<PathBuf>,
    /// Make the catalogue of an archive again, from its files
    ///
    /// The old one is kept beside it. Outputs that converting once more gives are on record again,
    /// others are made again by the next sync; files that are damaged are put aside and fetched again
    /// where they can still be had.
    #[arg(long)]
    pub(crate) repair: bool,
    /// Convert every hour of an archive once more, and compare: the bytes, and the accounts
    ///
    /// As the hours were converted: with the same options, or the same settings.
    #[arg(long)]
    pub(crate) again: bool,
    /// The zone that hours are named in, where an archive does not say: +08:00 or utc (--repair)
    #[arg(
        long,
        value_name = "ZONE",
        env = "CHATLAKE_ZONE",
        default_value = "auto",
        value_parser = zone
    )]
    pub(crate) zone: ZoneChoice,
    /// Print the report as one JSON document
    #[arg(long)]
    pub(crate) json: bool,
    #[command(flatten)]
    pub(crate) window: WindowArgs,
    #[command(flatten)]
    pub(crate) conversion: ConversionArgs,
}
