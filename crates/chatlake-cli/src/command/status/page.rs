//! What is told of an app, for people.

use chatlake_sync::{Calendar, Standing};

use super::picture::{DrawnDay, picture};
use super::sign::Sign;
use crate::command::gaps;
use crate::command::known::KnownApp;
use crate::screen::{day_time, plural, span};

/// Up to so many missing hours, each has a line of its own.
const FEW: u64 = 12;

/// A page of text.
pub(super) fn page(known: &KnownApp, now_ms: i64, n_days: usize, is_coloured: bool) -> String {
    let KnownApp { app, zone, calendar, next_due } = known;
    let now = day_time(now_ms, *zone);
    let mut page = format!("{app}, hours named in {}; there it is {now}\n\n", zone.name());
    page.push_str(&picture(&drawn(calendar), n_days, is_coloured));
    page.push('\n');
    let (n_missing, n_lost) = (known.n_missing(), known.n_lost());
    if n_missing > 0 {
        page.push_str(&format!("missing: {}\n", plural(n_missing, "hour")));
        for line in missing(known, now_ms) {
            page.push_str(&format!("  {line}\n"));
        }
    }
    if n_lost > 0 {
        page.push_str(&format!("lost: {}\n", plural(n_lost, "hour")));
        for gap in calendar.gaps.iter().filter(|gap| gap.is_lost) {
            page.push_str(&format!("  {}\n", gaps::line(gap, *zone, now_ms)));
        }
    }
    if n_missing + n_lost == 0 {
        page.push_str("nothing is missing\n");
    }
    let (hour, due_ms) = next_due;
    page.push_str(&format!("next: {hour} is due in {}\n\n", span(due_ms - now_ms)));
    page
}

/// A line for each missing hour, or for each range of them where there are many.
fn missing(known: &KnownApp, now_ms: i64) -> Vec<String> {
    let calendar = &known.calendar;
    if known.n_missing() > FEW {
        let ranges = calendar.gaps.iter().filter(|gap| !gap.is_lost);
        return ranges.map(|gap| gaps::line(gap, known.zone, now_ms)).collect();
    }
    let cells = calendar.days.iter().flat_map(|day| &day.hours).flatten();
    let missing = cells.filter(|cell| cell.standing == Standing::Missing);
    missing.map(|cell| format!("{}  gone in {}", cell.hour, span(cell.gone_ms - now_ms))).collect()
}

/// Days of a calendar, with a sign for what each hour is.
pub(super) fn drawn(calendar: &Calendar) -> Vec<DrawnDay> {
    let days = calendar.days.iter();
    let signs = |day: &chatlake_sync::Day| {
        let signs = day.hours.iter().map(|hour| hour.as_ref().map(Sign::of));
        DrawnDay { date: day.date.clone(), hours: signs.collect() }
    };
    days.map(signs).collect()
}
