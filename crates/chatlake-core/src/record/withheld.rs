//! Raw JSON without what is withheld of it.

use std::fmt;

use super::text::{Escapes, Text};
use crate::schema::Withheld;

/// Writes a JSON value that has been checked, with `null` in place of the values that are
/// withheld, wherever their keys stand within it.
///
/// Bodies whose shape is not known (one object in place of the array, say) go to `extra` whole,
/// and their credentials are to be withheld like those of any other.
pub(super) fn write_without(
    withheld: Withheld,
    json: &str,
    out: &mut impl fmt::Write,
) -> fmt::Result {
    let mut written = 0;
    let mut at = 0;
    while let Some(quote) = find(json, at, b'"') {
        let end = string_end(json, quote);
        let colon = blank_end(json, end);
        at = end;
        if json.as_bytes().get(colon) == Some(&b':') && is_withheld(withheld, key(json, quote, end))
        {
            let value = blank_end(json, colon + 1);
            out.write_str(json.get(written..value).unwrap_or_default())?;
            out.write_str("null")?;
            at = value_end(json, value);
            written = at;
        }
    }
    out.write_str(json.get(written..).unwrap_or_default())
}

/// Whether the value of a key is withheld, wherever it stands.
pub(super) fn is_withheld(withheld: Withheld, key: Text<'_>) -> bool {
    withheld.has(&key.to_str())
}

/// The key between two quotes; its spelling where that holds a lone surrogate.
fn key(json: &str, quote: usize, end: usize) -> Text<'_> {
    let name = json.get(quote + 1..end - 1).unwrap_or_default();
    Text::from_json(name, Escapes::of(name.as_bytes()) == Escapes::Chars)
}

fn find(json: &str, from: usize, byte: u8) -> Option<usize> {
    memchr::memchr(byte, json.as_bytes().get(from..)?).map(|at| from + at)
}

fn blank_end(json: &str, from: usize) -> usize {
    let rest = json.as_bytes().get(from..).unwrap_or_default();
    from + rest.iter().take_while(|byte| byte.is_ascii_whitespace()).count()
}

/// Behind the string whose opening quote stands at `quote`.
fn string_end(json: &str, quote: usize) -> usize {
    let mut at = quote + 1;
    loop {
        match json.as_bytes().get(at) {
            Some(b'\\') => at += 2,
            Some(b'"') => return at + 1,
            Some(_) => at += 1,
            None => return json.len(),
        }
    }
}

/// Behind the value that begins at `start`.
fn value_end(json: &str, start: usize) -> usize {
    let mut depth = 0usize;
    let mut at = start;
    while let Some(byte) = json.as_bytes().get(at) {
        match byte {
            b'"' => {
                at = string_end(json, at);
                if depth == 0 {
                    return at;
                }
                continue;
            }
            b'{' | b'[' => depth += 1,
            b'}' | b']' if depth > 1 => depth -= 1,
            b'}' | b']' if depth == 1 => return at + 1,
            b',' | b'}' | b']' | b' ' | b'\t' | b'\n' | b'\r' if depth == 0 => return at,
            _ => {}
        }
        at += 1;
    }
    json.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn credentials_are_null_wherever_they_stand_and_all_else_is_verbatim() {
        for (json, withheld) in [
            (r#"{"secret":"x"}"#, r#"{"secret":null}"#),
            (
                r#"[ {"a":"secret", "thumb_secret" : "\"}" , "b":1} ]"#,
                r#"[ {"a":"secret", "thumb_secret" : null , "b":1} ]"#,
            ),
            (
                r#"{"s\u0065cret":[{"a":"]"},{}],"secret2":2}"#,
                r#"{"s\u0065cret":null,"secret2":2}"#,
            ),
            (r#"{"a":{"secret":-1e5},"b":["secret"]}"#, r#"{"a":{"secret":null},"b":["secret"]}"#),
            (r#"{"a":{"secret\ud83d":1}}"#, r#"{"a":{"secret\ud83d":1}}"#),
            (r#""secret""#, r#""secret""#),
            ("17", "17"),
        ] {
            let mut out = String::new();
            write_without(Withheld::default(), json, &mut out)
                .expect("a String takes what it is given");
            assert_eq!(out, withheld);
        }
    }
}
