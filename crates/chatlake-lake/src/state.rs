//! What is in a lake, all of it.

use std::collections::BTreeMap;

use crate::day::Day;
use crate::day_manifest::DayManifest;
use crate::layout::Subject;
use crate::manifest::{DataFile, Manifest};
use crate::slot::Slot;

/// What the manifests of a lake say.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct State {
    /// Every slot, in order.
    pub slots: BTreeMap<Slot, Manifest>,
    /// Every compacted day, in order.
    pub days: BTreeMap<Day, DayManifest>,
}

/// A file that readers should see.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CurrentFile<'a> {
    /// Of which slot, or of which compacted day, it is.
    pub of: Subject,
    /// The file.
    pub file: &'a DataFile,
}

impl State {
    /// The files that hold the rows of the lake, each row once, in the order of days, and within
    /// a day those that were compacted first.
    pub fn files(&self) -> Vec<CurrentFile<'_>> {
        let mut files: Vec<CurrentFile<'_>> = Vec::new();
        for (day, manifest) in &self.days {
            files.extend(
                manifest.files.iter().map(|file| CurrentFile { of: Subject::Day(*day), file }),
            );
        }
        for (slot, manifest) in &self.slots {
            if !self.is_compacted(*slot) {
                files.push(CurrentFile { of: Subject::Slot(*slot), file: &manifest.output });
            }
        }
        files.sort_by_key(|current| match current.of {
            Subject::Day(day) => (day, None),
            Subject::Slot(slot) => (slot.day(), Some(slot)),
        });
        files
    }

    /// Whether the rows of a slot are in the files of its day.
    pub fn is_compacted(&self, slot: Slot) -> bool {
        self.days.get(&slot.day()).is_some_and(|day| day.covers(slot))
    }

    /// The slots of a day, in order.
    pub fn slots_of(&self, day: Day) -> impl Iterator<Item = (&Slot, &Manifest)> {
        self.slots.iter().filter(move |(slot, _)| slot.day() == day)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::day_manifest::tests::day_manifest;
    use crate::manifest::tests::manifest;

    #[test]
    fn a_file_is_current_unless_its_day_was_compacted_with_it() {
        let mut state = State::default();
        for slot in ["2018112717", "2018112718", "2018112800"] {
            let manifest = manifest(slot);
            state.slots.insert(manifest.slot, manifest);
        }
        let day = day_manifest("2018-11-27", &["2018112717"]);
        state.days.insert(day.date, day);
        let names: Vec<String> = state
            .files()
            .iter()
            .map(|current| match current.of {
                Subject::Day(day) => day.to_string(),
                Subject::Slot(slot) => slot.to_string(),
            })
            .collect();
        assert_eq!(names, ["2018-11-27", "2018112718", "2018112800"]);
        let of_day: Vec<String> = state
            .slots_of("2018-11-27".parse().expect("a day"))
            .map(|(slot, _)| slot.to_string())
            .collect();
        assert_eq!(of_day, ["2018112717", "2018112718"]);
    }
}
