//! `chatlake convert`.

mod lake;

use std::path::PathBuf;

use chatlake_convert::ZoneChoice;
use clap::Args;

use super::effort::EffortArgs;
use super::format::{Codec, To};
use super::given::Given;
use super::limits::LimitArgs;
use super::rejects::RejectArgs;
use super::rows::RowArgs;
use super::split::Split;
use super::zone::zone;
pub(crate) use lake::IntoLakeArgs;

const EXAMPLES: &str = "\
Examples:
  chatlake convert 2018112717.gz --out lake/           one Parquet file per hour
  chatlake convert raw/ --out day.csv.zst              all hours of a folder in one file
  chatlake convert 'raw/20181127*.gz' --out - --to jsonl | head
  chatlake convert raw/ --out lake/ --select chat_type=groupchat,since=2018-11-27T09:00:00Z
  chatlake convert raw/ --out lake/ --dedup drop --skip-existing --json
  chatlake convert raw/ --out lake/ --split 2/4        the second of four processes
  chatlake convert raw/ --out shared/ --pseudonymise sender --drop-columns ext,extra,text
  chatlake convert broken.gz --out lake/ --salvage     what is whole of a damaged file
  chatlake convert chat/raw/ --recursive --lake s3://bucket/lake    every hour once, as one table
  chatlake convert s3://logs/raw/ --out lake/          the objects of a bucket, as if a folder";

/// Convert exports to Parquet, Arrow, CSV or JSONL, with every record accounted for
///
/// An input that is damaged does not stop the others: nothing is published for it, and the exit
/// code is 4. Records that cannot become rows are kept with the reason and their bytes (see
/// --on-reject), and the exit code is 3. A file under its final name is complete.
///
/// Verbatim JSONL and files of rejects hold records as they are, download credentials included.
#[derive(Args, Debug)]
#[command(before_help = EXAMPLES)]
pub(crate) struct ConvertArgs {
    /// Files, folders, patterns, urls of buckets, or `-` for standard input
    ///
    /// Files are gzip, zstd or plain, told by their first bytes. In a folder, `*.gz` and
    /// `*.jsonl*` are taken, but no name that begins with `_` or `.`. A url is that of an object,
    /// or of what begins with a prefix, which is taken as a folder: s3://bucket/raw/,
    /// gs://bucket/raw/, az://container/raw/, abfss://container@account.dfs.core.windows.net/raw/
    /// or oss://bucket/raw/. Who asks is said by the environment, as the store's own tools read
    /// it: AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_PROFILE, AWS_REGION, AWS_ENDPOINT_URL;
    /// GOOGLE_APPLICATION_CREDENTIALS; AZURE_STORAGE_ACCOUNT_NAME, AZURE_STORAGE_ACCOUNT_KEY;
    /// OSS_ACCESS_KEY_ID, OSS_ACCESS_KEY_SECRET, OSS_REGION.
    #[arg(value_name = "INPUT")]
    pub(crate) inputs: Vec<PathBuf>,
    /// Where to write: a folder (DIR/), one file (FILE.ext) or standard output (-)
    ///
    /// In a folder every input has an output of its own, with its name: 2018112717.gz becomes
    /// 2018112717.parquet. One file, or standard output, gets all inputs in the order given. A
    /// name that ends in .parquet, .arrow, .csv, .csv.zst, .csv.gz, .jsonl, .jsonl.zst or
    /// .jsonl.gz is a file, any other a folder. Folders are made.
    #[arg(long, short, value_name = "WHERE", env = "CHATLAKE_OUT")]
    pub(crate) out: Option<PathBuf>,
    /// The format; by default that of the name of --out, else parquet
    ///
    /// With --out -, arrow is a stream, and parquet is impossible.
    #[arg(long, value_enum, value_name = "FORMAT", env = "CHATLAKE_TO")]
    pub(crate) to: Option<To>,
    /// How the output is compressed
    ///
    /// parquet: zstd (default), snappy, lz4, none. arrow: lz4 (default), zstd, none. csv: none
    /// (default), zstd, gzip. jsonl: zstd (default; none on standard output), gzip, none.
    #[arg(long, value_enum, value_name = "CODEC", env = "CHATLAKE_COMPRESSION")]
    pub(crate) compression: Option<Codec>,
    #[command(flatten)]
    pub(crate) into_lake: IntoLakeArgs,
    /// Read these inputs too, one path per line; `-` reads the list from standard input
    #[arg(long, value_name = "LIST", help_heading = "Inputs and outputs")]
    pub(crate) files_from: Option<PathBuf>,
    /// Search folders within folders
    #[arg(long, help_heading = "Inputs and outputs", env = "CHATLAKE_RECURSIVE")]
    pub(crate) recursive: bool,
    /// Take the i-th of n shares of the inputs, sorted by name: for n processes
    #[arg(long, value_name = "i/n", help_heading = "Inputs and outputs")]
    pub(crate) split: Option<Split>,
    /// Replace outputs that exist, each in one step
    #[arg(long, help_heading = "Inputs and outputs")]
    pub(crate) overwrite: bool,
    /// Skip inputs whose output was made from the same bytes, schema and options
    ///
    /// An output made otherwise is an error for its input. Parquet and Arrow files tell what they
    /// were made from; CSV and JSONL are made again and compared, and with --dedup drop all are.
    /// Rejects that belong to an output and are not there are published again.
    #[arg(long, help_heading = "Inputs and outputs")]
    pub(crate) skip_existing: bool,
    /// Say what would be read and written, and do nothing
    #[arg(long, help_heading = "Inputs and outputs")]
    pub(crate) dry_run: bool,
    /// Print the report as one JSON document; with --out - say where with --report
    #[arg(long, help_heading = "Inputs and outputs")]
    pub(crate) json: bool,
    /// Write the report to this file, as JSON; `-` is standard output
    #[arg(long, value_name = "FILE", help_heading = "Inputs and outputs")]
    pub(crate) report: Option<PathBuf>,

    #[command(flatten)]
    pub(crate) rows: RowArgs,
    /// The zone of file names like 2018112717: +08:00, utc, or auto
    ///
    /// auto takes the one in which the file's first timestamps lie within the hour; with --lake that
    /// of the lake, or of the first file that tells, and the others must fit it.
    #[arg(
        long,
        value_name = "ZONE",
        help_heading = "Rows and columns",
        env = "CHATLAKE_ZONE",
        default_value = "auto",
        value_parser = zone
    )]
    pub(crate) zone: ZoneChoice,
    #[command(flatten)]
    pub(crate) rejects: RejectArgs,
    #[command(flatten)]
    pub(crate) limits: LimitArgs,

    #[command(flatten)]
    pub(crate) effort: EffortArgs,

    /// What was said on the command line itself.
    #[arg(skip)]
    pub(crate) given: Given,
}
