//! What is told of an archive, for scripts.

use std::collections::BTreeMap;

use chatlake_core::Zone;
use chatlake_sync::{Cell, Standing, State};
use serde::Serialize;

use crate::command::gaps::GapDocument;
use crate::command::known::{Known, KnownApp, name};
use crate::screen::iso;

/// What is known of an archive.
#[derive(Serialize)]
pub(super) struct Document {
    archive: String,
    now: String,
    verdict: &'static str,
    missing: u64,
    lost: u64,
    apps: Vec<AppDocument>,
}

#[derive(Serialize)]
struct AppDocument {
    app: String,
    zone: &'static str,
    verdict: &'static str,
    missing: u64,
    lost: u64,
    /// How many hours are in each state.
    counts: BTreeMap<&'static str, usize>,
    gaps: Vec<GapDocument>,
    next_due: NextDue,
    hours: Vec<HourDocument>,
}

#[derive(Serialize)]
struct NextDue {
    hour: String,
    at: String,
}

#[derive(Serialize)]
struct HourDocument {
    hour: String,
    start: String,
    state: &'static str,
    standing: &'static str,
    gone: String,
}

/// Everything that the page tells, and each hour.
pub(super) fn document(known: &Known) -> Document {
    Document {
        archive: known.archive.root().display().to_string(),
        now: iso(known.now_ms),
        verdict: name(known.verdict()),
        missing: known.apps.iter().map(KnownApp::n_missing).sum(),
        lost: known.apps.iter().map(KnownApp::n_lost).sum(),
        apps: known.apps.iter().map(|app| of_app(app, known.now_ms)).collect(),
    }
}

fn of_app(known: &KnownApp, now_ms: i64) -> AppDocument {
    let KnownApp { app, zone, calendar, next_due: (hour, due_ms) } = known;
    // Those that there are none of, too: scripts need not ask whether.
    let count = |state: State| calendar.counts.get(&state).copied().unwrap_or(0);
    let cells = calendar.days.iter().flat_map(|day| &day.hours).flatten();
    AppDocument {
        app: app.to_string(),
        zone: zone.name(),
        verdict: name(calendar.verdict),
        missing: known.n_missing(),
        lost: known.n_lost(),
        counts: State::ALL.into_iter().map(|state| (state.name(), count(state))).collect(),
        gaps: calendar.gaps.iter().map(|gap| GapDocument::of(gap, now_ms)).collect(),
        next_due: NextDue { hour: hour.to_string(), at: iso(*due_ms) },
        hours: cells.map(|cell| of_hour(cell, *zone)).collect(),
    }
}

fn of_hour(cell: &Cell, zone: Zone) -> HourDocument {
    HourDocument {
        hour: cell.hour.to_string(),
        start: iso(cell.hour.start_s(zone) * 1000),
        state: cell.state.name(),
        standing: match cell.standing {
            Standing::Early => "early",
            Standing::InHand => "in_hand",
            Standing::Nothing => "nothing",
            Standing::Missing => "missing",
            Standing::Lost => "lost",
        },
        gone: iso(cell.gone_ms),
    }
}
