//! Names of hours and the zones they are told in.

use std::fmt;
use std::str::FromStr;

use jiff::civil::DateTime;
use jiff::{ToSpan, tz};

/// The zone in which an export names its hours; there is no other in use.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Zone {
    /// +08:00 without daylight saving: mainland clusters.
    #[default]
    Beijing,
    /// Clusters elsewhere.
    Utc,
}

impl Zone {
    fn offset(self) -> tz::Offset {
        match self {
            Self::Beijing => tz::offset(8),
            Self::Utc => tz::Offset::UTC,
        }
    }
}

/// The `YYYYMMDDHH` that names an export, with no zone attached.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct HourName(DateTime);

impl HourName {
    /// The instant at which the hour starts, in seconds since the Unix epoch.
    pub fn start(self, zone: Zone) -> Result<i64, HourNameError> {
        let instant = zone.offset().to_timestamp(self.0)?;
        Ok(instant.as_second())
    }

    /// The name so many hours later.
    pub fn plus(self, hours: u32) -> Result<Self, HourNameError> {
        Ok(Self(self.0.checked_add(i64::from(hours).hours())?))
    }
}

impl FromStr for HourName {
    type Err = HourNameError;

    fn from_str(name: &str) -> Result<Self, HourNameError> {
        let parsed = DateTime::strptime("%Y%m%d%H", name)?;
        Ok(Self(parsed))
    }
}

impl fmt::Display for HourName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(hour) = self;
        write!(f, "{:04}{:02}{:02}{:02}", hour.year(), hour.month(), hour.day(), hour.hour())
    }
}

/// A name that is not an hour of the calendar, or one beyond the calendar's end.
#[derive(Debug, thiserror::Error)]
#[error("not an hour of the form YYYYMMDDHH")]
pub struct HourNameError(#[from] jiff::Error);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_hour_starts_eight_hours_earlier_in_beijing() {
        let hour: HourName = "2018112717".parse().unwrap();
        assert_eq!(hour.start(Zone::Utc).unwrap(), 1_543_338_000);
        assert_eq!(hour.start(Zone::Beijing).unwrap(), 1_543_338_000 - 8 * 3600);
    }

    #[test]
    fn names_roll_over_midnight() {
        let hour: HourName = "2018123123".parse().unwrap();
        assert_eq!(hour.plus(1).unwrap().to_string(), "2019010100");
    }

    #[test]
    fn a_name_that_is_no_hour_is_an_error() {
        for name in ["2018112724", "20181127", "2018112717x", ""] {
            assert!(name.parse::<HourName>().is_err(), "{name}");
        }
    }
}
