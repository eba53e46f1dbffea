//! Days that are over, in few files, in order.
//!
//! A day is read, sorted and written beside the lake without anybody waiting for it; then, under
//! the lock, its files take the place of those of its hours, if these still are what was read.
//! From then on its manifest says which slots are in them. Hours that come to the day later have
//! files of their own, until it is compacted again; of hours that are replaced the rows are taken
//! out.

mod choice;
mod day;
mod files;
mod keys;
#[cfg(test)]
mod laws;
mod plan;
mod stale;

use std::ops::ControlFlow;
use std::path::PathBuf;
use std::time::Duration;

use chatlake_parquet::{SortOptions, SortProgress};

use crate::day::Day;
use crate::error::LakeError;
use crate::lake::Lake;
use crate::staging::Staging;

/// Which days are to be compacted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Days {
    /// This one, whether it is over or not.
    One(Day),
    /// Every day that is over for long enough, and before the last one that has an hour.
    Closed,
}

/// How days are compacted.
#[derive(Clone, Debug)]
pub struct CompactOptions {
    /// How rows are sorted, and how large files should be.
    pub sort: SortOptions,
    /// How long a day must be over: until then hours may still come, or grow.
    pub settled: Duration,
    /// What time it is, milliseconds since the epoch.
    pub now_ms: i64,
    /// What time manifests say it is; another one where the same is to come out every time.
    pub stamp_ms: i64,
    /// Where files of a bucket are copied to, and made; none for where the system keeps
    /// temporary files. A lake that is a folder has its own place.
    pub scratch: Option<PathBuf>,
    /// Whether to say what would be done, and do nothing.
    pub is_dry: bool,
}

/// What is going on.
#[derive(Clone, Copy, Debug)]
pub enum CompactEvent<'a> {
    /// A day begins, whose files have so many rows and bytes.
    Begun {
        /// Which one.
        day: Day,
        /// Rows of its files.
        rows: u64,
        /// Bytes of its files.
        bytes: u64,
    },
    /// So many rows came further.
    Rows(SortProgress),
    /// The day changed meanwhile, and begins again.
    Again(Day),
    /// A day has ended.
    Ended(&'a DayCompacted),
}

/// Who hears what is going on, and says whether to go on.
#[derive(Clone, Copy)]
pub struct CompactWatch<'a> {
    /// Hears, from any thread.
    pub tell: &'a (dyn Fn(CompactEvent<'_>) + Sync),
    /// Whether to begin another day.
    pub between: &'a dyn Fn() -> ControlFlow<()>,
    /// Whether to go on with a day; if not, the day is what it was. Asked from any thread.
    pub amid: &'a (dyn Fn() -> ControlFlow<()> + Sync),
}

/// What came of a day.
#[derive(Debug)]
pub struct DayCompacted {
    /// Which one.
    pub day: Day,
    /// How it ended.
    pub outcome: Outcome,
    /// How many slots it has.
    pub slots: u64,
    /// How many rows.
    pub rows: u64,
    /// Its files before.
    pub before: Sizes,
    /// Its files afterwards; in a dry run and after a failure those before.
    pub after: Sizes,
    /// Files that nobody needs any more, and that went: those that a compaction which was killed
    /// had left, and those of keys.
    pub removed: u64,
}

/// How many files, and how large.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sizes {
    /// How many.
    pub files: u64,
    /// Bytes of all.
    pub bytes: u64,
}

/// How a day ended.
#[derive(Debug)]
pub enum Outcome {
    /// It is compacted now.
    Compacted,
    /// It would be.
    WouldBe,
    /// It was before, with all its hours.
    Unchanged,
    /// It changed again and again while it was read; another time may do.
    Busy,
    /// It could not be compacted, and is what it was.
    Failed(LakeError),
}

/// Compacts days, one after the other; one that fails does not stop the others.
///
/// A process that is killed leaves every day as it was or
/// compacted, and the next run brings to its end what is left to do.
///
/// # Errors
///
/// The lake cannot be read, or has nothing of the one day.
pub fn compact(
    lake: &Lake,
    days: Days,
    options: &CompactOptions,
    watch: CompactWatch<'_>,
) -> Result<Vec<DayCompacted>, LakeError> {
    // Settles what a process that was killed has left, too.
    let staging = {
        let lock = lake.lock()?;
        Staging::begin(lake.acts(), &lock, options.scratch.as_deref())?
    };
    let mut ended = Vec::new();
    for day in choice::days(lake, days, options)? {
        if (watch.between)().is_break() {
            break;
        }
        let day = day::compact(lake, day, &staging, options, watch)?;
        (watch.tell)(CompactEvent::Ended(&day));
        ended.push(day);
    }
    Ok(ended)
}
