//! What a day is made of, and whether it still is.

use std::collections::BTreeSet;

use super::Sizes;
use crate::day::Day;
use crate::day_manifest::Covered;
use crate::error::LakeError;
use crate::lake::Lake;
use crate::layout::{self, Subject};
use crate::manifest::DataFile;
use crate::state::State;

/// What a day is made of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Plan {
    /// The files with its rows: those of the day, and those of slots that are not in them.
    pub(super) files: Vec<DataFile>,
    /// All its slots.
    pub(super) slots: Vec<Covered>,
    /// Whether all slots are in files of the day.
    pub(super) is_done: bool,
    /// The check of the day's own manifest, if it has one.
    check: Option<String>,
}

impl Plan {
    /// That of a day, by what its manifests say; none if it has no slot.
    pub(super) fn of(state: &State, day: Day) -> Option<Self> {
        let before = state.days.get(&day);
        let mut files = before.map(|before| before.files.clone()).unwrap_or_default();
        let (mut slots, mut is_done) = (Vec::new(), true);
        for (slot, manifest) in state.slots_of(day) {
            if !state.is_compacted(*slot) {
                files.push(manifest.output.clone());
                is_done = false;
            }
            let (check, rows) = (manifest.check().to_owned(), manifest.output.rows);
            slots.push(Covered { slot: *slot, check, rows });
        }
        let check = before.map(|before| before.check().to_owned());
        (!slots.is_empty()).then_some(Self { files, slots, is_done, check })
    }

    /// How many rows the files have.
    pub(super) fn rows(&self) -> u64 {
        self.files.iter().map(|file| file.rows).sum()
    }

    /// How large the files are.
    pub(super) fn sizes(&self) -> Sizes {
        Sizes::of(&self.files)
    }
}

impl Sizes {
    pub(super) fn of(files: &[DataFile]) -> Self {
        Self { files: files.len() as u64, bytes: files.iter().map(|file| file.bytes).sum() }
    }
}

/// Whether a day names its slots as they are; those that have forgotten their keys are the same in
/// all that matters here.
///
/// # Errors
///
/// One of them was replaced, and the rows in the files of the day were not: a process was killed.
pub(super) fn check(lake: &Lake, state: &State, day: Day) -> Result<(), LakeError> {
    let Some(manifest) = state.days.get(&day) else { return Ok(()) };
    let is_other = |covered: &&Covered| {
        let slot = state.slots.get(&covered.slot);
        slot.is_none_or(|slot| slot.keys.is_some() && slot.check() != covered.check)
    };
    match manifest.slots.iter().find(is_other) {
        Some(Covered { slot, .. }) => Err(LakeError::Unlike {
            path: lake.shown(&layout::day_manifest(day)),
            why: format!("names {slot} as it was before it was replaced: convert {slot} again"),
        }),
        None => Ok(()),
    }
}

/// What the manifests of a day say, and those of the days beside it.
pub(super) fn around(lake: &Lake, day: Day) -> Result<State, LakeError> {
    let days = BTreeSet::from([day.plus(-1), day, day.plus(1)]);
    let mut state = State::default();
    for object in lake.store().list(layout::MANIFESTS)? {
        match layout::subject(&object.key) {
            Some(Subject::Slot(slot)) if days.contains(&slot.day()) => {
                state.slots.extend(lake.manifest(slot)?.map(|manifest| (slot, manifest)));
            }
            Some(Subject::Day(day)) if days.contains(&day) => {
                state.days.extend(lake.day_manifest(day)?.map(|manifest| (day, manifest)));
            }
            _ => {}
        }
    }
    Ok(state)
}
