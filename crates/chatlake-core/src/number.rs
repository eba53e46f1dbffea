//! Numbers as text.

use std::io::Write;

/// Appends a whole number in decimal.
pub fn write_int(value: i64, out: &mut Vec<u8>) {
    // The longest is -9223372036854775808.
    let mut text = [0; 20];
    let mut start = text.len();
    let mut rest = value.unsigned_abs();
    for slot in text.iter_mut().rev() {
        *slot = b'0' + (rest % 10) as u8;
        rest /= 10;
        start -= 1;
        if rest == 0 {
            break;
        }
    }
    if value < 0 {
        out.push(b'-');
    }
    out.extend_from_slice(text.get(start..).unwrap_or_default());
}

/// Appends a finite number in the fewest digits that read back as the same one, in the syntax of
/// JSON: `31.25`, `120.0`, `1e-7`.
pub fn write_float(value: f64, out: &mut Vec<u8>) {
    debug_assert!(value.is_finite(), "the parser makes no other numbers");
    write!(out, "{value:?}").expect("a Vec takes what it is given");
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn text(write: impl FnOnce(&mut Vec<u8>)) -> String {
        let mut out = Vec::new();
        write(&mut out);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn floats_are_short() {
        for (value, expected) in [
            (31.230_416, "31.230416"),
            (120.0, "120.0"),
            (-0.0, "-0.0"),
            (0.1 + 0.2, "0.30000000000000004"),
            (1e300, "1e300"),
            (1e-7, "1e-7"),
            (f64::MIN_POSITIVE, "2.2250738585072014e-308"),
        ] {
            assert_eq!(text(|out| write_float(value, out)), expected);
        }
    }

    #[test]
    fn whole_numbers_at_the_edges_are_whole() {
        for value in [0, 9, 10, -1, -10, i64::MAX, i64::MIN] {
            assert_eq!(text(|out| write_int(value, out)), value.to_string());
        }
    }

    proptest! {
        #[test]
        fn numbers_read_back_as_themselves(int: i64, float in proptest::num::f64::NORMAL) {
            prop_assert_eq!(text(|out| write_int(int, out)).parse(), Ok(int));
            prop_assert_eq!(text(|out| write_float(float, out)).parse(), Ok(float));
            let json = text(|out| write_float(float, out));
            prop_assert!(serde_json::from_str::<f64>(&json).is_ok());
        }
    }
}
