//! Law: numbers and instants as text read back as themselves, instants to the last microsecond
//! of any year that 64 bits reach; a record that holds them has them; and a pause in the words
//! of HTTP is the one that jiff reads.
//!
//! Eight bytes are a number, an instant and the bits of a float; the rest is a text.

#![no_main]

use std::time::Duration;

use chatlake_core::RecordBuf;
use chatlake_core::number::{write_float, write_int};
use chatlake_core::timestamp::write_iso;
use chatlake_fetch::retry::RetryAfter;
use jiff::Timestamp;
use jiff::fmt::rfc2822;
use libfuzzer_sys::fuzz_target;

/// All spans of 400 years are of the same length.
const ERA_US: i128 = 146_097 * 86_400 * 1_000_000;

fuzz_target!(|input: &[u8]| {
    let Some((bits, rest)) = input.split_first_chunk() else { return };
    let number = i64::from_le_bytes(*bits);
    assert_eq!(text(|out| write_int(number, out)), number.to_string());
    assert_eq!(text(|out| write_iso(number, out)), iso(number));

    let float = f64::from_le_bytes(*bits);
    if float.is_finite() {
        let written = text(|out| write_float(float, out));
        let read = written.parse::<f64>().expect("a number");
        assert_eq!(read.to_bits(), float.to_bits(), "{written}");
        assert!(serde_json::from_str::<serde_json::Number>(&written).is_ok(), "{written}");
        let location = format!(r#"{{"type":"loc","lat":{written},"lng":"{written}"}}"#);
        let json = format!(r#"{{"msg_id":"1","payload":{{"bodies":[{location}]}}}}"#);
        let record = RecordBuf::from_json(&json).expect("a record");
        let body = record.as_record().bodies().next().expect("a body");
        assert_eq!(body.lat().map(f64::to_bits), Some(float.to_bits()), "{written}");
        assert_eq!(body.lng().map(f64::to_bits), Some(float.to_bits()), "{written}");
    }
    let is_held = number.checked_mul(1000).is_some();
    for spelled in [number.to_string(), format!("\"{number}\"")] {
        let json = format!(r#"{{"msg_id":"1","timestamp":{spelled}}}"#);
        let read = RecordBuf::from_json(&json);
        let found = read.ok().and_then(|record| record.as_record().timestamp_ms());
        assert_eq!(found, is_held.then_some(number), "{spelled}");
    }
    if let Ok(header) = std::str::from_utf8(rest) {
        assert_eq!(RetryAfter::of(Some(header), number), pause(header, number), "{header:?}");
    }
});

fn text(write: impl FnOnce(&mut Vec<u8>)) -> String {
    let mut out = Vec::new();
    write(&mut out);
    String::from_utf8(out).expect("ASCII")
}

/// As jiff writes it: the same instant of an era that it knows, in the year that it is.
fn iso(micros: i64) -> String {
    let (n_eras, within) =
        (i128::from(micros).div_euclid(ERA_US), i128::from(micros).rem_euclid(ERA_US));
    let known = Timestamp::from_microsecond(within as i64).expect("1970 to 2370");
    let known = format!("{known:.6}");
    let (year, rest) = known.split_at(4);
    match year.parse::<i128>().expect("a year") + 400 * n_eras {
        year @ 0..=9999 => format!("{year:04}{rest}"),
        year if year < 0 => format!("-{:06}{rest}", -year),
        year => format!("+{year:06}{rest}"),
    }
}

/// What RFC 9110 says of a pause.
fn pause(header: &str, now_ms: i64) -> RetryAfter {
    let header = header.trim();
    if !header.is_empty() && header.bytes().all(|byte| byte.is_ascii_digit()) {
        return RetryAfter::In(Duration::from_secs(header.parse().unwrap_or(u64::MAX)));
    }
    match rfc2822::parse(header) {
        Ok(date) => {
            let left_ms = i128::from(date.timestamp().as_millisecond()) - i128::from(now_ms);
            let left_ms = u64::try_from(left_ms.max(0)).unwrap_or(u64::MAX);
            RetryAfter::In(Duration::from_millis(left_ms.min(i64::MAX as u64)))
        }
        Err(_) => RetryAfter::NotSaid,
    }
}
