//! Fields as RFC 4180 section 2 quotes them.

/// Appends a text as a field, in quotes where it holds `,`, `"`, CR or LF, or nothing: without
/// them it would be a null. `mark` stands before it, inside the quotes.
pub(crate) fn write_field(mark: Option<u8>, text: &[u8], out: &mut Vec<u8>) {
    if !text.is_empty() && !needs_quotes(text) {
        out.extend(mark);
        out.extend_from_slice(text);
        return;
    }
    out.push(b'"');
    out.extend(mark);
    write_doubling_quotes(text, out);
    out.push(b'"');
}

/// Looks at eight bytes at a time: fields are short, and on those of an hour this takes half the
/// time of `memchr3`.
fn needs_quotes(text: &[u8]) -> bool {
    match text.last_chunk() {
        None => text.iter().any(|byte| matches!(byte, b',' | b'"' | b'\r' | b'\n')),
        Some(last) => {
            let (chunks, _) = text.as_chunks();
            chunks.iter().any(has_special) || has_special(last)
        }
    }
}

/// Whether one of eight bytes is `,`, `"`, CR or LF.
fn has_special(chunk: &[u8; 8]) -> bool {
    const ONES: u64 = u64::from_ne_bytes([0x01; 8]);
    const HIGHS: u64 = u64::from_ne_bytes([0x80; 8]);
    let word = u64::from_ne_bytes(*chunk);
    // The lowest zero byte of `x`, and maybe some above it, is marked in `(x - ONES) & !x`.
    let marks = |byte: u8| {
        let zero_if_equal = word ^ (ONES * u64::from(byte));
        zero_if_equal.wrapping_sub(ONES) & !zero_if_equal
    };
    (marks(b',') | marks(b'"') | marks(b'\r') | marks(b'\n')) & HIGHS != 0
}

/// JSON has a quote every few bytes, so looking for the next one costs more than writing every
/// byte with a quote behind it, which the next byte overwrites unless it is wanted.
#[expect(clippy::indexing_slicing, reason = "the remainder keeps the place within the array")]
fn write_doubling_quotes(text: &[u8], out: &mut Vec<u8>) {
    const CHUNK: usize = 64;
    let mut doubled = [0; 2 * CHUNK + 1];
    for chunk in text.chunks(CHUNK) {
        let mut len = 0;
        for byte in chunk {
            // `len` is below twice the chunk; the remainder shows it to the compiler.
            let at = len % (2 * CHUNK);
            doubled[at..at + 2].copy_from_slice(&[*byte, b'"']);
            len += 1 + usize::from(*byte == b'"');
        }
        out.extend_from_slice(doubled.get(..len).unwrap_or_default());
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn field(text: &str) -> String {
        let mut out = Vec::new();
        write_field(None, text.as_bytes(), &mut out);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn only_what_needs_quotes_gets_them() {
        for (text, expected) in [
            ("", r#""""#),
            ("plain 你好 'x'; y\tz", "plain 你好 'x'; y\tz"),
            ("a,b", r#""a,b""#),
            (r#"say "hi""#, r#""say ""hi""""#),
            ("\"", "\"\"\"\""),
            ("a\nb", "\"a\nb\""),
            ("a\rb", "\"a\rb\""),
        ] {
            assert_eq!(field(text), expected);
        }
    }

    #[test]
    fn a_mark_stands_inside_the_quotes() {
        for (text, expected) in [("=1", "'=1"), ("=1,2", "\"'=1,2\"")] {
            let mut out = Vec::new();
            write_field(Some(b'\''), text.as_bytes(), &mut out);
            assert_eq!(out, expected.as_bytes());
        }
    }

    #[test]
    fn a_special_byte_is_seen_wherever_it_stands() {
        for len in 1..40 {
            let plain = vec![0xBD; len];
            assert!(!needs_quotes(&plain), "{len}");
            for at in 0..len {
                for special in *b",\"\r\n" {
                    let mut text = plain.clone();
                    text[at] = special;
                    assert!(needs_quotes(&text), "{special} at {at} of {len}");
                }
                for harmless in (0..=255).filter(|byte| !b",\"\r\n".contains(byte)) {
                    let mut text = plain.clone();
                    text[at] = harmless;
                    assert!(!needs_quotes(&text), "{harmless} at {at} of {len}");
                }
            }
        }
    }

    proptest! {
        #[test]
        fn quotes_are_doubled_wherever_they_stand(text in "[\"a,\u{4f60}]{0,300}") {
            let expected = match text.as_str() {
                plain if !plain.is_empty() && !plain.contains(['"', ',']) => text.clone(),
                _ => format!("\"{}\"", text.replace('"', "\"\"")),
            };
            prop_assert_eq!(field(&text), expected);
        }
    }
}
