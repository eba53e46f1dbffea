//! Which hours.

use std::ops::RangeInclusive;
use std::str::FromStr;
use std::time::Duration;

use chatlake_core::{Hour, Zone};
use chatlake_sync::Window;
use clap::Args;
use jiff::Timestamp;

use crate::args::duration::duration;
use crate::failure::Failure;

/// Which hours.
#[derive(Args, Debug)]
#[command(next_help_heading = "Hours")]
pub(crate) struct HourArgs {
    /// This hour: YYYYMMDDHH in the zone that hours are named in, or RFC 3339
    #[arg(long, value_name = "HOUR")]
    pub(crate) hour: Option<HourText>,
    /// Hours from this one on
    #[arg(long, value_name = "HOUR", requires = "until", conflicts_with = "hour")]
    pub(crate) from: Option<HourText>,
    /// Hours up to this one, which is not taken itself
    #[arg(long, value_name = "HOUR", requires = "from")]
    pub(crate) until: Option<HourText>,
    /// Hours that ended within this time and can be there
    #[arg(
        long,
        value_name = "TIME",
        value_parser = duration,
        conflicts_with_all = ["hour", "from", "until"]
    )]
    pub(crate) last: Option<Duration>,
}

/// An hour by its name, or by an instant in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum HourText {
    /// `YYYYMMDDHH`.
    Name(Hour),
    /// Milliseconds since the epoch.
    Instant(i64),
}

impl FromStr for HourText {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let by_name = Hour::of_name(text).map(HourText::Name);
        let instant = || text.parse::<Timestamp>().ok();
        let by_instant = || instant().map(|it| HourText::Instant(it.as_millisecond()));
        by_name.or_else(by_instant).ok_or_else(|| {
            "write YYYYMMDDHH, as in 2018112717, or RFC 3339, as in 2018-11-27T17:00:00+08:00"
                .to_owned()
        })
    }
}

impl HourText {
    /// The hour, as it is named in a zone.
    pub(crate) fn hour(self, zone: Zone) -> Hour {
        match self {
            HourText::Name(hour) => hour,
            HourText::Instant(ms) => Hour::containing(ms, zone),
        }
    }

    /// The first hour that does not begin before it.
    fn end(self, zone: Zone) -> Hour {
        let hour = self.hour(zone);
        match self {
            HourText::Instant(ms) if hour.start_s(zone) * 1000 < ms => hour.plus(1),
            _ => hour,
        }
    }
}

impl HourArgs {
    /// The hours that were asked for.
    pub(crate) fn range(
        &self,
        window: &Window,
        now_ms: i64,
    ) -> Result<RangeInclusive<Hour>, Failure> {
        let zone = window.zone;
        match (self.hour, self.from, self.until, self.last) {
            (Some(hour), ..) => {
                let hour = hour.hour(zone);
                Ok(hour..=hour)
            }
            (None, Some(from), Some(until), _) => {
                let (first, end) = (from.hour(zone), until.end(zone));
                if first >= end {
                    return Err(Failure::usage(
                        "no hour lies between --from and --until, which is not taken itself",
                    ));
                }
                Ok(first..=end.plus(-1))
            }
            (.., Some(last)) => {
                let within = Window { retention: last, ..*window };
                within.hours(now_ms).ok_or_else(|| {
                    Failure::usage(
                        "no hour that ended within --last can be there yet: see --available-after",
                    )
                })
            }
            _ => Err(Failure::usage(
                "say which hours: --hour H, --from H --until H, or --last 72h; `chatlake sync` takes all that are missing",
            )),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn range(words: &[(&str, &str)]) -> Result<String, String> {
        let text = |name: &str| {
            let found = words.iter().find(|(word, _)| *word == name);
            found.map(|(_, text)| text.parse::<HourText>()).transpose()
        };
        let last = words.iter().find(|(word, _)| *word == "last");
        let last = last.map(|(_, text)| duration(text)).transpose()?;
        let args =
            HourArgs { hour: text("hour")?, from: text("from")?, until: text("until")?, last };
        let window = Window::new(Zone::Beijing);
        // 2018-11-27T20:30 in Beijing: 18 has been over for an hour and a half.
        let range = args.range(&window, 1_543_321_800_000).map_err(|error| format!("{error:?}"))?;
        Ok(format!("{}..={}", range.start(), range.end()))
    }

    #[test]
    fn hours_are_named_or_told_by_an_instant() {
        for (words, expected) in [
            (&[("hour", "2018112717")][..], "2018112717..=2018112717"),
            (&[("hour", "2018-11-27T17:59:59+08:00")], "2018112717..=2018112717"),
            (&[("hour", "2018-11-27T09:00:00Z")], "2018112717..=2018112717"),
            (&[("from", "2018112700"), ("until", "2018112800")], "2018112700..=2018112723"),
            (
                &[("from", "2018-11-27T00:30:00+08:00"), ("until", "2018-11-27T02:30:00+08:00")],
                "2018112700..=2018112702",
            ),
            (&[("last", "3h")], "2018112717..=2018112718"),
            (&[("last", "72h")], "2018112420..=2018112718"),
        ] {
            assert_eq!(range(words).as_deref(), Ok(expected), "{words:?}");
        }
    }

    #[test]
    fn what_names_no_hour_is_refused() {
        for words in [
            &[][..],
            &[("hour", "20181127")],
            &[("hour", "2018112724")],
            &[("hour", "2018-11-27T17:00:00")],
            &[("from", "2018112717"), ("until", "2018112717")],
            &[("from", "2018112717"), ("until", "2018112716")],
            &[("last", "1h")],
        ] {
            assert!(range(words).is_err(), "{words:?}");
        }
    }
}
