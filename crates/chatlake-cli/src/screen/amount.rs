//! Numbers for people.

/// `1,234,567`.
pub(crate) fn count(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// `512 B`, `61.2 kB`, `1.23 GB`: powers of 1000, three digits.
pub(crate) fn bytes(n_bytes: u64) -> String {
    if n_bytes < 1000 {
        return format!("{n_bytes} B");
    }
    scaled(n_bytes as f64, &["kB", "MB", "GB", "TB", "PB", "EB"])
}

/// Bytes per second.
pub(crate) fn rate(n_bytes: u64, elapsed_s: f64) -> String {
    format!("{}/s", bytes((n_bytes as f64 / elapsed_s.max(1e-3)) as u64))
}

/// `0.21 s`, `12 s`, `3 min 05 s`, `2 h 10 min`.
pub(crate) fn seconds(elapsed_s: f64) -> String {
    let whole = elapsed_s as u64;
    match elapsed_s {
        _ if elapsed_s < 10.0 => format!("{elapsed_s:.2} s"),
        _ if elapsed_s < 60.0 => format!("{elapsed_s:.1} s"),
        _ if whole < 3600 => format!("{} min {:02} s", whole / 60, whole % 60),
        _ => format!("{} h {:02} min", whole / 3600, whole / 60 % 60),
    }
}

/// `1 hour`, `1,200 hours`.
pub(crate) fn plural(number: u64, what: &str) -> String {
    format!("{} {what}{}", count(number), if number == 1 { "" } else { "s" })
}

/// A stretch of time in its two largest units: `40 s`, `12 min`, `5 h 12 min`, `5 d 4 h`. Deadlines are
/// told in hours, of which a usual server gives 72.
pub(crate) fn span(ms: i64) -> String {
    let s = ms.unsigned_abs().div_ceil(1000);
    match s {
        0..60 => format!("{s} s"),
        60..3600 => format!("{} min", s / 60),
        3600..345_600 => format!("{} h {:02} min", s / 3600, s / 60 % 60),
        _ => format!("{} d {} h", s / 86_400, s / 3600 % 24),
    }
}

fn scaled(number: f64, units: &[&str]) -> String {
    let mut number = number / 1000.0;
    let mut units = units.iter().peekable();
    while let Some(unit) = units.next() {
        if number < 999.5 || units.peek().is_none() {
            let digits = if number < 9.995 { 2 } else { usize::from(number < 99.95) };
            return format!("{number:.digits$} {unit}");
        }
        number /= 1000.0;
    }
    String::new()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_read_well() {
        assert_eq!(count(0), "0");
        assert_eq!(count(1_234_567), "1,234,567");
        assert_eq!(count(100), "100");
        for (n_bytes, expected) in [
            (999, "999 B"),
            (1000, "1.00 kB"),
            (61_234, "61.2 kB"),
            (999_949, "1.00 MB"),
            (123_456_789, "123 MB"),
            (u64::MAX, "18.4 EB"),
        ] {
            assert_eq!(bytes(n_bytes), expected);
        }
        assert_eq!(seconds(0.214), "0.21 s");
        assert_eq!(seconds(185.0), "3 min 05 s");
        assert_eq!(seconds(7800.0), "2 h 10 min");
        assert_eq!(plural(1, "hour"), "1 hour");
        assert_eq!(plural(1200, "hour"), "1,200 hours");
        for (ms, expected) in [
            (0, "0 s"),
            (1, "1 s"),
            (59_000, "59 s"),
            (60_000, "1 min"),
            (3_599_000, "59 min"),
            (18_720_000, "5 h 12 min"),
            (47 * 3_600_000, "47 h 00 min"),
            (72 * 3_600_000, "72 h 00 min"),
            (124 * 3_600_000, "5 d 4 h"),
        ] {
            assert_eq!(span(ms), expected);
        }
    }
}
