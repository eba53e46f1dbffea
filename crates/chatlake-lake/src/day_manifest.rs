//! What is in the lake of a day that was compacted.

use chatlake_core::AppKey;
use serde::{Deserialize, Serialize};

use crate::day::Day;
use crate::layout;
use crate::manifest::{DataFile, Format};
use crate::sealed::{self, Unsound};
use crate::slot::Slot;

/// A compacted day: its files, and the slots whose rows are in them.
///
/// A slot that is named here has no file of its own, whatever its manifest says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DayManifest {
    format: Format,
    /// Which day.
    pub date: Day,
    /// Its files, in order.
    pub files: Vec<DataFile>,
    /// The slots that are in them, in order.
    pub slots: Vec<Covered>,
    /// The columns that each file is sorted by.
    pub sorted_by: Vec<String>,
    /// Who made it: `chatlake` and a version.
    pub tool: String,
    /// When it was made: RFC 3339, in UTC.
    pub compacted: String,
    check: String,
}

/// A slot whose rows are in the files of a day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Covered {
    /// Which one.
    pub slot: Slot,
    /// The check of its manifest.
    pub check: String,
    /// How many of the rows are its own.
    pub rows: u64,
}

/// What a day manifest says, before it is sealed.
#[derive(Clone, Debug)]
pub struct DayFacts {
    /// Which day.
    pub date: Day,
    /// Its files, in order.
    pub files: Vec<DataFile>,
    /// The slots that are in them, in order.
    pub slots: Vec<Covered>,
    /// The columns that each file is sorted by.
    pub sorted_by: Vec<String>,
    /// When it was made: RFC 3339, in UTC.
    pub compacted: String,
}

impl DayManifest {
    /// A manifest that says so.
    pub fn new(facts: DayFacts) -> Self {
        let DayFacts { date, files, slots, sorted_by, compacted } = facts;
        let manifest = Self {
            format: Format::default(),
            date,
            files,
            slots,
            sorted_by,
            tool: crate::TOOL.to_owned(),
            compacted,
            check: String::new(),
        };
        manifest.sealed().0
    }

    /// Reads a manifest, by the day that its name tells.
    ///
    /// # Errors
    ///
    /// It was edited or cut off, is of a newer format, or says what it cannot.
    pub fn parse(day: Day, app: &AppKey, text: &[u8]) -> Result<Self, Unsound> {
        let manifest: Self = sealed::unseal(text)?;
        let elsewhere = |what: &'static str, found: String, expected: String| {
            Err(Unsound::Elsewhere { what, found, expected })
        };
        if manifest.date != day {
            return elsewhere("date", manifest.date.to_string(), day.to_string());
        }
        let folder = layout::messages(app, day);
        for file in &manifest.files {
            let name = file.path.strip_prefix(&folder).and_then(|rest| rest.strip_prefix('/'));
            let is_its =
                name.is_some_and(|name| !name.contains('/') && layout::day_of(name) == Some(day));
            if !is_its {
                let expected = format!("{folder}/{day}-….parquet");
                return elsewhere("a path", file.path.clone(), expected);
            }
        }
        if let Some(other) = manifest.slots.iter().find(|covered| covered.slot.day() != day) {
            return elsewhere("a slot", other.slot.to_string(), format!("one of {day}"));
        }
        Ok(manifest)
    }

    /// What tells this manifest from every other.
    pub fn check(&self) -> &str {
        &self.check
    }

    /// Whether the rows of a slot are in its files.
    pub fn covers(&self, slot: Slot) -> bool {
        self.slots.iter().any(|covered| covered.slot == slot)
    }

    /// How many rows its files have.
    pub fn rows(&self) -> u64 {
        self.files.iter().map(|file| file.rows).sum()
    }

    /// The same day with these files, in which the rows of a slot are no more.
    pub(crate) fn without(self, slot: Slot, files: Vec<DataFile>) -> Self {
        let slots = self.slots.iter().filter(|covered| covered.slot != slot).cloned().collect();
        Self { files, slots, ..self }
    }

    /// The same day, for a slot whose manifest says something else now.
    pub(crate) fn with_check(mut self, slot: Slot, check: &str) -> Self {
        if let Some(covered) = self.slots.iter_mut().find(|covered| covered.slot == slot) {
            check.clone_into(&mut covered.check);
        }
        self
    }

    /// The manifest with the check that belongs to it, and its text.
    pub fn sealed(self) -> (Self, String) {
        let open = Self { check: String::new(), ..self };
        let (text, check) = sealed::seal(&open);
        (Self { check, ..open }, text)
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::mark::Mark;

    /// A manifest of a day with one file, that covers these slots.
    pub(crate) fn day_manifest(day: &str, slots: &[&str]) -> DayManifest {
        let date: Day = day.parse().expect("a day");
        let app = "org/app".parse().expect("an app");
        let path = layout::rows_of_day(&app, date, &Mark::of_text(day), 1);
        let covered = |slot: &&str| Covered {
            slot: slot.parse().expect("a slot"),
            check: "c".to_owned(),
            rows: 3,
        };
        DayManifest::new(DayFacts {
            date,
            files: vec![DataFile { path, rows: 6, bytes: 4, sha256: "s".to_owned() }],
            slots: slots.iter().map(covered).collect(),
            sorted_by: vec!["timestamp".to_owned()],
            compacted: "2018-11-28T12:00:00Z".to_owned(),
        })
    }

    #[test]
    fn it_is_read_as_it_was_written_and_nothing_leads_elsewhere() {
        let app: AppKey = "org/app".parse().expect("an app");
        let written = day_manifest("2018-11-27", &["2018112717", "2018112718.2"]);
        let day = written.date;
        let (_, text) = written.clone().sealed();
        let read = DayManifest::parse(day, &app, text.as_bytes()).expect("sound");
        assert_eq!(read, written);
        assert!(read.covers("2018112718.2".parse().expect("a slot")));
        assert!(!read.covers("2018112718".parse().expect("a slot")));
        let mut elsewhere = written.clone();
        elsewhere.files[0].path = "messages/org=org/app=app/date=2018-11-27/x.parquet".to_owned();
        let other_day = day_manifest("2018-11-28", &[]);
        let other_slot = day_manifest("2018-11-27", &["2018112817"]);
        for wrong in [elsewhere, other_day, other_slot] {
            let refused = DayManifest::parse(day, &app, wrong.sealed().1.as_bytes());
            assert!(matches!(refused, Err(Unsound::Elsewhere { .. })), "{refused:?}");
        }
    }
}
