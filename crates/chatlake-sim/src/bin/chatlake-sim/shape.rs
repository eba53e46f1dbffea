//! Shapes of hours, sizes and times, as they are written on the command line.

use std::str::FromStr;
use std::time::Duration;

use chatlake_sim::platform::{Content, HourShape};

/// How an hour differs from the usual one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Change {
    /// It has no messages.
    Empty,
    /// It has no file.
    Absent,
    /// Its file appears so long after its end.
    Late(Duration),
    /// Its file is whole only so long after its end.
    Grows(Duration),
    /// It has so many files.
    Urls(u32),
}

impl Change {
    pub(crate) fn apply(self, shape: HourShape) -> HourShape {
        match self {
            Self::Empty => HourShape { content: Content::Empty, ..shape },
            Self::Absent => HourShape { content: Content::Absent, ..shape },
            Self::Late(after) => shape.appearing_after(after),
            Self::Grows(after) => shape.growing_after(after),
            Self::Urls(n) => shape.in_files(n),
        }
    }
}

impl FromStr for Change {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text.split_once(':') {
            None if text == "empty" => Ok(Self::Empty),
            None if text == "absent" => Ok(Self::Absent),
            Some(("late", after)) => Ok(Self::Late(duration(after)?)),
            Some(("grows", after)) => Ok(Self::Grows(duration(after)?)),
            Some(("urls", n)) => {
                Ok(Self::Urls(n.parse().map_err(|_| format!("`{n}` is no number"))?))
            }
            _ => {
                Err(format!("`{text}` is none of empty, absent, late:TIME, grows:TIME and urls:N"))
            }
        }
    }
}

/// Reads `90s`, `5m`, `72h` or `3d`.
pub(crate) fn duration(text: &str) -> Result<Duration, String> {
    let wrong = || format!("`{text}` is no time: write 90s, 5m, 72h or 3d");
    let unit = text.chars().next_back().ok_or_else(wrong)?;
    let seconds = match unit {
        's' => 1,
        'm' => 60,
        'h' => 3600,
        'd' => 24 * 3600,
        _ => return Err(wrong()),
    };
    let n: u64 = text.trim_end_matches(unit).parse().map_err(|_| wrong())?;
    n.checked_mul(seconds).map(Duration::from_secs).ok_or_else(wrong)
}

/// Reads `500kB`, `2MB`, `1GB` or a number of bytes.
pub(crate) fn size(text: &str) -> Result<u64, String> {
    let wrong = || format!("`{text}` is no size: write 500kB, 2MB, 1GB or a number of bytes");
    let units = [("kB", 1_000), ("MB", 1_000_000), ("GB", 1_000_000_000)];
    let unit = units.into_iter().find_map(|(unit, n)| Some((text.strip_suffix(unit)?, n)));
    let (number, factor) = unit.unwrap_or((text, 1));
    let n: u64 = number.parse().map_err(|_| wrong())?;
    n.checked_mul(factor).ok_or_else(wrong)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shapes_read_as_they_are_written() {
        assert_eq!("empty".parse(), Ok(Change::Empty));
        assert_eq!("late:90m".parse(), Ok(Change::Late(Duration::from_secs(5400))));
        assert_eq!("grows:1d".parse(), Ok(Change::Grows(Duration::from_secs(86_400))));
        assert_eq!("urls:3".parse(), Ok(Change::Urls(3)));
        for wrong in ["", "full", "late", "late:1", "late:h", "urls:x"] {
            assert!(wrong.parse::<Change>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn sizes_read_as_they_are_written() {
        assert_eq!(size("2MB"), Ok(2_000_000));
        assert_eq!(size("17"), Ok(17));
        for wrong in ["", "MB", "2mb", "2 MB"] {
            assert!(size(wrong).is_err(), "{wrong}");
        }
    }
}
