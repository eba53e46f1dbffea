//! What the hours of an archive are converted to.

use std::path::PathBuf;

use chatlake_store::Place;
use clap::Args;

use super::effort::EffortArgs;
use super::format::{Codec, To};
use super::given::Given;
use super::limits::LimitArgs;
use super::rejects::OnRejectArgs;
use super::rows::RowArgs;

/// What the hours of an archive are converted to, and how.
#[derive(Args, Debug)]
#[command(next_help_heading = "Conversion")]
pub(crate) struct ConversionArgs {
    /// The format that hours are converted to
    #[arg(long, value_enum, value_name = "FORMAT", env = "CHATLAKE_TO", default_value = "parquet")]
    pub(crate) to: To,
    /// The folder above those of organisation, app and day; by default ARCHIVE/FORMAT
    #[arg(long, short, value_name = "DIR", env = "CHATLAKE_OUT")]
    pub(crate) out: Option<PathBuf>,
    /// Make hours part of this lake instead: a folder, or s3://, gs://, az://, abfss:// or oss://
    ///
    /// Each hour once, its records once: see `chatlake lake`. A lake has one app.
    #[arg(long, value_name = "WHERE", env = "CHATLAKE_LAKE")]
    pub(crate) lake: Option<Place>,
    /// How the output is compressed
    ///
    /// parquet: zstd (default), snappy, lz4, none. arrow: lz4 (default), zstd, none. csv: none
    /// (default), zstd, gzip. jsonl: zstd (default), gzip, none.
    #[arg(long, value_enum, value_name = "CODEC", env = "CHATLAKE_COMPRESSION")]
    pub(crate) compression: Option<Codec>,
    #[command(flatten)]
    pub(crate) rows: RowArgs,
    #[command(flatten)]
    pub(crate) rejects: OnRejectArgs,
    #[command(flatten)]
    pub(crate) limits: LimitArgs,
    #[command(flatten)]
    pub(crate) effort: EffortArgs,
    /// What was said on the command line itself.
    #[arg(skip)]
    pub(crate) given: Given,
}
