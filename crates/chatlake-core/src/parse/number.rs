//! Numbers in the grammar of RFC 8259 section 6, of any length.

/// Whether `bytes` are a JSON number and nothing else.
#[inline(always)]
pub(crate) fn is_number(bytes: &[u8]) -> bool {
    short_digits(bytes).is_some() || Parts::of(bytes).is_some()
}

/// The value of a JSON number that is whole, however it is written, and fits.
pub(crate) fn whole(bytes: &[u8]) -> Option<i64> {
    if let Some(value) = short_digits(bytes) {
        return Some(value);
    }
    let parts = Parts::of(bytes)?;
    let mut exponent = parts.exponent;
    let mut value: i128 = 0;
    // Zeros at the end of a fraction change nothing; they may be many.
    let fraction = trim_zeros(parts.fraction);
    exponent = exponent.checked_sub(i64::try_from(fraction.len()).ok()?)?;
    for digit in parts.integer.iter().chain(fraction) {
        value = value * 10 + i128::from(digit - b'0');
        if value > i128::from(u64::MAX) * 1_000_000_000 {
            return if exponent < 0 { shifted_long(&parts) } else { None };
        }
    }
    if value == 0 {
        return Some(0);
    }
    while exponent > 0 {
        value *= 10;
        exponent -= 1;
        if value > i128::from(u64::MAX) {
            return None;
        }
    }
    while exponent < 0 {
        if value % 10 != 0 {
            return None;
        }
        value /= 10;
        exponent += 1;
    }
    i64::try_from(if parts.is_negative { -value } else { value }).ok()
}

/// The value of text of the form `-?[0-9]+`, where it fits.
pub(crate) fn digits(bytes: &[u8]) -> Option<i64> {
    if let Some(value) = short_digits(bytes) {
        return Some(value);
    }
    let (is_negative, digits) = match bytes {
        [b'-', rest @ ..] => (true, rest),
        _ => (false, bytes),
    };
    if digits.is_empty() || !digits.iter().all(u8::is_ascii_digit) {
        return None;
    }
    let start = digits.iter().position(|digit| *digit != b'0').unwrap_or(digits.len());
    let digits = digits.get(start..)?;
    if digits.len() > 19 {
        return None;
    }
    let value = digits.iter().fold(0i128, |value, digit| value * 10 + i128::from(digit - b'0'));
    i64::try_from(if is_negative { -value } else { value }).ok()
}

/// The nearest finite value of a JSON number.
pub(crate) fn float(text: &str) -> Option<f64> {
    Parts::of(text.as_bytes())?;
    text.parse().ok().filter(|value: &f64| value.is_finite())
}

/// One to eighteen digits without a leading zero: nearly every number there is.
#[inline(always)]
fn short_digits(bytes: &[u8]) -> Option<i64> {
    if bytes.is_empty() || bytes.len() > 18 || (bytes.first() == Some(&b'0') && bytes.len() > 1) {
        return None;
    }
    let mut value = 0i64;
    for byte in bytes {
        let digit = byte.wrapping_sub(b'0');
        if digit > 9 {
            return None;
        }
        value = value * 10 + i64::from(digit);
    }
    Some(value)
}

/// A whole number whose many digits end in zeros that a negative exponent takes away.
fn shifted_long(parts: &Parts<'_>) -> Option<i64> {
    if !trim_zeros(parts.fraction).is_empty() {
        return None;
    }
    let drop = usize::try_from(parts.exponent.checked_neg()?).ok()?;
    let keep = parts.integer.len().checked_sub(drop)?;
    let (kept, dropped) = parts.integer.split_at(keep);
    if dropped.iter().any(|digit| *digit != b'0') {
        return None;
    }
    let value = digits(kept)?;
    if parts.is_negative { value.checked_neg() } else { Some(value) }
}

fn trim_zeros(mut digits: &[u8]) -> &[u8] {
    while let [rest @ .., b'0'] = digits {
        digits = rest;
    }
    digits
}

struct Parts<'a> {
    is_negative: bool,
    integer: &'a [u8],
    fraction: &'a [u8],
    /// Held within what no digits can make up for.
    exponent: i64,
}

const MOST: i64 = 1 << 40;

impl<'a> Parts<'a> {
    fn of(bytes: &'a [u8]) -> Option<Self> {
        let (is_negative, rest) = match bytes {
            [b'-', rest @ ..] => (true, rest),
            _ => (false, bytes),
        };
        let (integer, rest) = split_digits(rest);
        if integer.is_empty() || (integer.len() > 1 && integer.first() == Some(&b'0')) {
            return None;
        }
        let (fraction, rest) = match rest {
            [b'.', rest @ ..] => {
                let (fraction, rest) = split_digits(rest);
                if fraction.is_empty() {
                    return None;
                }
                (fraction, rest)
            }
            _ => (&[][..], rest),
        };
        let exponent = match rest {
            [] => 0,
            [b'e' | b'E', b'-', digits @ ..] => -exponent(digits)?,
            [b'e' | b'E', b'+', digits @ ..] | [b'e' | b'E', digits @ ..] => exponent(digits)?,
            _ => return None,
        };
        Some(Parts { is_negative, integer, fraction, exponent })
    }
}

fn exponent(digits: &[u8]) -> Option<i64> {
    if digits.is_empty() || !digits.iter().all(u8::is_ascii_digit) {
        return None;
    }
    Some(
        digits.iter().fold(0, |value: i64, digit| (value * 10 + i64::from(digit - b'0')).min(MOST)),
    )
}

fn split_digits(bytes: &[u8]) -> (&[u8], &[u8]) {
    let end = bytes.iter().position(|byte| !byte.is_ascii_digit()).unwrap_or(bytes.len());
    bytes.split_at(end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_numbers_are_exact_however_they_are_written() {
        for (text, value) in [
            ("0", Some(0)),
            ("-0", Some(0)),
            ("1403099033211", Some(1_403_099_033_211)),
            ("1403099033211.0", Some(1_403_099_033_211)),
            ("1.4e12", Some(1_400_000_000_000)),
            ("14000E-1", Some(1400)),
            ("1.5", None),
            ("15e-1", None),
            ("1e3", Some(1000)),
            ("-12e+2", Some(-1200)),
            ("9223372036854775807", Some(i64::MAX)),
            ("-9223372036854775808", Some(i64::MIN)),
            ("9223372036854775808", None),
            ("1e19", None),
            ("1e999999999999999999999", None),
            ("0e999999999999999999999", Some(0)),
            ("1e-999999999999999999999", None),
            ("100000000000000000000000000000000000000000000e-42", Some(100)),
            ("0.00000000000000000000000000000000000000000000001e49", Some(100)),
            ("01", None),
            ("+1", None),
            ("1.", None),
            (".5", None),
            ("1e", None),
            ("", None),
            ("-", None),
        ] {
            assert_eq!(whole(text.as_bytes()), value, "{text}");
        }
    }

    #[test]
    fn digit_texts_may_begin_with_zeros_and_nothing_else() {
        for (text, value) in [
            ("0017", Some(17)),
            ("-5", Some(-5)),
            ("000000000000000000000000000000", Some(0)),
            ("00000000000000000000000000000000042", Some(42)),
            ("9223372036854775808", None),
            ("1.0", None),
            (" 1", None),
            ("", None),
            ("-", None),
        ] {
            assert_eq!(digits(text.as_bytes()), value, "{text}");
        }
    }

    #[test]
    fn floats_are_finite_json_numbers() {
        for (text, value) in [
            ("39.90743", Some(39.90743)),
            ("-0.0", Some(-0.0)),
            ("116.39770507812501", Some(116.397_705_078_125_01)),
            ("1e309", None),
            ("inf", None),
            ("NaN", None),
            ("1.", None),
            ("0x10", None),
        ] {
            assert_eq!(float(text), value, "{text}");
        }
    }
}
