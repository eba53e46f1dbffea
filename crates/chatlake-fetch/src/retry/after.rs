//! The header `Retry-After`, RFC 9110 section 10.2.3.

use std::time::Duration;

use jiff::fmt::rfc2822::DateTimeParser;

/// When the platform wants to be asked again.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum RetryAfter {
    /// It does not say, or not in words that mean anything.
    #[default]
    NotSaid,
    /// After this long.
    In(Duration),
}

impl RetryAfter {
    /// Reads the header, which is a number of seconds or a date; a date that has passed is no
    /// wait at all. `now_ms` is milliseconds since the epoch.
    pub fn of(header: Option<&str>, now_ms: i64) -> Self {
        let Some(text) = header.map(str::trim).filter(|text| !text.is_empty()) else {
            return RetryAfter::NotSaid;
        };
        if text.bytes().all(|byte| byte.is_ascii_digit()) {
            return RetryAfter::In(Duration::from_secs(text.parse().unwrap_or(u64::MAX)));
        }
        // The form that is to be sent; those of the eighties are not sent any more.
        match DateTimeParser::new().parse_timestamp(text) {
            Ok(date) => {
                let wait_ms = date.as_millisecond().saturating_sub(now_ms).max(0);
                RetryAfter::In(Duration::from_millis(wait_ms.unsigned_abs()))
            }
            Err(_) => RetryAfter::NotSaid,
        }
    }

    /// For the end of a sentence.
    pub(crate) fn shown(self) -> String {
        match self {
            RetryAfter::NotSaid => String::new(),
            RetryAfter::In(wait) => format!(" of {} s", wait.as_secs()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_seconds_or_a_date() {
        let now_ms = 1_543_309_200_000; // Tue, 27 Nov 2018 09:00:00 GMT
        let seconds = |n| RetryAfter::In(Duration::from_secs(n));
        for (header, expected) in [
            (None, RetryAfter::NotSaid),
            (Some(""), RetryAfter::NotSaid),
            (Some("soon"), RetryAfter::NotSaid),
            (Some("-1"), RetryAfter::NotSaid),
            (Some("1.5"), RetryAfter::NotSaid),
            (Some("0"), seconds(0)),
            (Some(" 120 "), seconds(120)),
            (Some("99999999999999999999999"), seconds(u64::MAX)),
            (Some("Tue, 27 Nov 2018 09:01:00 GMT"), seconds(60)),
            (Some("Tue, 27 Nov 2018 08:00:00 GMT"), seconds(0)),
            (Some("Tue, 27 Nov 2018"), RetryAfter::NotSaid),
        ] {
            assert_eq!(RetryAfter::of(header, now_ms), expected, "{header:?}");
        }
    }
}
