//! `chatlake gaps`.

use std::io::Write;

use chatlake_core::Zone;
use chatlake_sync::Gap;
use serde::Serialize;

use super::known::{Known, KnownApp, known, name};
use super::{print, print_json};
use crate::args::GapsArgs;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::screen::{day_time, iso, plural, span};

/// Lists what is missing.
pub(super) fn run(args: &GapsArgs) -> Result<Exit, Failure> {
    let known = known(&args.known)?;
    if args.known.json {
        print_json(&document(&known))?;
        return Ok(known.exit());
    }
    print(|out| {
        for app in &known.apps {
            for gap in &app.calendar.gaps {
                writeln!(out, "{}  {}", app.app, line(gap, app.zone, known.now_ms))?;
            }
            if app.calendar.gaps.is_empty() {
                writeln!(out, "{}  nothing is missing", app.app)?;
            }
        }
        Ok(())
    })?;
    Ok(known.exit())
}

/// A gap in words: which hours, and until when they can be had.
pub(super) fn line(gap: &Gap, zone: Zone, now_ms: i64) -> String {
    let hours = match gap.n_hours() {
        1 => gap.first.to_string(),
        _ => format!("{} to {}", gap.first, gap.last),
    };
    let n_hours = gap.n_hours().unsigned_abs();
    let when = match (gap.is_lost, n_hours) {
        (true, _) => format!("lost, gone since {}", day_time(gap.first_gone_ms, zone)),
        (false, 1) => format!("gone in {}", span(gap.first_gone_ms - now_ms)),
        (false, _) => format!(
            "the first gone in {}, the last in {}",
            span(gap.first_gone_ms - now_ms),
            span(gap.last_gone_ms - now_ms)
        ),
    };
    format!("{hours:<24}  {:>9}  {when}", plural(n_hours, "hour"))
}

/// What is missing in an archive.
#[derive(Serialize)]
struct Document {
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
    missing: u64,
    lost: u64,
    gaps: Vec<GapDocument>,
}

/// A gap, as scripts see it.
#[derive(Serialize)]
pub(super) struct GapDocument {
    first: String,
    last: String,
    hours: u64,
    lost: bool,
    first_gone: String,
    last_gone: String,
    /// Until the first is gone; negative if it is.
    first_gone_in_s: i64,
}

impl GapDocument {
    pub(super) fn of(gap: &Gap, now_ms: i64) -> Self {
        Self {
            first: gap.first.to_string(),
            last: gap.last.to_string(),
            hours: gap.n_hours().unsigned_abs(),
            lost: gap.is_lost,
            first_gone: iso(gap.first_gone_ms),
            last_gone: iso(gap.last_gone_ms),
            first_gone_in_s: (gap.first_gone_ms - now_ms).div_euclid(1000),
        }
    }
}

fn document(known: &Known) -> Document {
    let of_app = |app: &KnownApp| AppDocument {
        app: app.app.to_string(),
        zone: app.zone.name(),
        missing: app.n_missing(),
        lost: app.n_lost(),
        gaps: app.calendar.gaps.iter().map(|gap| GapDocument::of(gap, known.now_ms)).collect(),
    };
    Document {
        archive: known.archive.root().display().to_string(),
        now: iso(known.now_ms),
        verdict: name(known.verdict()),
        missing: known.apps.iter().map(KnownApp::n_missing).sum(),
        lost: known.apps.iter().map(KnownApp::n_lost).sum(),
        apps: known.apps.iter().map(of_app).collect(),
    }
}
