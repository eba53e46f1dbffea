//! Instants as text, read by another way of reckoning than they are written by.

/// Microseconds since 1970-01-01T00:00:00Z of `2018-11-27T09:00:00.000000Z`, with the year in any
/// number of digits; none of any other text.
pub fn micros_of_iso(text: &str) -> Option<i64> {
    let (date, time) = text.strip_suffix('Z')?.split_once('T')?;
    let (sign, date) = match date.strip_prefix('-') {
        Some(date) => (-1, date),
        None => (1, date.strip_prefix('+').unwrap_or(date)),
    };
    let [year, month, day] = numbers(date, '-')?;
    let (time, micros) = time.split_once('.')?;
    let [hour, minute, second] = numbers(time, ':')?;
    let micros: i128 = micros.parse().ok().filter(|_| micros.len() == 6)?;
    let days = days_before_year(sign * year) + day_of_year(sign * year, month, day)?;
    let seconds = ((days * 24 + hour) * 60 + minute) * 60 + second;
    i64::try_from(seconds * 1_000_000 + micros).ok()
}

fn numbers(text: &str, separator: char) -> Option<[i128; 3]> {
    let numbers: Option<Vec<i128>> = text.split(separator).map(|part| part.parse().ok()).collect();
    numbers?.try_into().ok()
}

/// Days from the first of 1970 to the first of a year.
fn days_before_year(year: i128) -> i128 {
    let leap_days = |year: i128| {
        let before = year - 1;
        before.div_euclid(4) - before.div_euclid(100) + before.div_euclid(400)
    };
    (year - 1970) * 365 + leap_days(year) - leap_days(1970)
}

fn day_of_year(year: i128, month: i128, day: i128) -> Option<i128> {
    let is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let february = if is_leap { 29 } else { 28 };
    let months = [31, february, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    let before = usize::try_from(month - 1).ok().filter(|before| *before < months.len())?;
    let is_there = (1..=months[before]).contains(&day);
    is_there.then(|| months[..before].iter().sum::<i128>() + day - 1)
}
