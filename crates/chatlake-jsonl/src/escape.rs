//! Texts as JSON strings, RFC 8259 section 7.

/// Appends a text as a string, quotes included.
pub(crate) fn write_string(text: &[u8], out: &mut Vec<u8>) {
    out.push(b'"');
    write_escaped(text, out);
    out.push(b'"');
}

/// JSON inside a string has something to escape every few bytes, so looking for the next one
/// costs more than writing every byte to where it belongs, behind a backslash where it needs
/// one. Control characters are another matter: they are rare.
#[expect(clippy::indexing_slicing, reason = "the remainder keeps the index within the array")]
fn write_escaped(text: &[u8], out: &mut Vec<u8>) {
    const CHUNK: usize = 64;
    let mut escaped = [0; 2 * CHUNK];
    for chunk in text.chunks(CHUNK) {
        if chunk.iter().fold(false, |any, byte| any | (*byte < b' ')) {
            write_with_controls(chunk, out);
            continue;
        }
        let mut len = 0;
        for byte in chunk {
            // The rest only shows that the index is in range: `len` is at most twice the chunk.
            escaped[len % (2 * CHUNK)] = b'\\';
            len += usize::from(matches!(byte, b'"' | b'\\'));
            escaped[len % (2 * CHUNK)] = *byte;
            len += 1;
        }
        out.extend_from_slice(escaped.get(..len).unwrap_or_default());
    }
}

fn write_with_controls(text: &[u8], out: &mut Vec<u8>) {
    for byte in text {
        match byte {
            b'"' | b'\\' => out.extend_from_slice(&[b'\\', *byte]),
            b'\n' => out.extend_from_slice(b"\\n"),
            b'\r' => out.extend_from_slice(b"\\r"),
            b'\t' => out.extend_from_slice(b"\\t"),
            0..b' ' => {
                out.extend_from_slice(b"\\u00");
                out.extend_from_slice(&[hex(byte >> 4), hex(byte & 15)]);
            }
            _ => out.push(*byte),
        }
    }
}

fn hex(digit: u8) -> u8 {
    match digit {
        0..10 => b'0' + digit,
        _ => b'a' + digit - 10,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn string(text: &str) -> String {
        let mut out = Vec::new();
        write_string(text.as_bytes(), &mut out);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn only_what_needs_it_is_escaped() {
        for (text, expected) in [
            ("", r#""""#),
            ("你好 / \u{7f}\u{2028}", "\"你好 / \u{7f}\u{2028}\""),
            (r#"{"a":"\n"}"#, r#""{\"a\":\"\\n\"}""#),
            ("a\nb\rc\td\0e\u{1f}", r#""a\nb\rc\td\u0000e\u001f""#),
        ] {
            assert_eq!(string(text), expected);
        }
    }

    proptest! {
        #[test]
        fn a_string_reads_back_as_its_text(text in "[\"\\\\\n\u{1}a\u{4f60}]{0,300}|[\"\\\\a]{0,300}|.*") {
            prop_assert_eq!(serde_json::from_str::<String>(&string(&text)).unwrap(), text);
        }
    }
}
