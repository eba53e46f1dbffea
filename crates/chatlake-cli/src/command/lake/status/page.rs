//! What is told of a lake, for people.

use chatlake_core::Hour;
use chatlake_lake::{Compaction, DayStatus, InLake, Lake, Status, Sums};

use super::table::lined_up;
use crate::command::status::picture::{DrawnDay, picture};
use crate::command::status::sign::{GREEN, Sign, YELLOW};
use crate::screen::{bytes, count, plural};

const HEAD: [&str; 10] = [
    "day",
    "hours",
    "files",
    "rows",
    "bytes",
    "rejects",
    "dropped",
    "conflicts",
    "state",
    "last commit (UTC)",
];

/// A page of text.
pub(super) fn page(lake: &Lake, status: &Status, n_days: usize, is_coloured: bool) -> String {
    let terms = lake.terms();
    let mut page = format!(
        "{}, hours named in {}; lake {}\n\n",
        terms.app,
        terms.zone.name(),
        lake.store().place()
    );
    if status.days.is_empty() {
        page.push_str("the lake is empty: `chatlake convert --lake` and `sync --lake` fill it\n");
        return page;
    }
    let days: Vec<DrawnDay> = status.days.iter().map(drawn).collect();
    page.push_str(&picture(&days, n_days, is_coloured));
    page.push('\n');
    page.push_str(&table(status, n_days));
    page.push('\n');
    let missing = ranges(status.missing());
    let n_missing = status.total().missing;
    if n_missing > 0 {
        page.push_str(&format!("missing: {}\n", plural(n_missing, "hour")));
    }
    for (first, last) in &missing {
        page.push_str(&match first == last {
            true => format!("  {first}\n"),
            false => format!(
                "  {first} to {last}  {}\n",
                plural(last.since(*first).unsigned_abs() + 1, "hour")
            ),
        });
    }
    for slot in &status.salvaged {
        page.push_str(&format!("salvaged: {slot} has what was whole of a damaged export\n"));
    }
    if missing.is_empty() && status.salvaged.is_empty() {
        page.push_str("nothing is missing\n");
    }
    page
}

/// The days that are shown, and the sums of all.
fn table(status: &Status, n_days: usize) -> String {
    let mut rows = vec![HEAD.map(str::to_owned).to_vec()];
    let n_hidden = status.days.len().saturating_sub(n_days);
    let shown = status.days.iter().skip(n_hidden);
    rows.extend(shown.map(|day| row(&day.day.to_string(), &day.sums, state(day))));
    if status.days.len() > 1 {
        rows.push(row("all", &status.total(), ""));
    }
    lined_up(&rows, |column| matches!(column, 0 | 8 | 9))
}

fn row(name: &str, sums: &Sums, state: &str) -> Vec<String> {
    let Sums { hours, files, rows, rejects, duplicates_dropped, conflicts, last_commit, .. } = sums;
    let numbers = [count(*hours), count(*files), count(*rows), bytes(sums.bytes)];
    let accounts = [count(*rejects), count(*duplicates_dropped), count(*conflicts)];
    let time = last_commit.as_deref().unwrap_or_default();
    let time = time.get(..16).unwrap_or(time).replacen('T', " ", 1);
    let texts = [state.to_owned(), time];
    [name.to_owned()].into_iter().chain(numbers).chain(accounts).chain(texts).collect()
}

fn state(day: &DayStatus) -> &'static str {
    day.compaction().map_or("missing", name)
}

/// A word for it.
pub(super) fn name(compaction: Compaction) -> &'static str {
    match compaction {
        Compaction::Open => "open",
        Compaction::Reopened => "reopened",
        Compaction::Compacted => "compacted",
    }
}

fn drawn(day: &DayStatus) -> DrawnDay {
    let hours = day.hours.iter().map(|hour| hour.map(sign)).collect();
    DrawnDay { date: day.day.to_string(), hours }
}

fn sign(hour: InLake) -> Sign {
    let (place, sign, colour, name, meaning) = match hour {
        InLake::Compacted => (0, '#', GREEN, "compacted", "in the files of its day"),
        InLake::Committed => (1, '@', GREEN, "committed", "in a file of its own"),
        InLake::Missing => (2, '?', YELLOW, "missing", "not in the lake, and hours around it are"),
    };
    Sign { place, sign, colour, name, meaning }
}

/// Hours in order, those in a row together: the first and the last.
pub(super) fn ranges(hours: impl Iterator<Item = Hour>) -> Vec<(Hour, Hour)> {
    let mut ranges: Vec<(Hour, Hour)> = Vec::new();
    for hour in hours {
        match ranges.last_mut() {
            Some((_, last)) if hour.since(*last) == 1 => *last = hour,
            _ => ranges.push((hour, hour)),
        }
    }
    ranges
}
