//! `--lake`: a dataset instead of files.

use std::path::PathBuf;

use chatlake_core::AppKey;
use chatlake_store::Place;
use clap::Args;

/// A lake instead of files.
#[derive(Args, Debug, Default)]
#[command(next_help_heading = "A lake instead of files")]
pub(crate) struct IntoLakeArgs {
    /// Commit hours to a lake instead: a folder, or s3://, gs://, az://, oss:// with bucket and path
    ///
    /// A lake is a dataset of one app, in one zone, with one list of columns, that engines read as
    /// one table: WHERE/messages/org=ORG/app=APP/date=YYYY-MM-DD/*.parquet. An hour is in it once,
    /// and so is a record that the next hour repeats. An hour of the same bytes is left alone; one
    /// that has grown is replaced. What is there is whole at any moment, whatever ends the command,
    /// and running it again goes on. The first hour makes the lake. Rows are flat, duplicates are
    /// dropped, rejects are kept in WHERE/_rejects.
    #[arg(long, value_name = "WHERE", env = "CHATLAKE_LAKE")]
    pub(crate) lake: Option<Place>,
    /// Whose hours they are
    ///
    /// By default what the folders of an archive tell, raw/ORG/APP/YYYY-MM-DD/; else the lake's own
    /// app; for a new lake, default/default.
    #[arg(long, value_name = "ORG/APP", env = "CHATLAKE_APP")]
    pub(crate) app: Option<AppKey>,
    /// Register the hours in the lake's Delta table at the end, as chatlake lake register does
    #[arg(long, env = "CHATLAKE_DELTA")]
    pub(crate) delta: bool,
    /// Where files of a lake in a bucket are made first; by default where TMPDIR says
    #[arg(long, value_name = "DIR", env = "CHATLAKE_STAGING")]
    pub(crate) staging: Option<PathBuf>,
}
