//! What a lake has, day by day, and which hours it lacks.

use std::collections::BTreeMap;
use std::iter::successors;

use chatlake_core::Hour;

use crate::day::Day;
use crate::manifest::{DataFile, Manifest};
use crate::slot::Slot;
use crate::state::State;

/// What the manifests of a lake come to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Status {
    /// Every day from the first that has an hour to the last, in order.
    pub days: Vec<DayStatus>,
    /// Parts of hours that were made of what was whole of a damaged input.
    pub salvaged: Vec<Slot>,
}

/// What a lake has of a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DayStatus {
    /// Which day.
    pub day: Day,
    /// What it has of each hour, from midnight on; none before its first hour, and behind its last.
    pub hours: Vec<Option<InLake>>,
    /// What it comes to.
    pub sums: Sums,
}

/// What a lake has of an hour.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum InLake {
    /// Nothing, and there are hours before and behind it.
    Missing,
    /// Files of its own.
    Committed,
    /// Rows in the files of its day.
    Compacted,
}

/// How far a day is compacted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Compaction {
    /// Its hours have files of their own.
    Open,
    /// It was compacted, and hours came or grew since.
    Reopened,
    /// All its hours are in the files of the day.
    Compacted,
}

/// Sums over hours.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sums {
    /// Hours that have something.
    pub hours: u64,
    /// Those that are in the files of their day.
    pub compacted: u64,
    /// Hours that have nothing.
    pub missing: u64,
    /// Files of rows.
    pub files: u64,
    /// Their rows.
    pub rows: u64,
    /// Their bytes.
    pub bytes: u64,
    /// Records that could not become rows.
    pub rejects: u64,
    /// Records that were dropped as duplicates, within files and across hours.
    pub duplicates_dropped: u64,
    /// Records that have the id of another, with other bytes; they are kept.
    pub conflicts: u64,
    /// When something was committed or compacted last: RFC 3339, in UTC.
    pub last_commit: Option<String>,
}

impl Status {
    /// What there is.
    pub fn of(state: &State) -> Self {
        let mut hours: BTreeMap<Hour, InLake> = BTreeMap::new();
        for slot in state.slots.keys() {
            let found = in_lake(state, *slot);
            // An hour that has a part of its own is not done with.
            hours.entry(slot.hour).and_modify(|it| *it = found.min(*it)).or_insert(found);
        }
        let range = hours.first_key_value().zip(hours.last_key_value());
        let Some(((first, _), (last, _))) = range else { return Self::default() };
        let days = successors(Some(*first), |hour| Some(hour.plus(24))).map(Day::of);
        let days = days.take_while(|day| *day <= Day::of(*last));
        let looked = |day: Day| {
            let found = |hour: Hour| {
                let is_within = (*first..=*last).contains(&hour);
                is_within.then(|| hours.get(&hour).copied().unwrap_or(InLake::Missing))
            };
            let hours: Vec<Option<InLake>> = day.hours().map(found).collect();
            DayStatus { day, sums: Sums::of(state, day, &hours), hours }
        };
        let salvaged = state.slots.iter().filter(|(_, manifest)| manifest.salvaged);
        Self {
            days: days.map(looked).collect(),
            salvaged: salvaged.map(|(slot, _)| *slot).collect(),
        }
    }

    /// The hours between the first and the last that have nothing, in order.
    pub fn missing(&self) -> impl Iterator<Item = Hour> {
        self.days.iter().flat_map(|day| {
            let hours = day.day.hours().zip(&day.hours);
            hours.filter(|(_, found)| **found == Some(InLake::Missing)).map(|(hour, _)| hour)
        })
    }

    /// The sums of all days.
    pub fn total(&self) -> Sums {
        let mut total = Sums::default();
        self.days.iter().for_each(|day| total.add(&day.sums));
        total
    }
}

fn in_lake(state: &State, slot: Slot) -> InLake {
    if state.is_compacted(slot) { InLake::Compacted } else { InLake::Committed }
}

impl DayStatus {
    /// How far it is compacted; none for a day that has nothing.
    pub fn compaction(&self) -> Option<Compaction> {
        match (self.sums.compacted, self.sums.hours) {
            (_, 0) => None,
            (0, _) => Some(Compaction::Open),
            (compacted, hours) if compacted < hours => Some(Compaction::Reopened),
            _ => Some(Compaction::Compacted),
        }
    }
}

impl Sums {
    fn of(state: &State, day: Day, hours: &[Option<InLake>]) -> Self {
        let n = |wanted: &[InLake]| {
            let found = hours.iter().flatten().filter(|found| wanted.contains(found));
            found.count() as u64
        };
        let mut sums = Self {
            hours: n(&[InLake::Committed, InLake::Compacted]),
            compacted: n(&[InLake::Compacted]),
            missing: n(&[InLake::Missing]),
            ..Self::default()
        };
        for (slot, manifest) in state.slots_of(day) {
            sums.add_slot(manifest);
            if !state.is_compacted(*slot) {
                sums.add_file(&manifest.output);
            }
        }
        if let Some(compacted) = state.days.get(&day) {
            compacted.files.iter().for_each(|file| sums.add_file(file));
            sums.was_at(Some(&compacted.compacted));
        }
        sums
    }

    fn add_slot(&mut self, manifest: &Manifest) {
        let Manifest { accounts, across, converted, .. } = manifest;
        self.rejects += accounts.rejects;
        self.duplicates_dropped += accounts.duplicates_dropped;
        self.conflicts += accounts.conflicts + across.conflicts;
        self.was_at(Some(converted));
    }

    fn add_file(&mut self, file: &DataFile) {
        self.files += 1;
        self.rows += file.rows;
        self.bytes += file.bytes;
    }

    /// All such times are told alike, so that the later one is the greater text.
    fn was_at(&mut self, time: Option<&String>) {
        self.last_commit = self.last_commit.take().max(time.cloned());
    }

    fn add(&mut self, other: &Self) {
        let Self {
            hours,
            compacted,
            missing,
            files,
            rows,
            bytes,
            rejects,
            duplicates_dropped,
            conflicts,
            last_commit,
        } = other;
        self.hours += hours;
        self.compacted += compacted;
        self.missing += missing;
        self.files += files;
        self.rows += rows;
        self.bytes += bytes;
        self.rejects += rejects;
        self.duplicates_dropped += duplicates_dropped;
        self.conflicts += conflicts;
        self.was_at(last_commit.as_ref());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::day_manifest::tests::day_manifest;
    use crate::manifest::tests::manifest;

    fn state(slots: &[&str]) -> State {
        let manifests = slots.iter().map(|slot| manifest(slot));
        State {
            slots: manifests.map(|manifest| (manifest.slot, manifest)).collect(),
            ..State::default()
        }
    }

    #[test]
    fn an_hour_is_missing_if_there_are_hours_before_and_behind_it() {
        let status = Status::of(&state(&["2018112722", "2018112722.2", "2018113001"]));
        let missing: Vec<String> = status.missing().map(|hour| hour.to_string()).collect();
        assert_eq!(missing.len(), 1 + 24 + 24 + 1);
        assert_eq!(missing.first().map(String::as_str), Some("2018112723"));
        assert_eq!(missing.last().map(String::as_str), Some("2018113000"));
        let days: Vec<_> =
            status.days.iter().map(|day| (day.sums.hours, day.sums.missing)).collect();
        assert_eq!(days, [(1, 1), (0, 24), (0, 24), (1, 1)]);
        let first = &status.days[0];
        assert_eq!(first.hours[21..], [None, Some(InLake::Committed), Some(InLake::Missing)]);
        assert_eq!((first.sums.files, first.sums.rows), (2, 6));
        assert_eq!(status.days[1].compaction(), None);
        assert_eq!(status.total().missing, 50);
    }

    #[test]
    fn an_empty_lake_has_no_days() {
        let status = Status::of(&State::default());
        assert_eq!((status.days.len(), status.missing().count()), (0, 0));
        assert_eq!(status.total(), Sums::default());
    }

    #[test]
    fn a_day_is_compacted_when_all_its_hours_are() {
        let mut state = state(&["2018112700", "2018112723"]);
        let of = |state: &State| Status::of(state).days[0].compaction();
        assert_eq!(of(&state), Some(Compaction::Open));
        let day = day_manifest("2018-11-27", &["2018112700"]);
        state.days.insert(day.date, day);
        assert_eq!(of(&state), Some(Compaction::Reopened));
        let day = day_manifest("2018-11-27", &["2018112700", "2018112723"]);
        state.days.insert(day.date, day);
        assert_eq!(of(&state), Some(Compaction::Compacted));
        let status = Status::of(&state);
        let day = &status.days[0];
        assert_eq!((day.sums.files, day.sums.rows), (1, 6));
        assert_eq!(day.sums.last_commit.as_deref(), Some("2018-11-28T12:00:00Z"));
    }
}
