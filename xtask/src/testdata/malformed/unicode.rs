//! Bytes that are not UTF-8, or not quite.

use super::super::Sample;
use super::super::expected::Expected;
use super::{lines, record, sample};

const BOM: &str = "\u{feff}";

pub(super) fn samples() -> Vec<Sample> {
    let (a, b, c) = (record(0), record(1), record(2));
    let (fine, rejects) = (Expected::fine, Expected::rejects);
    let utf16 = |to_bytes: fn(u16) -> [u8; 2]| -> Vec<u8> {
        format!("{BOM}{}", lines(2)).encode_utf16().flat_map(to_bytes).collect()
    };
    vec![
        sample(
            "utf16_le.jsonl",
            "UTF-16, little end first.",
            Expected::refused(),
            utf16(u16::to_le_bytes),
        ),
        sample(
            "utf16_be.jsonl",
            "UTF-16, big end first.",
            Expected::refused(),
            utf16(u16::to_be_bytes),
        ),
        sample(
            "bom.jsonl",
            "A byte order mark at the start.",
            fine(3),
            format!("{BOM}{}", lines(3)),
        ),
        sample(
            "bom_between.jsonl",
            "Files with marks, put together.",
            fine(3),
            format!("{BOM}{a}\n{BOM}{b}\n{BOM}{c}\n"),
        ),
        sample("bom_array.jsonl", "A mark before an array.", fine(2), format!("{BOM}[{a},{b}]")),
        sample(
            "nul_inside.jsonl",
            "NUL bytes in a text and between tokens.",
            rejects(2, 2),
            format!("{a}\n{}\n{}\n{c}\n", b.replace('第', "\0\0\0"), b.replacen(',', ",\0", 1)),
        ),
        sample(
            "nul_lines.jsonl",
            "A block of NUL bytes where a line should be.",
            rejects(1, 2),
            format!("{a}\n{}\n{c}\n", "\0".repeat(512)),
        ),
        sample(
            "invalid_utf8.jsonl",
            "Bytes that are never UTF-8, a cut character, an overlong one, a surrogate, one beyond the last, a text in GBK: six rejects with `raw_base64`.",
            rejects(6, 2),
            invalid(),
        ),
        sample(
            "lone_surrogate_ids.jsonl",
            "An id that is half a character cannot be text.",
            rejects(1, 2),
            format!("{a}\n{{\"msg_id\":\"\\ud83d\"}}\n{c}\n"),
        ),
        sample(
            "spaces_that_are_none.jsonl",
            "A no-break space, a form feed and a vertical tab are not white space in JSON.",
            rejects(3, 2),
            format!("{a}\n\u{a0}{b}\n\u{c}{b}\n{b}\u{b}\n{c}\n"),
        ),
        sample(
            "line_separators.jsonl",
            "U+2028, U+2029 and U+0085 in a text do not end a line.",
            fine(3),
            format!("{a}\n{}\n{c}\n", b.replace('第', "\u{2028}\u{2029}\u{85}")),
        ),
    ]
}

/// Six bad lines between two good ones.
fn invalid() -> Vec<u8> {
    const BAD: [&[u8]; 6] = [
        b"\xff\xfe",
        b"\xe4\xbd",
        b"\xc0\xaf",
        b"\xed\xa0\xbd",
        b"\xf4\x90\x80\x80",
        b"\xc4\xe3\xba\xc3",
    ];
    let mut out = lines(1).into_bytes();
    for bad in BAD {
        out.extend_from_slice(b"{\"msg_id\":\"1\",\"payload\":{\"bodies\":[{\"msg\":\"");
        out.extend_from_slice(bad);
        out.extend_from_slice(b"\",\"type\":\"txt\"}]}}\n");
    }
    out.extend_from_slice(record(2).as_bytes());
    out.push(b'\n');
    out
}
