//! Stretches of time, as people write them.

use std::time::Duration;

/// Reads `72h`, `90min`, `3d`, `1h30m`: days, hours, minutes and seconds, in any order.
pub(crate) fn duration(text: &str) -> Result<Duration, String> {
    let wrong = || "write a stretch of time, as in 72h, 3d or 90min".to_owned();
    let mut rest = text.trim();
    let mut total = Duration::ZERO;
    while !rest.is_empty() {
        let end = rest.find(|c: char| !c.is_ascii_digit()).ok_or_else(wrong)?;
        let (number, behind) = rest.split_at(end);
        let behind = behind.trim_start();
        let end = behind.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(behind.len());
        let (unit, behind) = behind.split_at(end);
        let unit_s: u64 = match unit.to_ascii_lowercase().as_str() {
            "s" | "sec" => 1,
            "m" | "min" => 60,
            "h" => 3600,
            "d" => 24 * 3600,
            _ => return Err(wrong()),
        };
        let number: u64 = number.parse().map_err(|_| wrong())?;
        let seconds = number.checked_mul(unit_s).filter(|seconds| *seconds <= LONGEST_S);
        total += Duration::from_secs(seconds.ok_or("must be at most 10 years")?);
        rest = behind.trim_start();
    }
    match total.as_secs() {
        0 => Err(wrong()),
        seconds if seconds > LONGEST_S => Err("must be at most 10 years".to_owned()),
        _ => Ok(total),
    }
}

const LONGEST_S: u64 = 10 * 366 * 24 * 3600;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stretches_of_time_read_as_people_write_them() {
        for (text, expected) in [
            ("72h", Some(72 * 3600)),
            ("3d", Some(72 * 3600)),
            ("90min", Some(5400)),
            ("1h30m", Some(5400)),
            ("1 h 30 min", Some(5400)),
            ("45s", Some(45)),
            ("7D", Some(7 * 24 * 3600)),
            ("72", None),
            ("", None),
            ("h", None),
            ("0h", None),
            ("-1h", None),
            ("1.5h", None),
            ("1w", None),
            ("99999999999999999999h", None),
            ("9999999999999999h", None),
            ("4000d", None),
        ] {
            assert_eq!(duration(text).ok().map(|it| it.as_secs()), expected, "{text}");
        }
    }
}
