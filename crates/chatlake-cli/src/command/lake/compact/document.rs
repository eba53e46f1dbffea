//! The report, for scripts.

use std::time::Duration;

use chatlake_lake::{DayCompacted, Lake, Outcome};
use serde::Serialize;

use super::line::{why, word};

/// What was done to a lake.
#[derive(Serialize)]
pub(super) struct Document {
    lake: String,
    days: Vec<DayDocument>,
    elapsed_s: f64,
}

/// What came of a day.
#[derive(Serialize)]
struct DayDocument {
    date: String,
    status: &'static str,
    slots: u64,
    rows: u64,
    files_before: u64,
    files_after: u64,
    bytes_before: u64,
    bytes_after: u64,
    /// Files that nobody needed any more, and that went.
    removed: u64,
    error: Option<String>,
    elapsed_s: f64,
}

/// The report of all days; `times` are seconds.
pub(super) fn document(
    lake: &Lake,
    days: &[DayCompacted],
    times: &[f64],
    elapsed: Duration,
) -> Document {
    let times = times.iter().copied().chain(std::iter::repeat(0.0));
    let days = days.iter().zip(times).map(|(day, elapsed_s)| DayDocument {
        date: day.day.to_string(),
        status: match &day.outcome {
            Outcome::WouldBe => "would_be_compacted",
            outcome => word(outcome),
        },
        slots: day.slots,
        rows: day.rows,
        files_before: day.before.files,
        files_after: day.after.files,
        bytes_before: day.before.bytes,
        bytes_after: day.after.bytes,
        removed: day.removed,
        error: match &day.outcome {
            Outcome::Failed(error) => Some(why(error)),
            _ => None,
        },
        elapsed_s,
    });
    let place = lake.store().place().to_string();
    Document { lake: place, days: days.collect(), elapsed_s: elapsed.as_secs_f64() }
}
