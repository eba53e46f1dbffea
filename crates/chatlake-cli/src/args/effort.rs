//! How fast, and how large.

use std::num::NonZeroUsize;

use clap::Args;

/// How much work goes into a conversion, and how many workers.
#[derive(Args, Debug)]
#[command(next_help_heading = "Speed and size")]
pub(crate) struct EffortArgs {
    /// How many workers; by default as many as there are processors
    ///
    /// What is written does not depend on it.
    #[arg(
        long,
        short,
        value_name = "N",
        env = "CHATLAKE_JOBS",
        value_parser = jobs
    )]
    pub(crate) jobs: Option<NonZeroUsize>,
    /// Rows in a row group, at most (parquet; by default 262144)
    #[arg(long, value_name = "N", env = "CHATLAKE_ROW_GROUP_ROWS")]
    pub(crate) row_group_rows: Option<NonZeroUsize>,
    /// Level of zstd, 1 to 22 (by default 1 for parquet, else 3)
    #[arg(
        long,
        value_name = "LEVEL",
        env = "CHATLAKE_ZSTD_LEVEL",
        value_parser = clap::value_parser!(i32).range(1..=22)
    )]
    pub(crate) zstd_level: Option<i32>,
}

impl EffortArgs {
    /// How many workers there are to be.
    pub(crate) fn jobs(&self) -> NonZeroUsize {
        let processors = || std::thread::available_parallelism().unwrap_or(NonZeroUsize::MIN);
        self.jobs.unwrap_or_else(processors)
    }
}

/// Reads a number of workers.
pub(super) fn jobs(text: &str) -> Result<NonZeroUsize, String> {
    match text.parse::<NonZeroUsize>() {
        Ok(jobs) if jobs.get() <= 1024 => Ok(jobs),
        _ => Err("write a number from 1 to 1024".to_owned()),
    }
}
