//! What is there already, and what is to become of each input.

use std::collections::BTreeSet;

use crate::error::LakeError;
use crate::lake::Lake;
use crate::layout::{self, Subject};
use crate::manifest::Manifest;
use crate::plan::{Hour, LakePlan, readable, sha256_of, zone_of};
use crate::publication::Pending;
use crate::side_by_side::side_by_side;
use crate::slot::Slot;
use crate::state::State;

/// What is in the lake before anything is done.
#[derive(Debug, Default)]
pub(super) struct Before {
    /// Every slot that has a manifest.
    pub(super) known: BTreeSet<Slot>,
    /// Files of keys that no manifest names.
    pub(super) loose_keys: BTreeSet<String>,
    /// Manifests of the slots in question, of those beside them, and of their days.
    state: State,
    /// Slots of which more files lie there than their manifests name.
    littered: BTreeSet<Slot>,
    /// Files of the slots in question that lie there.
    there: BTreeSet<String>,
}

/// What is to become of an input.
#[derive(Debug)]
pub(super) enum Fate {
    /// It cannot come into this lake.
    Refused(LakeError),
    /// It is there.
    Unchanged,
    /// It is there, and something about it is not as it should be.
    Unsettled,
    /// It is new, or has changed.
    Convert,
}

impl Before {
    /// Looks at the lake, as far as the hours of a plan are concerned.
    pub(super) fn of(plan: &LakePlan) -> Result<Self, LakeError> {
        let Some(lake) = &plan.lake else { return Ok(Self::default()) };
        let mut before = Self::default();
        if Pending::is_there(lake.acts())? {
            // Whoever has the lock brings to its end what a killed process began.
            drop(lake.lock()?);
        }
        let own: BTreeSet<Slot> = plan.hours.iter().filter_map(|hour| hour.slot).collect();
        let known = lake.store().list_level(layout::MANIFESTS)?;
        before.known.extend(known.iter().filter_map(|object| match layout::subject(&object.key) {
            Some(Subject::Slot(slot)) => Some(slot),
            _ => None,
        }));
        let is_near = |slot: Slot| {
            let (from, to) = (slot.hour.plus(-1), slot.hour.plus(2));
            own.range(Slot::of_hour(from)..Slot::of_hour(to)).next().is_some()
        };
        before.state = lake.manifests_of(|subject| match subject {
            Subject::Slot(slot) => is_near(slot),
            Subject::Day(day) => own.iter().any(|slot| slot.day() == day),
        })?;
        before.look_for_litter(lake, &own)?;
        Ok(before)
    }

    /// Finds the files of slots that no manifest names: what was left when a process was killed.
    fn look_for_litter(&mut self, lake: &Lake, own: &BTreeSet<Slot>) -> Result<(), LakeError> {
        let app = &lake.terms().app;
        let mut own = own.clone();
        // A slot that was committed may have changed those beside it. Where there is no lock, other
        // processes may be about to name files of theirs.
        if lake.acts().folder().is_some() {
            own.extend(self.state.slots.keys());
        }
        let days: BTreeSet<_> = own.iter().map(|slot| slot.day()).collect();
        // Those that a table may name stay.
        let retired = lake.retired()?.into_iter().map(|retired| retired.path);
        let retired: BTreeSet<String> = retired.collect();
        let mut folders = vec![layout::KEYS.to_owned()];
        for day in days {
            folders.extend([layout::messages(app, day), layout::rejects(app, day)]);
        }
        for folder in folders {
            for object in lake.store().list_level(&folder)? {
                let Some(slot) = layout::slot_of(&object.key).filter(|slot| own.contains(slot))
                else {
                    continue;
                };
                if self.state.names(slot, &object.key) || retired.contains(&object.key) {
                    self.there.insert(object.key);
                    continue;
                }
                self.littered.insert(slot);
                if folder == layout::KEYS {
                    self.loose_keys.insert(object.key);
                }
            }
        }
        Ok(())
    }

    /// Whether a slot of the lake, and those that follow it, are as they should be: compared with
    /// those that they follow, as these are, and without files that nobody names.
    fn is_settled(&self, slot: Slot) -> bool {
        let mut concerned =
            self.state.slots.values().filter(|it| it.slot == slot || it.slot.follows(slot));
        concerned.all(|it| self.was_compared(it) && !self.littered.contains(&it.slot))
    }

    /// Whether a file of a slot of the lake has gone.
    fn has_lost(&self, manifest: &Manifest) -> bool {
        let mut named = self.state.files_of(manifest);
        named.any(|key| !self.there.contains(key))
    }

    fn was_compared(&self, manifest: &Manifest) -> bool {
        let earlier = self.state.slots.values().filter(|it| manifest.slot.follows(it.slot));
        let earlier = earlier.map(|earlier| (earlier.slot, earlier.input.sha256.as_str()));
        let compared = &manifest.across.compared;
        compared.iter().map(|it| (it.slot, it.sha256.as_str())).eq(earlier)
    }
}

/// What is to become of each input of a plan. They are read by as many threads as convert.
pub(super) fn fates(plan: &LakePlan, before: &Before) -> Vec<Fate> {
    side_by_side(&plan.hours, plan.options().jobs.get(), |hour| fate(plan, before, hour))
}

fn fate(plan: &LakePlan, before: &Before, hour: &Hour) -> Fate {
    let Some(slot) = hour.slot else {
        return Fate::Refused(readable(hour).err().unwrap_or(LakeError::NoHour));
    };
    let there = before.state.slots.get(&slot).filter(|_| !plan.overwrites);
    if let Some(manifest) = there {
        match is_same(hour, manifest) {
            Ok(false) => {}
            Ok(true) if before.has_lost(manifest) => {}
            Ok(true) if before.is_settled(slot) => return Fate::Unchanged,
            Ok(true) => return Fate::Unsettled,
            Err(source) => {
                let path = hour.input.name().to_owned();
                return Fate::Refused(LakeError::Io { act: "read", path, source });
            }
        }
    }
    let zone = plan.terms().zone;
    match zone_of(hour, plan.options().limits) {
        Some(fitting) if fitting != zone => Fate::Refused(LakeError::OtherZone { fitting, zone }),
        _ => Fate::Convert,
    }
}

/// Whether an input is what a slot was made of.
fn is_same(hour: &Hour, manifest: &Manifest) -> std::io::Result<bool> {
    let source = &*hour.input.source;
    if source.n_bytes().is_some_and(|n_bytes| n_bytes != manifest.input.bytes) {
        return Ok(false);
    }
    Ok(sha256_of(source)? == manifest.input.sha256)
}

impl State {
    /// Whether a file of a slot is one that should lie there.
    fn names(&self, slot: Slot, key: &str) -> bool {
        self.slots.get(&slot).is_some_and(|manifest| self.files_of(manifest).any(|it| it == key))
    }

    /// The files of a slot that should lie there.
    fn files_of<'m>(&self, manifest: &'m Manifest) -> impl Iterator<Item = &'m str> {
        let is_compacted = self.is_compacted(manifest.slot);
        let named = manifest.keys_of_files();
        named.filter(move |key| !(is_compacted && *key == manifest.output.path))
    }
}
