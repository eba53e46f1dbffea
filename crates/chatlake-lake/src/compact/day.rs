//! One day.

use std::collections::BTreeSet;

use chatlake_core::timestamp::write_iso;
use chatlake_parquet::{SORTED_BY, SortedFile};

use super::plan::{self, Plan, around};
use super::{
    CompactEvent, CompactOptions, CompactWatch, DayCompacted, Outcome, Sizes, files, keys, stale,
};
use crate::day::Day;
use crate::day_manifest::{DayFacts, DayManifest};
use crate::error::LakeError;
use crate::lake::Lake;
use crate::layout;
use crate::lock::LakeLock;
use crate::manifest::DataFile;
use crate::mark::Mark;
use crate::publication::{Added, Document, Publication};
use crate::staging::Staging;
use crate::state::State;

/// How often a day that changes meanwhile begins again.
const TURNS: usize = 3;

/// Compacts a day.
///
/// # Errors
///
/// The lake could not be looked at; what goes wrong with the day itself is its outcome.
pub(super) fn compact(
    lake: &Lake,
    day: Day,
    staging: &Staging,
    options: &CompactOptions,
    watch: CompactWatch<'_>,
) -> Result<DayCompacted, LakeError> {
    let mut plan = planned(lake, day)?;
    for turn in 0..TURNS {
        if turn > 0 {
            (watch.tell)(CompactEvent::Again(day));
            plan = planned(lake, day)?;
        }
        match (Attempt { lake, day, staging, options, watch, turn }).run(&plan) {
            Ok(Some(done)) => return Ok(ended(day, &plan, done)),
            Ok(None) => {}
            Err(error) => return Ok(ended(day, &plan, plan.stays(Outcome::Failed(error)))),
        }
    }
    Ok(ended(day, &plan, plan.stays(Outcome::Busy)))
}

fn ended(day: Day, plan: &Plan, done: Done) -> DayCompacted {
    let Done { outcome, after, removed } = done;
    let (slots, rows, before) = (plan.slots.len() as u64, plan.rows(), plan.sizes());
    DayCompacted { day, outcome, slots, rows, before, after, removed }
}

/// What there is to do.
fn planned(lake: &Lake, day: Day) -> Result<Plan, LakeError> {
    let none = || LakeError::NoDay { place: lake.store().place().to_string(), day, days: None };
    Plan::of(&around(lake, day)?, day).ok_or_else(none)
}

/// A turn at compacting a day.
#[derive(Clone, Copy)]
struct Attempt<'a> {
    lake: &'a Lake,
    day: Day,
    staging: &'a Staging,
    options: &'a CompactOptions,
    watch: CompactWatch<'a>,
    turn: usize,
}

/// What a turn came to.
struct Done {
    outcome: Outcome,
    after: Sizes,
    removed: u64,
}

impl Plan {
    /// A day whose files stay what they are.
    fn stays(&self, outcome: Outcome) -> Done {
        Done { outcome, after: self.sizes(), removed: 0 }
    }
}

impl Attempt<'_> {
    /// Does what is to be done; none if the day was another by then.
    fn run(self, plan: &Plan) -> Result<Option<Done>, LakeError> {
        let Self { lake, day, staging, options, watch, turn } = self;
        let state = around(lake, day)?;
        // Both are looked at again under the lock; here, before anything is read.
        plan::check(lake, &state, day)?;
        stale::rows(lake, &state, day)?;
        if options.is_dry {
            let outcome = if plan.is_done { Outcome::Unchanged } else { Outcome::WouldBe };
            return Ok(Some(plan.stays(outcome)));
        }
        if plan.is_done {
            return self.tidy(plan).map(Some);
        }
        (watch.tell)(CompactEvent::Begun { day, rows: plan.rows(), bytes: plan.sizes().bytes });
        let (copies, folder) = (staging.room("copies")?, staging.room(&format!("{day}-{turn}"))?);
        let sorted = files::sorted(lake, &plan.files, &copies, &folder, options, watch)?;
        let done = self.publish(plan, sorted)?;
        // Goes with the staging folder at the latest.
        let _ = std::fs::remove_dir_all(&folder);
        Ok(done)
    }

    /// Puts files in the place of those that they were made of; none if these changed.
    fn publish(self, plan: &Plan, sorted: Vec<SortedFile>) -> Result<Option<Done>, LakeError> {
        let Self { lake, day, staging, .. } = self;
        let (rows, files) = self.named(sorted);
        let lock = lake.lock()?;
        let mut state = around(lake, day)?;
        if Plan::of(&state, day).as_ref() != Some(plan) {
            return Ok(None);
        }
        plan::check(lake, &state, day)?;
        let stale = stale::rows(lake, &state, day)?;
        let manifest = self.manifest(plan, files);
        let after = Sizes::of(&manifest.files);
        state.days.insert(day, manifest);
        let forgotten = keys::forget(&mut state);
        let idle = stale::keys(lake, &state)?.into_iter().chain(forgotten.files.iter().cloned());
        let idle: BTreeSet<String> = idle.collect();
        let removed = (stale.len() + idle.len()) as u64;
        let before: BTreeSet<String> = plan.files.iter().map(|file| file.path.clone()).collect();
        let comes = |key: &String| rows.iter().any(|added| added.key == *key);
        // What nobody names, and has the name of what comes, was left by one who was killed.
        let (in_the_way, stale_rows): (Vec<String>, Vec<String>) =
            stale.into_iter().partition(comes);
        for key in &in_the_way {
            lake.acts().remove(key)?;
        }
        // The same name is the same bytes.
        let old = before.iter().filter(|key| !comes(key)).cloned();
        let publication = Publication {
            folder: layout::messages(&lake.terms().app, day),
            superseded: old.chain(stale_rows).collect(),
            rows: rows.iter().filter(|added| !before.contains(&added.key)).cloned().collect(),
            superseded_beside: idle,
            documents: documents(&state, day, &forgotten),
            ..Publication::default()
        };
        publication.publish(lake.acts(), &lock, staging)?;
        Ok(Some(Done { outcome: Outcome::Compacted, after, removed }))
    }

    /// Files under the names that they will have in the lake, which follow from their bytes.
    fn named(self, sorted: Vec<SortedFile>) -> (Vec<Added>, Vec<DataFile>) {
        let hashes: Vec<&str> = sorted.iter().map(|file| file.sha256.as_str()).collect();
        let mark = Mark::of_text(&hashes.join("\n"));
        let app = &self.lake.terms().app;
        let named = sorted.into_iter().zip(1..).map(|(sorted, number)| {
            let SortedFile { path: file, rows, bytes, sha256 } = sorted;
            let path = layout::rows_of_day(app, self.day, &mark, number);
            (Added { key: path.clone(), file }, DataFile { path, rows, bytes, sha256 })
        });
        named.unzip()
    }

    fn manifest(self, plan: &Plan, files: Vec<DataFile>) -> DayManifest {
        DayManifest::new(DayFacts {
            date: self.day,
            files,
            slots: plan.slots.clone(),
            sorted_by: SORTED_BY.iter().map(|column| column.name().to_owned()).collect(),
            compacted: iso(self.options.stamp_ms),
        })
    }

    /// Removes what a process left that was killed when all but that was done.
    fn tidy(self, plan: &Plan) -> Result<Done, LakeError> {
        let Self { lake, day, .. } = self;
        let _lock: LakeLock = lake.lock()?;
        let state = around(lake, day)?;
        let stale: BTreeSet<String> =
            stale::rows(lake, &state, day)?.into_iter().chain(stale::keys(lake, &state)?).collect();
        for key in &stale {
            lake.acts().remove(key)?;
        }
        Ok(Done { removed: stale.len() as u64, ..plan.stays(Outcome::Unchanged) })
    }
}

/// What manifests say afterwards: that of the day, and those that have forgotten keys.
fn documents(state: &State, day: Day, forgotten: &keys::Forgotten) -> Vec<Document> {
    let slots = forgotten.slots.iter().filter_map(|slot| {
        let text = state.slots.get(slot)?.clone().sealed().1;
        Some(Document { key: layout::manifest(*slot), text: Some(text) })
    });
    let days = forgotten.days.iter().copied().chain([day]).collect::<BTreeSet<Day>>();
    let days = days.into_iter().filter_map(|day| {
        let text = state.days.get(&day)?.clone().sealed().1;
        Some(Document { key: layout::day_manifest(day), text: Some(text) })
    });
    // A day that names a slot comes behind it.
    slots.chain(days).collect()
}

fn iso(ms: i64) -> String {
    let mut text = Vec::new();
    write_iso(ms.div_euclid(1000) * 1_000_000, &mut text);
    String::from_utf8_lossy(&text).replace(".000000Z", "Z")
}
