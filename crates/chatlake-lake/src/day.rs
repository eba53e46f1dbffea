//! The day that hours belong to, as their names tell it.

use std::fmt;
use std::str::FromStr;

use chatlake_core::Hour;
use serde::{Deserialize, Serialize};

/// A day of the calendar of a lake's zone: a folder of its rows, and what is compacted at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct Day {
    midnight: Hour,
}

impl Day {
    /// The day of an hour.
    pub fn of(hour: Hour) -> Self {
        Self { midnight: hour.plus(-i64::from(hour.of_day())) }
    }

    /// The day so many days later; earlier, if negative.
    pub fn plus(self, n_days: i64) -> Self {
        Self { midnight: self.midnight.plus(24 * n_days) }
    }

    /// Its 24 hours.
    pub fn hours(self) -> impl Iterator<Item = Hour> {
        (0..24).map(move |n_hours| self.midnight.plus(n_hours))
    }
}

impl fmt::Display for Day {
    /// `YYYY-MM-DD`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.midnight.date())
    }
}

/// A text that names no day.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` names no day: write YYYY-MM-DD")]
pub struct BadDay(pub String);

impl FromStr for Day {
    type Err = BadDay;

    fn from_str(text: &str) -> Result<Self, BadDay> {
        let midnight = Hour::of_name(&format!("{}00", text.replace('-', "")));
        // One day, one spelling.
        let day = midnight.map(|midnight| Self { midnight });
        day.filter(|day| day.to_string() == text).ok_or_else(|| BadDay(text.to_owned()))
    }
}

impl TryFrom<String> for Day {
    type Error = BadDay;

    fn try_from(text: String) -> Result<Self, BadDay> {
        text.parse()
    }
}

impl From<Day> for String {
    fn from(it: Day) -> String {
        it.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_read_as_it_is_written_and_has_24_hours() {
        let day: Day = "2024-02-29".parse().expect("a leap day");
        assert_eq!(day.to_string(), "2024-02-29");
        let hours: Vec<String> = day.hours().map(|hour| hour.to_string()).collect();
        assert_eq!(hours.len(), 24);
        assert_eq!(hours.first().map(String::as_str), Some("2024022900"));
        assert_eq!(hours.last().map(String::as_str), Some("2024022923"));
        assert!(day.hours().all(|hour| Day::of(hour) == day));
        assert_eq!(day.plus(1).to_string(), "2024-03-01");
        assert_eq!(day.plus(1).plus(-1), day);
        for text in ["", "2023-02-29", "20240229", "2024-2-29", "2024-02-29-", "2024-02-290"] {
            assert_eq!(text.parse::<Day>(), Err(BadDay(text.to_owned())), "{text}");
        }
    }
}
