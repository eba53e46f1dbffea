//! `chatlake convert`.

use std::collections::HashSet;
use std::num::NonZeroUsize;
use std::path::PathBuf;

use chatlake_convert::{Dedup, OnReject, ZoneChoice};
use chatlake_core::{Column, Layout, Zone};
use clap::builder::{BoolishValueParser, PossibleValuesParser, TypedValueParser};
use clap::parser::ValueSource;
use clap::{ArgMatches, Args, ValueEnum};

use super::limits::LimitArgs;
use super::select::{Conditions, conditions, select};
use super::split::Split;
use crate::failure::Failure;

const EXAMPLES: &str = "\
Examples:
  chatlake convert 2018112717.gz --out lake/           one Parquet file per hour
  chatlake convert raw/ --out day.csv.zst              all hours of a folder in one file
  chatlake convert 'raw/20181127*.gz' --out - --to jsonl | head
  chatlake convert raw/ --out lake/ --select chat_type=groupchat,since=2018-11-27T09:00:00Z
  chatlake convert raw/ --out lake/ --dedup drop --skip-existing --json
  chatlake convert raw/ --out lake/ --split 2/4        the second of four processes
  chatlake convert broken.gz --out lake/ --salvage     what is whole of a damaged file";

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
    /// Files, folders, patterns, or `-` for standard input
    ///
    /// Files are gzip, zstd or plain, told by their first bytes. In a folder, `*.gz` and
    /// `*.jsonl*` are taken, but no name that begins with `_` or `.`.
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
    /// Read these inputs too, one path per line; `-` reads the list from standard input
    #[arg(long, value_name = "LIST", help_heading = "Inputs and outputs")]
    pub(crate) files_from: Option<PathBuf>,
    /// Search folders within folders
    #[arg(
        long,
        help_heading = "Inputs and outputs",
        env = "CHATLAKE_RECURSIVE",
        action = clap::ArgAction::Set,
        value_parser = BoolishValueParser::new(),
        num_args = 0..=1,
        require_equals = true,
        default_value = "false",
        default_missing_value = "true",
        value_name = "BOOL",
        hide_default_value = true,
        hide_possible_values = true
    )]
    pub(crate) recursive: bool,
    /// Take the i-th of n shares of the inputs, sorted by name: for n processes
    #[arg(long, value_name = "i/n", help_heading = "Inputs and outputs")]
    pub(crate) split: Option<Split>,
    /// Replace outputs that exist, each in one step
    #[arg(long, help_heading = "Inputs and outputs")]
    pub(crate) overwrite: bool,
    /// Skip inputs whose output was made from the same bytes, schema and options
    ///
    /// An output made otherwise is an error for its input. Only parquet and arrow tell what they
    /// were made from.
    #[arg(long, help_heading = "Inputs and outputs")]
    pub(crate) skip_existing: bool,
    /// Say what would be read and written, and do nothing
    #[arg(long, help_heading = "Inputs and outputs")]
    pub(crate) dry_run: bool,
    /// Print the report as one JSON document; with --out - say where with --report
    #[arg(long, help_heading = "Inputs and outputs")]
    pub(crate) json: bool,
    /// Write the report to this file, as JSON
    #[arg(long, value_name = "FILE", help_heading = "Inputs and outputs")]
    pub(crate) report: Option<PathBuf>,

    /// One row per body (flat), or one per message with its bodies nested
    ///
    /// JSONL is the records as they are unless --layout flat asks for the columns as JSON.
    #[arg(
        long,
        value_name = "LAYOUT",
        help_heading = "Rows and columns",
        env = "CHATLAKE_LAYOUT",
        value_parser = PossibleValuesParser::new(["flat", "nested"])
            .try_map(|name| name.parse::<Layout>()),
        hide_possible_values = true
    )]
    pub(crate) layout: Option<Layout>,
    /// Keep messages like these: column=value, column=a|b, since=…, until=…
    ///
    /// Conditions stand between commas, or in several --select, and all must hold. Columns are
    /// msg_id, chat_type, direction, sender, recipient, conversation_id and body_type; a message
    /// is kept with all its bodies when any of them is of a type. since (inclusive) and until
    /// (exclusive) are RFC 3339. A comma or bar within a value is written with a \ before it.
    #[arg(
        long,
        value_name = "CONDITIONS",
        help_heading = "Rows and columns",
        value_parser = conditions
    )]
    pub(crate) select: Vec<Conditions>,
    /// Write these columns only, in the order of the schema
    #[arg(
        long,
        value_name = "COLUMNS",
        help_heading = "Rows and columns",
        env = "CHATLAKE_COLUMNS",
        value_delimiter = ','
    )]
    pub(crate) columns: Vec<Column>,
    /// Leave these columns out
    #[arg(
        long,
        value_name = "COLUMNS",
        help_heading = "Rows and columns",
        env = "CHATLAKE_DROP_COLUMNS",
        value_delimiter = ','
    )]
    pub(crate) drop_columns: Vec<Column>,
    /// Write the download credentials of media (secret, thumb_secret) too
    #[arg(
        long,
        help_heading = "Rows and columns",
        env = "CHATLAKE_INCLUDE_SECRETS",
        action = clap::ArgAction::Set,
        value_parser = BoolishValueParser::new(),
        num_args = 0..=1,
        require_equals = true,
        default_value = "false",
        default_missing_value = "true",
        value_name = "BOOL",
        hide_default_value = true,
        hide_possible_values = true
    )]
    pub(crate) include_secrets: bool,
    /// What becomes of a message that was there before, id and bytes: keep or drop
    ///
    /// The same id with other bytes is never dropped; it is counted as a conflict.
    #[arg(
        long,
        value_name = "WHAT",
        help_heading = "Rows and columns",
        env = "CHATLAKE_DEDUP",
        default_value = "keep",
        value_parser = PossibleValuesParser::new(["keep", "drop"])
            .map(|what| if what == "drop" { Dedup::Drop } else { Dedup::Keep }),
        hide_possible_values = true
    )]
    pub(crate) dedup: Dedup,
    /// The zone of file names like 2018112717: +08:00, utc, or auto
    ///
    /// auto takes the one in which the file's first timestamps lie within the hour.
    #[arg(
        long,
        value_name = "ZONE",
        help_heading = "Rows and columns",
        env = "CHATLAKE_ZONE",
        default_value = "auto",
        value_parser = zone
    )]
    pub(crate) zone: ZoneChoice,
    /// Defuse what a spreadsheet would run, by a ' before it: on or off (csv)
    #[arg(
        long,
        value_name = "ON|OFF",
        help_heading = "Rows and columns",
        env = "CHATLAKE_CSV_GUARD",
        default_value = "on",
        action = clap::ArgAction::Set,
        value_parser = PossibleValuesParser::new(["on", "off"]).map(|word| word == "on"),
        hide_possible_values = true
    )]
    pub(crate) csv_guard: bool,

    /// What becomes of a record that cannot be a row: quarantine, skip or fail
    ///
    /// quarantine keeps it with its place, reason and bytes: in DIR/_rejects/STEM.jsonl, or in
    /// FILE.ext.rejects.jsonl, or where --rejects says. skip counts it. fail publishes nothing
    /// for its input, and the exit code is 1.
    #[arg(
        long,
        value_name = "WHAT",
        help_heading = "Rejects and damage",
        env = "CHATLAKE_ON_REJECT",
        default_value = "quarantine",
        value_parser = PossibleValuesParser::new(["quarantine", "skip", "fail"]).map(|word| on_reject(&word)),
        hide_possible_values = true
    )]
    pub(crate) on_reject: OnReject,
    /// Where rejects go with --out -
    #[arg(long, value_name = "FILE", help_heading = "Rejects and damage")]
    pub(crate) rejects: Option<PathBuf>,
    /// Publish what is whole of a damaged input, as STEM.salvaged
    ///
    /// Of a truncated file the records up to the last whole one; of one with wrong bytes the
    /// members verified before them.
    #[arg(
        long,
        help_heading = "Rejects and damage",
        env = "CHATLAKE_SALVAGE",
        action = clap::ArgAction::Set,
        value_parser = BoolishValueParser::new(),
        num_args = 0..=1,
        require_equals = true,
        default_value = "false",
        default_missing_value = "true",
        value_name = "BOOL",
        hide_default_value = true,
        hide_possible_values = true
    )]
    pub(crate) salvage: bool,
    #[command(flatten)]
    pub(crate) limits: LimitArgs,

    /// How many workers; by default as many as there are processors
    ///
    /// What is written does not depend on it.
    #[arg(
        long,
        short,
        value_name = "N",
        help_heading = "Speed and size",
        env = "CHATLAKE_JOBS",
        value_parser = jobs
    )]
    pub(crate) jobs: Option<NonZeroUsize>,
    /// Rows in a row group, at most (parquet; by default 262144)
    #[arg(
        long,
        value_name = "N",
        help_heading = "Speed and size",
        env = "CHATLAKE_ROW_GROUP_ROWS"
    )]
    pub(crate) row_group_rows: Option<NonZeroUsize>,
    /// Level of zstd, 1 to 22 (by default 1 for parquet, else 3)
    #[arg(
        long,
        value_name = "LEVEL",
        help_heading = "Speed and size",
        env = "CHATLAKE_ZSTD_LEVEL",
        value_parser = clap::value_parser!(i32).range(1..=22)
    )]
    pub(crate) zstd_level: Option<i32>,

    /// What was said on the command line itself.
    #[arg(skip)]
    pub(crate) given: Given,
}

impl ConvertArgs {
    /// Which messages are kept.
    pub(crate) fn selection(&self) -> Result<chatlake_convert::Select, Failure> {
        select(&self.select).map_err(|error| Failure::usage(format!("--select: {error}")))
    }
}

/// A format.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum To {
    Parquet,
    Arrow,
    Csv,
    Jsonl,
}

/// A compression.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Codec {
    #[value(alias = "plain")]
    None,
    Snappy,
    Lz4,
    Zstd,
    Gzip,
}

impl To {
    /// The name on the command line.
    pub(crate) fn name(self) -> &'static str {
        match self {
            To::Parquet => "parquet",
            To::Arrow => "arrow",
            To::Csv => "csv",
            To::Jsonl => "jsonl",
        }
    }
}

impl Codec {
    /// The name on the command line.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Codec::None => "none",
            Codec::Snappy => "snappy",
            Codec::Lz4 => "lz4",
            Codec::Zstd => "zstd",
            Codec::Gzip => "gzip",
        }
    }
}

/// The options that were said on the command line itself, not by variable or file: those are
/// meant for this run, the others for many.
#[derive(Clone, Debug, Default)]
pub(crate) struct Given(HashSet<String>);

impl Given {
    /// Of the matches of a subcommand.
    pub(crate) fn of(matches: &ArgMatches) -> Self {
        let ids = matches.ids().map(clap::Id::as_str);
        let said = ids.filter(|id| matches.value_source(id) == Some(ValueSource::CommandLine));
        Self(said.map(str::to_owned).collect())
    }

    /// Whether an option was said, by the name of its field.
    pub(crate) fn has(&self, id: &str) -> bool {
        self.0.contains(id)
    }
}

fn on_reject(word: &str) -> OnReject {
    match word {
        "skip" => OnReject::Skip,
        "fail" => OnReject::Fail,
        _ => OnReject::Quarantine,
    }
}

fn zone(name: &str) -> Result<ZoneChoice, String> {
    if name.eq_ignore_ascii_case("auto") {
        return Ok(ZoneChoice::Auto);
    }
    let zone = name.parse::<Zone>().map(ZoneChoice::Fixed);
    zone.map_err(|_| "there are `+08:00`, `utc` and `auto`".to_owned())
}

fn jobs(text: &str) -> Result<NonZeroUsize, String> {
    match text.parse::<NonZeroUsize>() {
        Ok(jobs) if jobs.get() <= 1024 => Ok(jobs),
        _ => Err("write a number from 1 to 1024".to_owned()),
    }
}
