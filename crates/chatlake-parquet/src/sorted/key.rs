//! Values as bytes that are in the order of the values.
//!
//! A null is 0, anything else begins with 1. A text ends with 0, and a 0 in it is followed by
//! 255: what comes behind the end of a text is 0 or 1. Numbers are big-endian, with the sign
//! turned.

use memchr::memchr;

const NULL: u8 = 0;
const VALUE: u8 = 1;
const END: u8 = 0;
/// What tells a 0 that is part of a text from the end of it; in no UTF-8.
const GOES_ON: u8 = 255;

pub(super) fn push_null(out: &mut Vec<u8>) {
    out.push(NULL);
}

pub(super) fn push_text(out: &mut Vec<u8>, text: &str) {
    out.push(VALUE);
    let mut rest = text.as_bytes();
    while let Some(place) = memchr(0, rest) {
        let (before, after) = rest.split_at(place + 1);
        out.extend_from_slice(before);
        out.push(GOES_ON);
        rest = after;
    }
    out.extend_from_slice(rest);
    out.push(END);
}

pub(super) fn push_i64(out: &mut Vec<u8>, value: i64) {
    out.push(VALUE);
    out.extend_from_slice(&(value ^ i64::MIN).to_be_bytes());
}

/// Takes what was pushed last first: whether there is a value, and then that.
pub(super) fn take_is_value(key: &mut &[u8]) -> Option<bool> {
    let (first, rest) = key.split_first()?;
    *key = rest;
    Some(*first == VALUE)
}

/// Takes the rest of a text, and appends it.
pub(super) fn take_text(key: &mut &[u8], text: &mut Vec<u8>) -> Option<()> {
    loop {
        let end = memchr(END, key)?;
        let (before, after) = key.split_at(end + 1);
        if after.first() == Some(&GOES_ON) {
            text.extend_from_slice(before);
            *key = after.get(1..)?;
        } else {
            text.extend_from_slice(before.get(..end)?);
            *key = after;
            return Some(());
        }
    }
}

/// Takes the rest of a number.
pub(super) fn take_i64(key: &mut &[u8]) -> Option<i64> {
    let (bytes, rest) = key.split_first_chunk()?;
    *key = rest;
    Some(i64::from_be_bytes(*bytes) ^ i64::MIN)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    type Pair = (Option<String>, Option<i64>);

    fn key((text, number): &Pair) -> Vec<u8> {
        let mut key = Vec::new();
        match text {
            Some(text) => push_text(&mut key, text),
            None => push_null(&mut key),
        }
        match number {
            Some(number) => push_i64(&mut key, *number),
            None => push_null(&mut key),
        }
        key
    }

    fn pair(mut key: &[u8]) -> Option<Pair> {
        let mut text = Vec::new();
        let has_text = take_is_value(&mut key)?;
        if has_text {
            take_text(&mut key, &mut text)?;
        }
        let has_number = take_is_value(&mut key)?;
        let number = if has_number { Some(take_i64(&mut key)?) } else { None };
        let text = has_text.then(|| String::from_utf8(text).unwrap());
        key.is_empty().then_some((text, number))
    }

    fn pairs() -> impl Strategy<Value = Pair> {
        let text = prop::option::of("[\0\u{1}a\u{ff}消😀]{0,4}");
        let near = prop_oneof![any::<i64>(), -2i64..3, Just(i64::MIN), Just(i64::MAX)];
        (text, prop::option::of(near))
    }

    proptest! {
        #[test]
        fn bytes_are_in_the_order_of_values_and_tell_them(one in pairs(), other in pairs()) {
            prop_assert_eq!(key(&one).cmp(&key(&other)), one.cmp(&other));
            prop_assert_eq!(pair(&key(&one)), Some(one));
        }
    }

    #[test]
    fn a_key_that_is_cut_off_is_nothing() {
        let whole = key(&(Some("a\0b".to_owned()), Some(7)));
        for length in 0..whole.len() {
            assert_eq!(pair(&whole[..length]), None, "{length}");
        }
    }
}
