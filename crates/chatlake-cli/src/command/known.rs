//! What an archive knows of the hours of its apps, for `status` and `gaps`.

use std::collections::BTreeMap;

use chatlake_core::{Hour, Zone};
use chatlake_sync::{AppKey, Archive, Calendar, Catalogue, Opening, Terms, Verdict, Window};

use crate::args::KnownArgs;
use crate::clock::clock;
use crate::exit::Exit;
use crate::failure::Failure;

/// What is known of an archive now.
pub(super) struct Known {
    pub(super) archive: Archive,
    pub(super) now_ms: i64,
    pub(super) apps: Vec<KnownApp>,
}

/// What is known of an app.
pub(super) struct KnownApp {
    pub(super) app: AppKey,
    pub(super) zone: Zone,
    pub(super) calendar: Calendar,
    /// The hour that falls due next, and when.
    pub(super) next_due: (Hour, i64),
}

/// Asks the catalogue.
pub(super) fn known(args: &KnownArgs) -> Result<Known, Failure> {
    let archive = Archive::at(args.archive.folder()?);
    let asked = args.whose.app(&args.given)?;
    let asked: Option<AppKey> = asked.map(super::supply::key).transpose()?;
    let now_ms = clock()?.now_ms();
    let catalogue = Catalogue::open(&archive.catalogue(), Opening::Existing)?;
    let mut apps = Vec::new();
    for app in catalogue.apps()? {
        if asked.as_ref().is_some_and(|asked| *asked != app) {
            continue;
        }
        let Some(Terms { zone, since }) = catalogue.terms(&app)? else { continue };
        let window = args.window.window(zone)?;
        let hours = catalogue.hours(&app)?;
        let states: BTreeMap<_, _> = hours.iter().map(|it| (it.hour, it.state)).collect();
        let last = Hour::containing(now_ms, zone);
        let first = first(&window, since, now_ms, args);
        let calendar = Calendar::new(&window, &states, first, last, now_ms);
        let next = next_due(&window, now_ms);
        apps.push(KnownApp { app, zone, calendar, next_due: (next, window.due_ms(next)) });
    }
    if let (Some(app), []) = (asked, apps.as_slice()) {
        return Err(Failure::usage(format!(
            "the archive `{}` knows nothing of {app}: `chatlake sync` begins with it",
            archive.root().display()
        )));
    }
    Ok(Known { archive, now_ms, apps })
}

/// The first hour that is judged: the first that was to be kept, or the oldest that can be had.
fn first(window: &Window, since: Option<Hour>, now_ms: i64, args: &KnownArgs) -> Hour {
    let last = Hour::containing(now_ms, window.zone);
    let oldest = window.hours(now_ms).map_or(last, |hours| *hours.start());
    let first = since.unwrap_or(oldest);
    let Some(days) = args.days else { return first };
    let midnight = last.plus(-i64::from(last.of_day()));
    first.max(midnight.plus(-24 * (i64::from(days.get()) - 1)))
}

/// The first hour that is not due.
fn next_due(window: &Window, now_ms: i64) -> Hour {
    let mut hour = Hour::containing(now_ms, window.zone);
    while window.due_ms(hour.plus(-1)) > now_ms {
        hour = hour.plus(-1);
    }
    hour
}

impl Known {
    /// What the worst hour of all apps comes to.
    pub(super) fn verdict(&self) -> Verdict {
        let verdicts = self.apps.iter().map(|app| app.calendar.verdict);
        verdicts.max().unwrap_or(Verdict::Complete)
    }

    /// How the command ends.
    pub(super) fn exit(&self) -> Exit {
        Exit::of(self.verdict().exit_code())
    }
}

impl KnownApp {
    /// Hours that are missing and can still be had.
    pub(super) fn n_missing(&self) -> u64 {
        self.count(false)
    }

    /// Hours that cannot be had any more.
    pub(super) fn n_lost(&self) -> u64 {
        self.count(true)
    }

    fn count(&self, is_lost: bool) -> u64 {
        let gaps = self.calendar.gaps.iter().filter(|gap| gap.is_lost == is_lost);
        gaps.map(|gap| gap.n_hours().unsigned_abs()).sum()
    }
}

/// The name of a verdict in reports.
pub(super) fn name(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Complete => "complete",
        Verdict::Gaps => "gaps",
        Verdict::Lost => "lost",
    }
}
