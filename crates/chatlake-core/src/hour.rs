//! The hour of an export, as its file name tells it.
//!
//! Names are `YYYYMMDDHH` in the zone of the cluster: Beijing time, a fixed +08:00 without
//! daylight saving, on the mainland, and UTC overseas.

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

/// Days since 1970-01-01 of a date of the Gregorian calendar: whole years of 365 days, the leap
/// days between, and the days of the year counted from March so that the leap day comes last.
fn days_from_civil(year: i64, month: i64, day: i64) -> i64 {
    let (year, month) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    let leap_days = year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400);
    let day_of_year = (153 * month + 2) / 5 + day - 1;
    year * 365 + leap_days + day_of_year - 719_468
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
    fn the_zone_is_the_one_in_which_most_messages_lie_within_the_hour() {
        let hour = Hour::of_stem("2018112717").expect("a valid hour");
        let beijing = 1_543_309_200_000;
        assert_eq!(hour.zone_of(&[beijing, beijing + 3_599_999, 7]), Some(Zone::Beijing));
        assert_eq!(hour.zone_of(&[beijing + 8 * 3_600_000]), Some(Zone::Utc));
        assert_eq!(hour.zone_of(&[beijing, 7]), None);
        assert_eq!(hour.zone_of(&[]), None);
    }
}
