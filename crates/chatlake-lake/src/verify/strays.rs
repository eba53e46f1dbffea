//! Files that no manifest names.

use std::collections::BTreeSet;

use super::{Fault, Halt, Look};
use crate::day::Day;
use crate::layout::{self, Subject};
use crate::manifest::Manifest;
use crate::retired::TABLE;
use crate::slot::Slot;

/// The folder in which tables keep their log.
const DELTA_LOG: &str = "_delta_log";

impl Look<'_, '_> {
    pub(super) fn at_strays(&mut self) -> Result<(), Halt> {
        if self.listed.contains_key(layout::TABLE) {
            let says = self.lake.store().get(layout::TABLE)?;
            if says.is_some_and(|says| says != TABLE.as_bytes()) {
                self.note(layout::TABLE, None, Fault::Bytes);
            }
        }
        // A table may still name what no manifest does.
        let retired = self.lake.retired()?;
        let current = self.state.files().into_iter().map(|current| current.file.path.as_str());
        let current: BTreeSet<&str> =
            current.chain(retired.iter().map(|retired| retired.path.as_str())).collect();
        let beside: BTreeSet<&str> = {
            let of_slot = self.state.slots.values();
            of_slot.flat_map(Manifest::keys_of_files).collect()
        };
        let mut strays = Vec::new();
        for key in self.listed.keys() {
            let (folder, rest) = key.split_once('/').unwrap_or(("", key));
            let is_named = match folder {
                layout::MESSAGES => current.contains(key.as_str()) || rest.starts_with(DELTA_LOG),
                layout::REJECTS | layout::KEYS => beside.contains(key.as_str()),
                layout::MANIFESTS => layout::subject(key).is_some() || rest.starts_with('_'),
                layout::RETIRED => layout::retired_of(key).is_some(),
                layout::STAGING => true,
                _ => matches!(key.as_str(), layout::TERMS | layout::LOCK | layout::TABLE),
            };
            if !is_named && !self.is_of_the_unsound(key) {
                strays.push((key.clone(), self.of(key), self.stray(folder, key)));
            }
        }
        for (key, of, fault) in strays {
            self.note(&key, of, fault);
        }
        Ok(())
    }

    fn stray(&self, folder: &str, key: &str) -> Fault {
        match (folder, layout::slot_of(key), layout::day_of(key)) {
            (layout::MESSAGES, Some(slot), _) if self.state.is_compacted(slot) => {
                Fault::Doubled(slot.day())
            }
            (layout::MESSAGES, None, None) if !key.ends_with(".parquet") => Fault::Foreign,
            (layout::MESSAGES, ..) => Fault::Orphan,
            (layout::REJECTS | layout::KEYS, Some(_), _) => Fault::LeftOver,
            _ => Fault::Foreign,
        }
    }

    /// Whose it is, by its name.
    fn of(&self, key: &str) -> Option<Subject> {
        let of_slot = layout::slot_of(key).map(Subject::Slot);
        of_slot.or_else(|| layout::day_of(key).map(Subject::Day))
    }

    /// Whether a manifest may name it that nobody can read.
    fn is_of_the_unsound(&self, key: &str) -> bool {
        let day: Option<Day> = layout::day_of(key).or_else(|| layout::slot_of(key).map(Slot::day));
        let of_slot = layout::slot_of(key).map(Subject::Slot);
        of_slot.is_some_and(|subject| self.unsound.contains(&subject))
            || day.is_some_and(|day| self.unsound.contains(&Subject::Day(day)))
    }
}
