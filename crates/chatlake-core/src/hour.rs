//! The hour of an export, as its file name tells it.
//!
//! Names are `YYYYMMDDHH` in the zone of the cluster: Beijing time, a fixed +08:00 without
//! daylight saving, on the mainland, and UTC overseas.

use std::fmt;
use std::str::FromStr;

/// The zone that hours are named in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Zone {
    /// +08:00, all year.
    Beijing,
    /// UTC.
    Utc,
}

impl Zone {
    /// Both, in the order in which they are tried.
    pub const ALL: [Zone; 2] = [Zone::Beijing, Zone::Utc];

    /// Seconds that its clocks are ahead of UTC.
    pub const fn offset_s(self) -> i64 {
        match self {
            Zone::Beijing => 8 * 3600,
            Zone::Utc => 0,
        }
    }

    /// The name on the command line and in metadata.
    pub const fn name(self) -> &'static str {
        match self {
            Zone::Beijing => "+08:00",
            Zone::Utc => "utc",
        }
    }
}

/// A name that is no zone.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no zone is called `{0}`; there are `+08:00` and `utc`")]
pub struct UnknownZone(pub String);

impl FromStr for Zone {
    type Err = UnknownZone;

    fn from_str(name: &str) -> Result<Self, UnknownZone> {
        Zone::ALL
            .into_iter()
            .find(|zone| zone.name().eq_ignore_ascii_case(name))
            .ok_or_else(|| UnknownZone(name.to_owned()))
    }
}

/// An hour of a calendar day, in no zone yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Hour {
    /// Hours since 1970-01-01T00 on the same clock.
    number: i64,
}

impl Hour {
    /// The hour that a file's stem names: the stem is, or holds between characters that are no
    /// digits, exactly ten digits that are a valid `YYYYMMDDHH`. The first such run counts.
    ///
    /// ```
    /// # use chatlake_core::{Hour, Zone};
    /// let hour = Hour::of_stem("app-2018112717").expect("ten digits");
    /// assert_eq!(hour.start_s(Zone::Beijing), 1_543_309_200);
    /// assert_eq!(Hour::of_stem("20181127170"), None);
    /// ```
    pub fn of_stem(stem: &str) -> Option<Hour> {
        stem.split(|c: char| !c.is_ascii_digit()).find_map(Self::of_digits)
    }

    /// From `YYYYMMDDHH`.
    fn of_digits(digits: &str) -> Option<Hour> {
        if digits.len() != 10 {
            return None;
        }
        let number = |range: std::ops::Range<usize>| digits.get(range)?.parse::<i64>().ok();
        let (year, month, day, hour) =
            (number(0..4)?, number(4..6)?, number(6..8)?, number(8..10)?);
        let is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
        let n_days = match month {
            1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
            4 | 6 | 9 | 11 => 30,
            2 if is_leap => 29,
            2 => 28,
            _ => return None,
        };
        if year == 0 || !(1..=n_days).contains(&day) || hour > 23 {
            return None;
        }
        Some(Hour { number: days_from_civil(year, month, day) * 24 + hour })
    }

    /// The hour that `YYYYMMDDHH` names, and nothing else.
    pub fn of_name(name: &str) -> Option<Hour> {
        name.bytes().all(|byte| byte.is_ascii_digit()).then(|| Self::of_digits(name)).flatten()
    }

    /// The hour in which an instant lies, milliseconds since the epoch, by the clocks of a zone.
    pub fn containing(instant_ms: i64, zone: Zone) -> Hour {
        Hour { number: (instant_ms.div_euclid(1000) + zone.offset_s()).div_euclid(3600) }
    }

    /// The hour so many hours later; earlier, if negative.
    pub fn plus(self, n_hours: i64) -> Hour {
        Hour { number: self.number + n_hours }
    }

    /// How many hours later than another it is.
    pub fn since(self, earlier: Hour) -> i64 {
        self.number - earlier.number
    }

    /// Its place in the day, 0 to 23.
    pub fn of_day(self) -> u8 {
        u8::try_from(self.number.rem_euclid(24)).unwrap_or_default()
    }

    /// The day as `YYYY-MM-DD`.
    pub fn date(self) -> String {
        let (year, month, day) = civil_from_days(self.number.div_euclid(24));
        format!("{year:04}-{month:02}-{day:02}")
    }

    /// When the hour starts in a zone, seconds since the epoch.
    pub fn start_s(self, zone: Zone) -> i64 {
        self.number * 3600 - zone.offset_s()
    }

    /// The zone in which most of these timestamps (milliseconds since the epoch) lie within the
    /// hour; none if there is no such zone.
    pub fn zone_of(self, timestamps_ms: &[i64]) -> Option<Zone> {
        Zone::ALL.into_iter().find(|zone| {
            let start = self.start_s(*zone) * 1000;
            let is_inside = |ms: &&i64| (start..start + 3_600_000).contains(*ms);
            timestamps_ms.iter().filter(is_inside).count() * 2 > timestamps_ms.len()
        })
    }
}

impl fmt::Display for Hour {
    /// `YYYYMMDDHH`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = civil_from_days(self.number.div_euclid(24));
        write!(f, "{year:04}{month:02}{day:02}{:02}", self.of_day())
    }
}

/// Days since 1970-01-01 of a date of the Gregorian calendar: whole years of 365 days, the leap
/// days between, and the days of the year counted from March so that the leap day comes last.
fn days_from_civil(year: i64, month: i64, day: i64) -> i64 {
    let (year, month) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    let leap_days = year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400);
    let day_of_year = (153 * month + 2) / 5 + day - 1;
    year * 365 + leap_days + day_of_year - 719_468
}

/// Year, month and day of a number of days since 1970-01-01: [`days_from_civil`] undone.
fn civil_from_days(days: i64) -> (i64, i64, i64) {
    // Days since March 1st of year 0, in eras of 400 years, which all have the same days.
    let days = days + 719_468;
    let (era, day_of_era) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    let leap_days = day_of_era / 1460 - day_of_era / 36_524 + day_of_era / 146_096;
    let year_of_era = (day_of_era - leap_days) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month + 2) / 5 + 1;
    let year = era * 400 + year_of_era;
    if month < 10 { (year, month + 3, day) } else { (year + 1, month - 9, day) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ten_digits_of_a_valid_hour_are_an_hour() {
        for (stem, start) in [
            ("2018112717", Some(1_543_338_000)),
            ("1970010100", Some(0)),
            ("2000022923", Some(951_865_200)),
            ("chat_2018112717_a", Some(1_543_338_000)),
            ("12-2018112717", Some(1_543_338_000)),
            ("2018112724", None),
            ("2018022900", None),
            ("2018130100", None),
            ("0000010100", None),
            ("02018112717", None),
            ("201811271", None),
            ("", None),
        ] {
            assert_eq!(Hour::of_stem(stem).map(|hour| hour.start_s(Zone::Utc)), start, "{stem}");
        }
    }

    #[test]
    fn an_hour_tells_its_name_again_through_four_centuries() {
        let mut hour = Hour::of_name("1896010100").expect("a valid hour");
        let end = Hour::of_name("2301010100").expect("a valid hour");
        let n_days = end.since(hour) / 24;
        for day in 0..n_days {
            assert_eq!(Hour::of_name(&hour.to_string()), Some(hour), "day {day}");
            hour = hour.plus(24);
        }
        assert_eq!(hour, end);
        let hour = Hour::of_name("2024022923").expect("a leap day");
        assert_eq!(hour.plus(1).to_string(), "2024030100");
        assert_eq!((hour.date(), hour.of_day()), ("2024-02-29".to_owned(), 23));
        for name in ["x2024022923", "2024022923 ", "+024022923", "202402292", "2023022923"] {
            assert_eq!(Hour::of_name(name), None, "{name}");
        }
    }

    #[test]
    fn an_instant_lies_in_the_hour_that_has_begun() {
        for (instant_ms, zone, name) in [
            (0, Zone::Utc, "1970010100"),
            (-1, Zone::Utc, "1969123123"),
            (3_599_999, Zone::Utc, "1970010100"),
            (1_543_309_200_000, Zone::Beijing, "2018112717"),
            (1_543_309_200_000, Zone::Utc, "2018112709"),
        ] {
            let hour = Hour::containing(instant_ms, zone);
            assert_eq!(hour.to_string(), name);
            let start_ms = hour.start_s(zone) * 1000;
            assert!((start_ms..start_ms + 3_600_000).contains(&instant_ms), "{name}");
        }
    }

    #[test]
    fn the_zone_is_the_one_in_which_most_messages_lie_within_the_hour() {
        let hour = Hour::of_stem("2018112717").expect("a valid hour");
        let beijing = 1_543_309_200_000;
        assert_eq!(hour.zone_of(&[beijing, beijing + 3_599_999, 7]), Some(Zone::Beijing));
        assert_eq!(hour.zone_of(&[beijing + 8 * 3_600_000]), Some(Zone::Utc));
        assert_eq!(hour.zone_of(&[beijing, 7]), None);
        assert_eq!(hour.zone_of(&[]), None);
    }
}
