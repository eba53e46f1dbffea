//! When the file of an hour is there: from when to ask, and until when.

use std::ops::RangeInclusive;
use std::time::Duration;

use chatlake_core::{Hour, Zone};

const HOUR: Duration = Duration::from_secs(3600);

/// What the server promises of the file of an hour. All times count from the end of the hour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    /// The zone that hours are named in.
    pub zone: Zone,
    /// The file is there after this much at the earliest.
    pub delay: Duration,
    /// The file is as large as it will get after this much, and one that is not there then will
    /// not come.
    pub settled: Duration,
    /// The file is deleted after this much.
    pub retention: Duration,
}

impl Window {
    /// What the vendor's pages say: an hour at the earliest, 24 hours where volumes are large,
    /// deleted after three days. Settled is two hours later than they say.
    pub const fn new(zone: Zone) -> Self {
        Self {
            zone,
            delay: HOUR,
            settled: Duration::from_secs(26 * 3600),
            retention: Duration::from_secs(72 * 3600),
        }
    }

    /// When an hour is over.
    pub fn end_ms(&self, hour: Hour) -> i64 {
        hour.plus(1).start_s(self.zone) * 1000
    }

    /// From when its file may be there.
    pub fn due_ms(&self, hour: Hour) -> i64 {
        self.end_ms(hour).saturating_add(ms(self.delay))
    }

    /// From when its file does not change any more.
    pub fn settled_ms(&self, hour: Hour) -> i64 {
        self.end_ms(hour).saturating_add(ms(self.settled))
    }

    /// When its file is deleted.
    pub fn gone_ms(&self, hour: Hour) -> i64 {
        self.end_ms(hour).saturating_add(ms(self.retention))
    }

    /// When to look a last time for a file that was not there: well before it would be deleted.
    pub fn last_look_ms(&self, hour: Hour) -> i64 {
        let before = ms(self.retention) / 8;
        self.gone_ms(hour).saturating_sub(before)
    }

    /// The hours whose files are there now, if all is well: from the one that is deleted next to
    /// the one that fell due last. None, if the window is shorter than an hour.
    pub fn hours(&self, now_ms: i64) -> Option<RangeInclusive<Hour>> {
        let containing =
            |age: Duration| Hour::containing(now_ms.saturating_sub(ms(age)), self.zone);
        // Deleted when `end + retention <= now`; due when `end + delay <= now`.
        let first = containing(self.retention);
        let last = containing(self.delay).plus(-1);
        (first <= last).then_some(first..=last)
    }
}

/// Milliseconds of a duration.
pub(crate) fn ms(duration: Duration) -> i64 {
    i64::try_from(duration.as_millis()).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hour(name: &str) -> Hour {
        Hour::of_name(name).expect("a valid hour")
    }

    /// 2018-11-27T10:25:00Z, the instant of the vendor's own example.
    const NOW: i64 = 1_543_314_300_000;

    #[test]
    fn the_example_of_the_vendor_is_due_in_beijing_time_only() {
        let named = hour("2018112717");
        assert!(Window::new(Zone::Beijing).due_ms(named) > NOW, "too early by half an hour");
        assert!(Window::new(Zone::Beijing).end_ms(named) <= NOW, "but it is over");
        assert!(Window::new(Zone::Utc).end_ms(named) > NOW, "in UTC it has not begun");
    }

    #[test]
    fn hours_of_the_window_are_due_and_not_gone() {
        for (zone, first, last) in
            [(Zone::Beijing, "2018112418", "2018112716"), (Zone::Utc, "2018112410", "2018112708")]
        {
            let window = Window::new(zone);
            let hours = window.hours(NOW).expect("71 hours");
            assert_eq!(
                (hours.start().to_string(), hours.end().to_string()),
                (first.into(), last.into())
            );
            assert_eq!(hours.end().since(*hours.start()) + 1, 71);
            for (hour, is_due, is_gone) in [
                (hours.start().plus(-1), true, true),
                (*hours.start(), true, false),
                (*hours.end(), true, false),
                (hours.end().plus(1), false, false),
            ] {
                assert_eq!(window.due_ms(hour) <= NOW, is_due, "{hour}");
                assert_eq!(window.gone_ms(hour) <= NOW, is_gone, "{hour}");
            }
        }
    }

    #[test]
    fn an_hour_is_due_and_gone_to_the_millisecond() {
        let window = Window::new(Zone::Utc);
        let named = hour("2018112708");
        let due = window.due_ms(named);
        assert_eq!(*window.hours(due).expect("hours").end(), named);
        assert_eq!(*window.hours(due - 1).expect("hours").end(), named.plus(-1));
        let gone = window.gone_ms(named);
        assert_eq!(*window.hours(gone - 1).expect("hours").start(), named);
        assert_eq!(*window.hours(gone).expect("hours").start(), named.plus(1));
    }

    #[test]
    fn a_window_that_never_opens_has_no_hours() {
        let window = Window { retention: Duration::ZERO, ..Window::new(Zone::Utc) };
        assert_eq!(window.hours(NOW), None);
    }

    #[test]
    fn looks_come_in_their_order() {
        let window = Window::new(Zone::Utc);
        let named = hour("2018112708");
        let times = [
            window.end_ms(named),
            window.due_ms(named),
            window.settled_ms(named),
            window.last_look_ms(named),
            window.gone_ms(named),
        ];
        assert!(times.is_sorted());
        assert_eq!(times.map(|time| (time - times[0]) / 3_600_000), [0, 1, 26, 63, 72]);
    }
}
