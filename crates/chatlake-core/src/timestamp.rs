//! Instants as text.

/// Timestamps from 2009 to 2100, in milliseconds: the platform is no older. Others are suspect.
pub const PLAUSIBLE_MS: std::ops::Range<i64> = 1_230_768_000_000..4_102_444_800_000;

const MICROS_PER_SECOND: i64 = 1_000_000;
const MICROS_PER_DAY: i64 = 86_400 * MICROS_PER_SECOND;

/// Appends an instant, in microseconds since 1970-01-01T00:00:00Z, as ISO 8601 text in UTC:
/// `2018-11-27T09:00:00.000000Z`.
///
/// Years before 0 or after 9999 take the expanded form, a sign and six digits:
/// `+012018-11-27T09:00:00.000000Z`. Every `i64` has one.
pub fn write_iso(micros: i64, out: &mut Vec<u8>) {
    let (year, month, day) = civil(micros.div_euclid(MICROS_PER_DAY));
    let micros = micros.rem_euclid(MICROS_PER_DAY);
    let (seconds, micros) = (micros / MICROS_PER_SECOND, micros % MICROS_PER_SECOND);
    let (seconds, micros) = (seconds as u32, micros as u32);
    let far = (!(0..=9999).contains(&year)).then(|| year.unsigned_abs() as u32);
    let near = far.unwrap_or(year as u32) % 10_000;
    let mut text = *b"0000-00-00T00:00:00.000000Z";
    for (at, value) in [
        (0, near / 100),
        (2, near % 100),
        (5, month),
        (8, day),
        (11, seconds / 3600),
        (14, seconds / 60 % 60),
        (17, seconds % 60),
        (20, micros / 10_000),
        (22, micros / 100 % 100),
        (24, micros % 100),
    ] {
        if let Some(place) = text.get_mut(at..at + 2) {
            place.copy_from_slice(&digits(value));
        }
    }
    if let Some(far) = far {
        out.push(if year < 0 { b'-' } else { b'+' });
        out.extend_from_slice(&digits(far / 10_000));
    }
    out.extend_from_slice(&text);
}

fn digits(value: u32) -> [u8; 2] {
    [b'0' + (value / 10) as u8, b'0' + (value % 10) as u8]
}

/// Year, month and day of a day number, 0 being 1970-01-01, in the proleptic Gregorian calendar.
///
/// Reckons in years that begin in March, so that the leap day is the last of its year, and in
/// eras of 400 of them, which are all of the same length.
fn civil(days: i64) -> (i64, u32, u32) {
    const DAYS_TO_1970_FROM_MARCH_0: i64 = 719_468;
    const DAYS_PER_ERA: i64 = 146_097;
    let days = days + DAYS_TO_1970_FROM_MARCH_0;
    let era = days.div_euclid(DAYS_PER_ERA);
    let day_of_era = days.rem_euclid(DAYS_PER_ERA) as u32;
    let leap_days = day_of_era / 1_460 - day_of_era / 36_524 + day_of_era / 146_096;
    let year_of_era = (day_of_era - leap_days) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    // The months from March on have 31 30 31 30 31 days twice, then what is left: 153 in five.
    let month_from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
    let month = if month_from_march < 10 { month_from_march + 3 } else { month_from_march - 9 };
    let year = i64::from(year_of_era) + era * 400 + i64::from(month <= 2);
    (year, month, day)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn iso(micros: i64) -> String {
        let mut out = Vec::new();
        write_iso(micros, &mut out);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn instants_read_as_they_should() {
        for (micros, expected) in [
            (0, "1970-01-01T00:00:00.000000Z"),
            (-1, "1969-12-31T23:59:59.999999Z"),
            (1_543_309_200_000_000, "2018-11-27T09:00:00.000000Z"),
            (1_403_099_033_211_000, "2014-06-18T13:43:53.211000Z"),
            (951_782_400_000_000, "2000-02-29T00:00:00.000000Z"),
            (4_107_542_399_999_999, "2100-02-28T23:59:59.999999Z"),
            (4_107_542_400_000_000, "2100-03-01T00:00:00.000000Z"),
            (253_402_300_799_999_999, "9999-12-31T23:59:59.999999Z"),
            (253_402_300_800_000_000, "+010000-01-01T00:00:00.000000Z"),
            (-62_167_219_200_000_000, "0000-01-01T00:00:00.000000Z"),
            (-62_167_219_200_000_001, "-000001-12-31T23:59:59.999999Z"),
            (i64::MAX, "+294247-01-10T04:00:54.775807Z"),
            (i64::MIN, "-290308-12-21T19:59:05.224192Z"),
        ] {
            assert_eq!(iso(micros), expected, "{micros}");
        }
    }

    #[test]
    fn every_day_of_an_era_follows_the_one_before() {
        let is_leap = |year: i64| year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
        let mut expected = (1970, 1, 1);
        for day in 0..146_097 {
            assert_eq!(civil(day), expected);
            let (year, month, day) = expected;
            let last = match month {
                2 => 28 + u32::from(is_leap(year)),
                4 | 6 | 9 | 11 => 30,
                _ => 31,
            };
            expected = match (month, day) {
                (12, 31) => (year + 1, 1, 1),
                (month, day) if day == last => (year, month + 1, 1),
                (month, day) => (year, month, day + 1),
            };
        }
        assert_eq!(expected, (2370, 1, 1));
    }

    proptest! {
        #[test]
        fn the_calendar_repeats_every_400_years(day in -146_097i64..146_097, eras in -700i64..700) {
            let (year, month, date) = civil(day);
            prop_assert_eq!(civil(day + eras * 146_097), (year + eras * 400, month, date));
        }
    }
}
