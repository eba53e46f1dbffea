//! Law: the arithmetic of hours is that of the calendar, as jiff has it: an instant lies in one
//! hour of each zone, which has the name, the day and the start that a clock on the wall there
//! shows; names and hours are each other's; hours later and earlier undo each other.
//!
//! Eight bytes are an instant, eight are how many hours to go on, and the rest is a name.

#![no_main]

use chatlake_core::{Hour, Zone};
use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::{Offset, TimeZone};
use libfuzzer_sys::fuzz_target;

/// The years 1 to 9999, which names have four digits for, some days short at both ends.
const FIRST_MS: i64 = -62_135_510_400_000;
const LAST_MS: i64 = 253_402_041_600_000;

const HOUR_MS: i64 = 3_600_000;

fuzz_target!(|input: &[u8]| {
    let Some((instant, rest)) = input.split_first_chunk() else { return };
    let Some((n_hours, name)) = rest.split_first_chunk() else { return };
    let within = |ms: i64| FIRST_MS + ms.rem_euclid(LAST_MS - FIRST_MS);
    let instant_ms = within(i64::from_le_bytes(*instant));
    let later_ms = within(i64::from_le_bytes(*n_hours));
    for zone in Zone::ALL {
        let hour = of_instant(instant_ms, zone);
        let later = of_instant(later_ms, zone);
        let n_hours = later.since(hour);
        assert_eq!(hour.plus(n_hours), later);
        assert_eq!(later.plus(-n_hours), hour);
        assert_eq!(n_hours, later_ms.div_euclid(HOUR_MS) - instant_ms.div_euclid(HOUR_MS));
        assert_eq!(hour.cmp(&later), hour.start_s(zone).cmp(&later.start_s(zone)));
        assert_eq!(hour.to_string().cmp(&later.to_string()), hour.cmp(&later));
        assert_eq!(hour.zone_of(&[instant_ms]), Some(zone));
    }
    if let Ok(name) = std::str::from_utf8(name) {
        assert_eq!(Hour::of_name(name).map(Hour::to_number), of_calendar(name), "{name:?}");
    }
});

/// The hour of an instant, held against a clock on the wall.
fn of_instant(instant_ms: i64, zone: Zone) -> Hour {
    let hour = Hour::containing(instant_ms, zone);
    let offset = Offset::from_seconds(zone.offset_s() as i32).expect("an offset");
    let instant = Timestamp::from_millisecond(instant_ms).expect("a year of four digits");
    let wall = instant.to_zoned(TimeZone::fixed(offset)).datetime();
    let (year, month, day) = (wall.year(), wall.month(), wall.day());
    assert_eq!(hour.to_string(), format!("{year:04}{month:02}{day:02}{:02}", wall.hour()));
    assert_eq!(hour.date(), format!("{year:04}-{month:02}-{day:02}"));
    assert_eq!(i16::from(hour.of_day()), i16::from(wall.hour()));
    assert_eq!(Hour::of_name(&hour.to_string()), Some(hour));
    assert_eq!(Hour::of_stem(&format!("a-{hour}.b")), Some(hour));
    let start_ms = hour.start_s(zone) * 1000;
    assert!((start_ms..start_ms + HOUR_MS).contains(&instant_ms));
    hour
}

trait ToNumber {
    fn to_number(self) -> i64;
}

impl ToNumber for Hour {
    /// Hours since 1970, on a clock in UTC.
    fn to_number(self) -> i64 {
        self.start_s(Zone::Utc).div_euclid(3600)
    }
}

/// What jiff makes of ten digits, in hours since 1970.
fn of_calendar(name: &str) -> Option<i64> {
    if name.len() != 10 || !name.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let number = |from: usize, to: usize| name[from..to].parse::<i16>().ok();
    let small = |from, to| number(from, to).and_then(|number| i8::try_from(number).ok());
    let year = number(0, 4).filter(|year| *year > 0)?;
    let wall = DateTime::new(year, small(4, 6)?, small(6, 8)?, small(8, 10)?, 0, 0, 0).ok()?;
    let seconds = wall.duration_since(DateTime::constant(1970, 1, 1, 0, 0, 0, 0)).as_secs();
    Some(seconds.div_euclid(3600))
}
