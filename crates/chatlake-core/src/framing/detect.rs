//! Which framing does a source have?

use super::{BOM, Framing, is_blank};

/// Decides by the beginning of the data: the first record and what follows it.
///
/// `[` begins an array. Otherwise the first record tells: one that ends on its line, with
/// nothing but white space behind it, is a line; one followed by another on the same line, or
/// continued properly on the next, is concatenated; one that is torn by the end of the line
/// is a line too, a broken one.
pub(crate) fn detect(data: &[u8]) -> Framing {
    let mut rest = data;
    loop {
        rest = match rest {
            [byte, tail @ ..] if is_blank(*byte) => tail,
            _ if rest.starts_with(BOM) => rest.get(BOM.len()..).unwrap_or_default(),
            [b'[', ..] => return Framing::Array,
            [b'{', ..] => break,
            _ => return Framing::Lines,
        }
    }
    let mut depth = 0usize;
    let mut in_string = false;
    let mut is_escaped = false;
    let mut before = 0u8;
    for (at, byte) in rest.iter().copied().enumerate() {
        if byte == b'\n' {
            let next = rest.get(at..).unwrap_or_default().trim_ascii_start().first();
            let continues = match next {
                Some(b'{') => matches!(before, b':' | b'[' | b','),
                Some(_) => true,
                None => false,
            };
            return if !in_string && continues { Framing::Concatenated } else { Framing::Lines };
        }
        if in_string {
            match byte {
                b'"' if !is_escaped => in_string = false,
                _ => is_escaped = byte == b'\\' && !is_escaped,
            }
            continue;
        }
        match byte {
            b'"' => in_string = true,
            b'{' | b'[' => depth += 1,
            b'}' | b']' => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth == 0 {
            let line = rest.get(at + 1..).unwrap_or_default();
            let line = line.split(|byte| *byte == b'\n').next().unwrap_or_default();
            let mut behind = line.trim_ascii_start();
            behind = behind.strip_prefix(BOM).unwrap_or(behind);
            return match behind.first() {
                Some(b'{') => Framing::Concatenated,
                _ => Framing::Lines,
            };
        }
        if !is_blank(byte) {
            before = byte;
        }
    }
    Framing::Lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_beginning_tells_the_framing() {
        for (data, framing) in [
            ("", Framing::Lines),
            ("\n\n", Framing::Lines),
            ("{\"a\":1}", Framing::Lines),
            ("{\"a\":1}\n{\"a\":2}\n", Framing::Lines),
            ("\u{feff}{\"a\":1}\r\n{\"a\":2}\r\n", Framing::Lines),
            ("{\"a\":\"}{\"} \t\n", Framing::Lines),
            ("{\"a\":\"torn\n{\"a\":2}\n", Framing::Lines),
            ("{\"a\":1,\"b\n{\"a\":2}\n", Framing::Lines),
            ("{\"a\":1}}\n{\"a\":2}\n", Framing::Lines),
            ("{\"a\"\n{\"a\":2}\n", Framing::Lines),
            ("rubbish\n{\"a\":2}\n", Framing::Lines),
            ("{\"a\":1}{\"a\":2}", Framing::Concatenated),
            ("{\"a\":1}\r{\"a\":2}\r", Framing::Concatenated),
            ("{\"a\":1} {\"a\":2}\n{\"a\":3}", Framing::Concatenated),
            ("{\n  \"a\": 1\n}\n", Framing::Concatenated),
            ("{\r\n  \"a\": 1\r\n}\r\n", Framing::Concatenated),
            ("{\"bodies\":[\n{}]}", Framing::Concatenated),
            (" [ {\"a\":1} ]", Framing::Array),
            ("[]", Framing::Array),
        ] {
            assert_eq!(detect(data.as_bytes()), framing, "{data:?}");
        }
    }
}
