//! Which hour, or part of one, a file holds.

use std::fmt;
use std::str::FromStr;

use chatlake_convert::stem;
use chatlake_core::Hour;
use serde::{Deserialize, Serialize};

use crate::day::Day;

/// An hour, or one of its parts where the platform gives an hour out in several files: what is
/// committed at once. In order of time, then of parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct Slot {
    /// Which hour.
    pub hour: Hour,
    /// Which of its files, from 1. Most hours have one.
    pub part: u32,
}

/// Longer numbers behind the dot are dates or counters, and no parts.
const MOST_DIGITS: usize = 4;

impl Slot {
    /// The first part of an hour, or all of it.
    pub fn of_hour(hour: Hour) -> Self {
        Self { hour, part: 1 }
    }

    /// What the stem of a file tells: the hour that it names ([`Hour::of_stem`]), and which part
    /// of it if it ends in `.2`, `.3` and so on. What an archive keeps beside the file of an hour,
    /// `.v1` and `.damaged`, is of the same slot.
    ///
    /// ```
    /// # use chatlake_lake::Slot;
    /// let told = |stem| Slot::of_stem(stem).map(|slot| slot.to_string());
    /// assert_eq!(told("app-2018112717").as_deref(), Some("2018112717"));
    /// assert_eq!(told("2018112717.2").as_deref(), Some("2018112717.2"));
    /// assert_eq!(told("messages"), None);
    /// ```
    pub fn of_stem(stem: &str) -> Option<Self> {
        let hour = Hour::of_stem(stem)?;
        let stem = without_mark(stem).unwrap_or(stem);
        let part = stem.rsplit_once('.').and_then(|(name, end)| {
            let part = part(end)?;
            (Hour::of_stem(name) == Some(hour)).then_some(part)
        });
        Some(Self { hour, part: part.unwrap_or(1) })
    }

    /// What the name of a file tells, extensions and all: that of `source_file` in every row.
    pub fn of_file_name(file_name: &str) -> Option<Self> {
        Self::of_stem(stem(file_name))
    }

    /// The day that its hour belongs to.
    pub fn day(self) -> Day {
        Day::of(self.hour)
    }

    /// Whether another slot's records may be in this one too, and were there first: those of an
    /// earlier part of this hour, and of the hour before.
    pub fn follows(self, earlier: Slot) -> bool {
        match self.hour.since(earlier.hour) {
            0 => earlier.part < self.part,
            1 => true,
            _ => false,
        }
    }
}

/// The stem of the file that an archive keeps another one beside: what the hour was before it had
/// grown, `.v1`, or what came damaged, `.damaged`. None if it is that file itself.
pub(crate) fn without_mark(stem: &str) -> Option<&str> {
    let (stem, mark) = stem.rsplit_once('.')?;
    let is_version = |mark: &str| {
        mark.strip_prefix('v').is_some_and(|number| {
            !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit())
        })
    };
    (mark == "damaged" || is_version(mark)).then_some(stem)
}

/// The number of a part, from 2.
fn part(text: &str) -> Option<u32> {
    let is_number = text.len() <= MOST_DIGITS && text.bytes().all(|byte| byte.is_ascii_digit());
    let part = is_number.then(|| text.parse().ok()).flatten()?;
    (part >= 2 && !text.starts_with('0')).then_some(part)
}

impl fmt::Display for Slot {
    /// `YYYYMMDDHH`, or `YYYYMMDDHH.2` and so on.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { hour, part } = self;
        if *part == 1 { write!(f, "{hour}") } else { write!(f, "{hour}.{part}") }
    }
}

/// A text that names no slot.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` names no hour: write YYYYMMDDHH, or YYYYMMDDHH.2 for its second file")]
pub struct BadSlot(pub String);

impl FromStr for Slot {
    type Err = BadSlot;

    fn from_str(text: &str) -> Result<Self, BadSlot> {
        let slot = match text.split_once('.') {
            None => Hour::of_name(text).map(Self::of_hour),
            Some((hour, end)) => {
                Hour::of_name(hour).and_then(|hour| Some(Self { hour, part: part(end)? }))
            }
        };
        slot.ok_or_else(|| BadSlot(text.to_owned()))
    }
}

impl TryFrom<String> for Slot {
    type Error = BadSlot;

    fn try_from(text: String) -> Result<Self, BadSlot> {
        text.parse()
    }
}

impl From<Slot> for String {
    fn from(it: Slot) -> String {
        it.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_read_as_it_is_written_and_no_other_is() {
        for name in ["2018112717", "2018112717.2", "2018112717.9999"] {
            assert_eq!(name.parse::<Slot>().map(|slot| slot.to_string()).as_deref(), Ok(name));
        }
        for name in [
            "",
            "2018112724",
            "2018112717.",
            "2018112717.0",
            "2018112717.1",
            "2018112717.02",
            "2018112717.+2",
            "2018112717.10000",
            "2018112717.2.3",
            "x2018112717",
        ] {
            assert_eq!(name.parse::<Slot>(), Err(BadSlot(name.to_owned())), "{name}");
        }
    }

    #[test]
    fn a_stem_tells_hour_and_part() {
        for (stem, slot) in [
            ("2018112717", Some("2018112717")),
            ("2018112717.2", Some("2018112717.2")),
            ("app-2018112717.12", Some("2018112717.12")),
            ("app.7-2018112717", Some("2018112717")),
            ("chat.2018112717", Some("2018112717")),
            ("2018112717.2018112718", Some("2018112717")),
            ("2018112717.1", Some("2018112717")),
            ("2018112717.v1", Some("2018112717")),
            ("2018112717.damaged", Some("2018112717")),
            ("2018112717.2.v1", Some("2018112717.2")),
            ("2018112717.2.damaged", Some("2018112717.2")),
            ("2018112717.2.vx", Some("2018112717")),
            ("20181127.2", None),
            ("stdin", None),
        ] {
            let told = Slot::of_stem(stem).map(|slot| slot.to_string());
            assert_eq!(told.as_deref(), slot, "{stem}");
        }
        let slot = Slot::of_file_name("2018112717.2.jsonl.gz").map(|slot| slot.to_string());
        assert_eq!(slot.as_deref(), Some("2018112717.2"));
    }

    #[test]
    fn what_may_hold_the_same_records_is_next_to_each_other() {
        let slot = |text: &str| text.parse::<Slot>().expect("a slot");
        let follows = |later: &str, earlier: &str| slot(later).follows(slot(earlier));
        assert!(follows("2018112800", "2018112723"), "across midnight");
        assert!(follows("2018112717.2", "2018112716.9"));
        assert!(follows("2018112717", "2018112716.2"));
        assert!(follows("2018112717.3", "2018112717"));
        assert!(!follows("2018112717", "2018112717.3"));
        assert!(!follows("2018112717", "2018112717"));
        assert!(!follows("2018112718", "2018112716"));
        assert!(!follows("2018112716", "2018112717"));
    }
}
