//! Keys that nobody will ask for any more.

use std::collections::BTreeSet;

use chatlake_core::Hour;

use crate::day::Day;
use crate::slot::Slot;
use crate::state::State;

/// What is changed when keys go.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Forgotten {
    /// The slots whose manifests name no keys any more.
    pub(super) slots: BTreeSet<Slot>,
    /// The days whose manifests name those slots.
    pub(super) days: BTreeSet<Day>,
    /// The keys of the files of keys.
    pub(super) files: BTreeSet<String>,
}

/// Lets manifests forget the keys of slots that are compacted, and so is all that could be
/// compared with them: the hours before and behind, which are in the lake.
pub(super) fn forget(state: &mut State) -> Forgotten {
    let is_closed = |state: &State, hour: Hour| {
        let mut slots = state.slots.keys().filter(|slot| slot.hour == hour).peekable();
        slots.peek().is_some() && slots.all(|slot| state.is_compacted(*slot))
    };
    let idle: Vec<Slot> = state
        .slots
        .iter()
        .filter(|(_, manifest)| manifest.keys.is_some())
        .map(|(slot, _)| *slot)
        .filter(|slot| (-1..=1).all(|n_hours| is_closed(state, slot.hour.plus(n_hours))))
        .collect();
    let mut forgotten = Forgotten::default();
    for slot in idle {
        let Some(manifest) = state.slots.get_mut(&slot) else { continue };
        forgotten.files.extend(manifest.keys.take().map(|keys| keys.path));
        *manifest = manifest.clone().sealed().0;
        forgotten.slots.insert(slot);
    }
    forgotten.days = name_as_they_are(state);
    forgotten
}

/// Lets days name those of their slots that have forgotten their keys as they are now; also where
/// a process was killed in between. Returns the days that did not.
fn name_as_they_are(state: &mut State) -> BTreeSet<Day> {
    let State { slots, days } = state;
    let mut changed = BTreeSet::new();
    for (day, manifest) in days {
        for covered in &mut manifest.slots {
            let slot = slots.get(&covered.slot).filter(|slot| slot.keys.is_none());
            if let Some(slot) = slot.filter(|slot| slot.check() != covered.check) {
                slot.check().clone_into(&mut covered.check);
                changed.insert(*day);
            }
        }
        if changed.contains(day) {
            *manifest = manifest.clone().sealed().0;
        }
    }
    changed
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::day_manifest::tests::day_manifest;
    use crate::manifest::tests::manifest;

    fn forgotten(slots: &[&str], compacted: &[(&str, &[&str])]) -> Vec<String> {
        let manifests = slots.iter().map(|slot| manifest(slot));
        let days = compacted.iter().map(|(day, slots)| day_manifest(day, slots));
        let mut state = State {
            slots: manifests.map(|manifest| (manifest.slot, manifest)).collect(),
            days: days.map(|day| (day.date, day)).collect(),
        };
        let forgotten = forget(&mut state);
        for slot in &forgotten.slots {
            let manifest = &state.slots[slot];
            assert_eq!(manifest.keys, None);
            assert_eq!(manifest.clone().sealed().0, *manifest);
            let covered = state.days[&slot.day()].slots.iter().find(|it| it.slot == *slot);
            assert_eq!(covered.expect("a compacted slot").check, manifest.check());
        }
        assert_eq!(forget(&mut state), Forgotten::default(), "once is enough");
        forgotten.slots.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn keys_go_when_the_hours_on_both_sides_are_compacted_too() {
        let day = ("2018-11-27", &["2018112700", "2018112701", "2018112702"][..]);
        assert_eq!(forgotten(day.1, &[day]), ["2018112701"]);
        assert_eq!(forgotten(day.1, &[]), [""; 0]);
        let before = ("2018-11-26", &["2018112622", "2018112623"][..]);
        let slots = [before.1, day.1].concat();
        assert_eq!(forgotten(&slots, &[day]), ["2018112701"], "the day before may still grow");
        assert_eq!(forgotten(&slots, &[before, day]), ["2018112623", "2018112700", "2018112701"]);
    }

    #[test]
    fn a_day_names_a_slot_as_it_is_after_a_kill_in_between() {
        let mut slot = manifest("2018112700");
        slot.keys = None;
        let day = day_manifest("2018-11-27", &["2018112700"]);
        let slots = [(slot.slot, slot.sealed().0)].into();
        let mut state = State { slots, days: [(day.date, day.clone())].into() };
        let forgotten = forget(&mut state);
        assert_eq!((forgotten.slots.len(), forgotten.days), (0, [day.date].into()));
        assert_eq!(forget(&mut state), Forgotten::default());
    }

    #[test]
    fn a_part_of_an_hour_that_is_not_compacted_keeps_the_keys_of_all() {
        let compacted = ["2018112700", "2018112701", "2018112702"];
        let slots = [&compacted[..], &["2018112702.2"]].concat();
        assert_eq!(forgotten(&slots, &[("2018-11-27", &compacted)]), [""; 0]);
    }
}
