//! What is told of a lake, for scripts.

use chatlake_core::Hour;
use chatlake_lake::{DayStatus, InLake, Lake, Status, Sums};
use serde::Serialize;

use super::page::{name, ranges};

/// What a lake has.
#[derive(Serialize)]
pub(super) struct Document {
    lake: String,
    app: String,
    zone: &'static str,
    total: SumsDocument,
    missing: Vec<Gap>,
    /// Hours that were made of what was whole of a damaged export.
    salvaged: Vec<String>,
    days: Vec<DayDocument>,
}

/// Missing hours in a row.
#[derive(Serialize)]
struct Gap {
    first: String,
    last: String,
    hours: u64,
}

#[derive(Serialize)]
struct DayDocument {
    day: String,
    /// `open`, `reopened` or `compacted`; null if it has nothing.
    state: Option<&'static str>,
    #[serde(flatten)]
    sums: SumsDocument,
    /// The hours that are missing.
    missing_hours: Vec<String>,
}

#[derive(Serialize)]
struct SumsDocument {
    hours: u64,
    compacted_hours: u64,
    missing: u64,
    files: u64,
    rows: u64,
    bytes: u64,
    rejects: u64,
    duplicates_dropped: u64,
    conflicts: u64,
    last_commit: Option<String>,
}

/// Everything that the page tells, of all days.
pub(super) fn document(lake: &Lake, status: &Status) -> Document {
    let gap = |(first, last): (Hour, Hour)| Gap {
        first: first.to_string(),
        last: last.to_string(),
        hours: last.since(first).unsigned_abs() + 1,
    };
    Document {
        lake: lake.store().place().to_string(),
        app: lake.terms().app.to_string(),
        zone: lake.terms().zone.name(),
        total: of_sums(&status.total()),
        missing: ranges(status.missing()).into_iter().map(gap).collect(),
        salvaged: status.salvaged.iter().map(ToString::to_string).collect(),
        days: status.days.iter().map(of_day).collect(),
    }
}

fn of_day(day: &DayStatus) -> DayDocument {
    let hours = day.day.hours().zip(&day.hours);
    let missing = hours.filter(|(_, found)| **found == Some(InLake::Missing));
    DayDocument {
        day: day.day.to_string(),
        state: day.compaction().map(name),
        sums: of_sums(&day.sums),
        missing_hours: missing.map(|(hour, _)| hour.to_string()).collect(),
    }
}

fn of_sums(sums: &Sums) -> SumsDocument {
    let Sums {
        hours,
        compacted,
        missing,
        files,
        rows,
        bytes,
        rejects,
        duplicates_dropped,
        conflicts,
        last_commit,
    } = sums.clone();
    SumsDocument {
        hours,
        compacted_hours: compacted,
        missing,
        files,
        rows,
        bytes,
        rejects,
        duplicates_dropped,
        conflicts,
        last_commit,
    }
}
