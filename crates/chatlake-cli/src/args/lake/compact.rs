//! `chatlake lake compact`.

use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::time::Duration;

use chatlake_lake::Day;
use chatlake_store::Place;
use clap::{ArgGroup, Args};

use crate::args::duration::duration;
use crate::args::effort;
use crate::args::size::size;

const EXAMPLES: &str = "\
Examples:
  chatlake lake compact lake/ --closed                    every day that is over for three days
  chatlake lake compact lake/ --date 2018-11-27           this day, as it is now
  chatlake lake compact s3://bucket/lake --closed --dry-run
  chatlake lake compact lake/ --closed --target-size 512MB --json | jq '.days[].rows'
  30 4 * * *  chatlake lake compact lake/ --closed -q     a line of a crontab";

/// Put the hours of a day into few files, sorted
///
/// Rows come into the order of conversation, time and message, so that readers find a conversation
/// in one place and skip the rest. What is written is read again and compared, all columns of all
/// rows, before it takes the place of what was there: in one step where the lake is a folder; in a
/// bucket new files come first, then what the lake says of itself, then the old files go. Whatever
/// stops it, a day is as it was or compacted, and the next run goes on.
///
/// An hour that comes or grows later has a file of its own until the day is compacted again. Files
/// are made in the lake's own folder, those of a bucket on this machine first: room for a day, three
/// times.
///
/// Exit codes: 0 done, or nothing to do; 1 a day could not be compacted, and is what it was; 2
/// there is no such lake or day; 5 a day changed again and again, run it again; 8 the disk;
/// 130 interrupted.
#[derive(Args, Debug)]
#[command(before_help = EXAMPLES)]
#[command(group(ArgGroup::new("days").required(true).args(["date", "closed"])))]
pub(crate) struct CompactArgs {
    /// The lake: a folder, or s3://, gs://, az://, oss:// with bucket and path
    #[arg(value_name = "WHERE")]
    pub(crate) place: Place,
    /// Compact one day, whether it is over or not
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub(crate) date: Option<Day>,
    /// Compact every day that is over, has hours after it, and is not compacted yet
    #[arg(long)]
    pub(crate) closed: bool,
    /// With --closed: how long a day must be over, as hours may come late or grow
    #[arg(
        long,
        value_name = "TIME",
        default_value = "72h",
        env = "CHATLAKE_SETTLED",
        value_parser = duration
    )]
    pub(crate) settled: Duration,
    /// Where files of a lake in a bucket are made first; by default where TMPDIR says
    #[arg(long, value_name = "DIR", env = "CHATLAKE_STAGING")]
    pub(crate) staging: Option<PathBuf>,
    /// Say which days would be compacted, and do nothing
    #[arg(long)]
    pub(crate) dry_run: bool,
    /// Print the report as one JSON document
    #[arg(long)]
    pub(crate) json: bool,
    /// How large files should be, 128MB to 512MB
    #[arg(
        long,
        value_name = "SIZE",
        default_value = "256MB",
        env = "CHATLAKE_TARGET_SIZE",
        value_parser = target_size,
        help_heading = "Speed and size"
    )]
    pub(crate) target_size: u64,
    /// Level of zstd, 1 to 22: higher than for hours, as what is compacted is read often
    #[arg(
        long,
        value_name = "LEVEL",
        default_value_t = 3,
        value_parser = clap::value_parser!(i32).range(1..=22),
        help_heading = "Speed and size"
    )]
    pub(crate) zstd_level: i32,
    /// How many workers; by default as many as there are processors
    ///
    /// What is written does not depend on it.
    #[arg(
        long,
        short,
        value_name = "N",
        env = "CHATLAKE_JOBS",
        value_parser = effort::jobs,
        help_heading = "Speed and size"
    )]
    pub(crate) jobs: Option<NonZeroUsize>,
}

fn target_size(text: &str) -> Result<u64, String> {
    let bytes = size(text)?;
    // The same numbers in either unit.
    if (128_000_000..=512 << 20).contains(&bytes) {
        Ok(bytes)
    } else {
        Err("write a size from 128MB to 512MB: readers are slow on smaller and larger files"
            .to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_target_is_what_readers_like() {
        for (text, expected) in [
            ("128MB", Some(128_000_000)),
            ("256MiB", Some(256 << 20)),
            ("0.5GB", Some(500_000_000)),
            ("512MiB", Some(512 << 20)),
            ("127MB", None),
            ("1GB", None),
            ("256", None),
            ("", None),
        ] {
            assert_eq!(target_size(text).ok(), expected, "{text}");
        }
    }
}
