//! Which framing does a source have?

use super::{BOM, Framing, is_blank, trimmed_start};

/// Decides by the beginning of the data: the first record and what follows it. None while more
/// data is needed to tell; more data never changes what was told.
///
/// `[` begins an array. Otherwise the first record tells: one that ends on its line, with
/// nothing but white space behind it, is a line; one followed by another on the same line, or
/// continued properly on the next, is concatenated; one that is torn by the end of the line
/// is a line too, a broken one, and so is one that does not end within `most` bytes.
pub(crate) fn detect(data: &[u8], is_end: bool, most: usize) -> Option<Framing> {
    let data = trimmed_start(data);
    let window = data.get(..most).unwrap_or(data);
    let is_all = is_end || data.len() >= most;
    first_record(window).or(is_all.then_some(Framing::Lines))
}

fn first_record(data: &[u8]) -> Option<Framing> {
    let mut rest = data;
    loop {
        rest = match rest {
            [byte, tail @ ..] if is_blank(*byte) => tail,
            _ if rest.starts_with(BOM) => rest.get(BOM.len()..).unwrap_or_default(),
            _ if BOM.starts_with(rest) => return None,
            [b'[', ..] => return Some(Framing::Array),
            [b'{', ..] => break,
            _ => return Some(Framing::Lines),
        }
    }
    let mut depth = 0usize;
    let mut in_string = false;
    let mut is_escaped = false;
    let mut before = 0u8;
    for (at, byte) in rest.iter().copied().enumerate() {
        if byte == b'\n' {
            let next = trimmed_start(rest.get(at..).unwrap_or_default()).first()?;
            let continues = *next != b'{' || matches!(before, b':' | b'[' | b',');
            let is_cut = in_string || !continues;
            return Some(if is_cut { Framing::Lines } else { Framing::Concatenated });
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
            return behind(rest.get(at + 1..).unwrap_or_default());
        }
        if !is_blank(byte) {
            before = byte;
        }
    }
    None
}

/// What the data behind the first record, on its line, says.
fn behind(mut data: &[u8]) -> Option<Framing> {
    loop {
        data = match data {
            [] => return None,
            [b'\n', ..] => return Some(Framing::Lines),
            [b'{', ..] => return Some(Framing::Concatenated),
            [byte, tail @ ..] if is_blank(*byte) => tail,
            _ if data.starts_with(BOM) => data.get(BOM.len()..).unwrap_or_default(),
            _ if BOM.starts_with(data) => return None,
            _ => return Some(Framing::Lines),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TABLE: &[(&str, Framing)] = &[
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
        ("{\"a\":1}\u{feff}{\"a\":2}", Framing::Concatenated),
        ("{\"a\":1}\r{\"a\":2}\r", Framing::Concatenated),
        ("{\"a\":1} {\"a\":2}\n{\"a\":3}", Framing::Concatenated),
        ("{\n  \"a\": 1\n}\n", Framing::Concatenated),
        ("{\r\n  \"a\": 1\r\n}\r\n", Framing::Concatenated),
        ("{\"bodies\":[\n{}]}", Framing::Concatenated),
        (" [ {\"a\":1} ]", Framing::Array),
        ("\u{feff}[]", Framing::Array),
    ];

    #[test]
    fn the_beginning_tells_the_framing() {
        for (data, framing) in TABLE {
            assert_eq!(detect(data.as_bytes(), true, 1000), Some(*framing), "{data:?}");
        }
    }

    #[test]
    fn what_was_told_of_a_beginning_holds_for_the_whole() {
        for (data, framing) in TABLE {
            for n_bytes in 0..data.len() {
                let beginning = data.as_bytes().get(..n_bytes).unwrap_or_default();
                let told = detect(beginning, false, 1000).unwrap_or(*framing);
                assert_eq!(told, *framing, "{beginning:?}");
            }
        }
    }

    #[test]
    fn a_record_without_an_end_is_a_line() {
        let data = b"{\"a\":\"bcd\"} {}";
        assert_eq!(detect(data, false, 11), Some(Framing::Lines));
        assert_eq!(detect(data, false, 13), Some(Framing::Concatenated));
    }
}
