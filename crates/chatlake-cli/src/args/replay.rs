//! `chatlake replay`.

use std::path::PathBuf;

use chatlake_convert::ZoneChoice;
use clap::Args;

use super::convert::{ConvertArgs, IntoLakeArgs};
use super::effort::EffortArgs;
use super::format::{Codec, To};
use super::given::Given;
use super::limits::LimitArgs;
use super::rejects::{OnRejectArgs, RejectArgs};
use super::rows::RowArgs;
use super::zone::zone;

const EXAMPLES: &str = "\
Examples:
  chatlake replay lake/_rejects/ --out lake/           to lake/2018112717.replay.parquet
  chatlake replay lake/ --out lake/ --max-depth 1000   the same folder of rejects, a wider limit
  chatlake replay day.csv.rejects.jsonl --out more.csv
  chatlake replay lake/ --out lake/ --overwrite        once more, after another fix
  chatlake replay lake/ --out - --to jsonl --on-reject skip | head";

/// Convert rejects again, after a fix or with wider limits
///
/// What can be a row now is one, with the file, hour and number that it had in its export, so that
/// outputs of a replay complete those of the conversion: they stand beside them as STEM.replay.
/// What still is no record is a reject again, with its old place; so is what was cut when it was
/// kept (`raw_truncated`), because nothing whole is left of it: convert its export again.
///
/// A file in which a line is no reject is damaged: nothing is published for it, and the exit code
/// is 4. Converting the exports themselves again makes replays superfluous: remove them then, or
/// their messages are there twice.
#[derive(Args, Debug)]
#[command(before_help = EXAMPLES)]
pub(crate) struct ReplayArgs {
    /// Files of rejects, folders, patterns, or `-` for standard input
    ///
    /// Files may be gzip, zstd or plain. Of a folder with a `_rejects` in it, those in there are
    /// taken. What an earlier replay has left over is taken only where the file that it was made
    /// from is not, for that one holds it, too.
    #[arg(value_name = "REJECTS")]
    inputs: Vec<PathBuf>,
    /// Where to write: a folder (DIR/), one file (FILE.ext) or standard output (-)
    ///
    /// In a folder every file of rejects has an output of its own: _rejects/2018112717.jsonl
    /// becomes 2018112717.replay.parquet, and day.csv.rejects.jsonl becomes day.replay.parquet.
    /// One file, or standard output, gets all in the order given. The format is told by the name,
    /// as for convert.
    #[arg(long, short, value_name = "WHERE", env = "CHATLAKE_OUT")]
    out: Option<PathBuf>,
    /// The format; by default that of the name of --out, else parquet
    ///
    /// With --out -, arrow is a stream, and parquet is impossible.
    #[arg(long, value_enum, value_name = "FORMAT", env = "CHATLAKE_TO")]
    to: Option<To>,
    /// How the output is compressed
    ///
    /// parquet: zstd (default), snappy, lz4, none. arrow: lz4 (default), zstd, none. csv: none
    /// (default), zstd, gzip. jsonl: zstd (default; none on standard output), gzip, none.
    #[arg(long, value_enum, value_name = "CODEC", env = "CHATLAKE_COMPRESSION")]
    compression: Option<Codec>,
    /// Read these files too, one path per line; `-` reads the list from standard input
    #[arg(long, value_name = "LIST", help_heading = "Inputs and outputs")]
    files_from: Option<PathBuf>,
    /// Search folders within folders for `_rejects`
    #[arg(long, help_heading = "Inputs and outputs", env = "CHATLAKE_RECURSIVE")]
    recursive: bool,
    /// Replace outputs that exist, each in one step
    #[arg(long, help_heading = "Inputs and outputs")]
    overwrite: bool,
    /// Skip files whose output was made from the same bytes, schema and options
    #[arg(long, help_heading = "Inputs and outputs")]
    skip_existing: bool,
    /// Say what would be read and written, and do nothing
    #[arg(long, help_heading = "Inputs and outputs")]
    dry_run: bool,
    /// Print the report as one JSON document; with --out - say where with --report
    #[arg(long, help_heading = "Inputs and outputs")]
    json: bool,
    /// Write the report to this file, as JSON; `-` is standard output
    #[arg(long, value_name = "FILE", help_heading = "Inputs and outputs")]
    report: Option<PathBuf>,

    #[command(flatten)]
    rows: RowArgs,
    /// The zone of file names like 2018112717: +08:00, utc, or auto
    ///
    /// auto takes the one in which the timestamps of what is replayed lie within the hour. Where
    /// that is little, saying what the conversion took is safer.
    #[arg(
        long,
        value_name = "ZONE",
        help_heading = "Rows and columns",
        env = "CHATLAKE_ZONE",
        default_value = "auto",
        value_parser = zone
    )]
    zone: ZoneChoice,
    #[command(flatten)]
    on_reject: OnRejectArgs,
    /// Where rejects go with --out -
    #[arg(long, value_name = "FILE", help_heading = "Rejects and damage")]
    rejects: Option<PathBuf>,
    #[command(flatten)]
    limits: LimitArgs,
    #[command(flatten)]
    effort: EffortArgs,

    /// What was said on the command line itself.
    #[arg(skip)]
    pub(crate) given: Given,
}

impl From<ReplayArgs> for ConvertArgs {
    /// A replay is a conversion of other inputs, which are neither split nor salvaged.
    fn from(args: ReplayArgs) -> Self {
        let ReplayArgs {
            inputs,
            out,
            to,
            compression,
            files_from,
            recursive,
            overwrite,
            skip_existing,
            dry_run,
            json,
            report,
            rows,
            zone,
            on_reject,
            rejects,
            limits,
            effort,
            given,
        } = args;
        Self {
            inputs,
            out,
            into_lake: IntoLakeArgs::default(),
            to,
            compression,
            files_from,
            recursive,
            split: None,
            overwrite,
            skip_existing,
            dry_run,
            json,
            report,
            rows,
            zone,
            rejects: RejectArgs { on: on_reject, rejects, salvage: false },
            limits,
            effort,
            given,
        }
    }
}
