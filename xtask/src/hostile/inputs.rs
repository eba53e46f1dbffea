//! What means it ill.

use std::io::Write;

use super::content::Part::{self, Each, Same};
use super::input::Input;
use super::packing::Packing;

/// A record that nothing is wrong with, and its line end.
const GOOD: &[u8] =
    br#"{"msg_id":"1","timestamp":1543280400000,"payload":{"bodies":[{"type":"txt","msg":"hi"}]}}
"#;
/// Up to the bodies of a record, and from there on.
const OPEN: &[u8] = br#"{"msg_id":"1","payload":{"bodies":["#;
const CLOSE: &[u8] = b"{}]}}\n";

/// For inputs that pack too well to be tried otherwise.
const DENSE: &[&str] = &["--max-ratio=1000000"];

/// An input of gzip that every limit holds for; a conversion is done, with nothing to report.
const fn input(name: &'static str, is: &'static str, parts: &'static [Part]) -> Input {
    Input {
        name,
        is,
        parts,
        packing: Packing::Gzip,
        flags: &[],
        exit: 0,
        says: "",
        is_quick: false,
    }
}

impl Input {
    /// A record is rejected, and this is said of it.
    const fn rejected(self, says: &'static str) -> Self {
        Self { exit: 3, says, ..self }
    }

    /// It is called damaged, with these words.
    const fn damaged(self, says: &'static str) -> Self {
        Self { exit: 4, says, ..self }
    }

    const fn packed(self, packing: Packing) -> Self {
        Self { packing, ..self }
    }

    const fn with(self, flags: &'static [&'static str]) -> Self {
        Self { flags, ..self }
    }

    const fn quick(self) -> Self {
        Self { is_quick: true, ..self }
    }
}

pub(super) const INPUTS: &[Input] = &[
    input("bomb", "1 GiB of NUL in 1 MB", &[Same(b"\0", 1 << 30)])
        .packed(Packing::OneMember)
        .damaged("--max-ratio")
        .quick(),
    input("bomb-of-records", "10 GB of records with space around, in members", BOMB_OF_RECORDS)
        .damaged("--max-ratio")
        .quick(),
    input("bomb-admitted", "the same, dense on purpose", BOMB_OF_RECORDS)
        .with(&["--max-ratio=1000000", "--max-expanded=1GiB"])
        .damaged("--max-expanded"),
    input("bomb-in-gzip", "gzip in gzip", &[Each(1, bomb)]).damaged("compressed once more").quick(),
    input("zstd-window", "5 GB of zstd with a window of 128 MiB", ENDLESS_LINE)
        .packed(Packing::Zstd)
        .with(DENSE)
        .rejected("--max-record"),
    input("long-lines", "lines of 100 MB, between good ones", LONG_LINES)
        .with(DENSE)
        .rejected("--max-record"),
    input("endless-line", "a line of 5 GB without an end", ENDLESS_LINE)
        .with(DENSE)
        .rejected("--max-record"),
    input("endless-string", "a string of 5 GB without an end, no lines", ENDLESS_STRING)
        .with(DENSE)
        .rejected("--max-record"),
    input("brackets", "a record of 10 M open brackets", BRACKETS)
        .with(DENSE)
        .rejected("--max-depth")
        .quick(),
    input("brackets-alone", "10 M open brackets", &[Same(b"[", 10_000_000)])
        .with(DENSE)
        .rejected("")
        .quick(),
    input("bodies", "a record of 1 M bodies", BODIES).with(DENSE).rejected("--max-bodies").quick(),
    input("bodies-admitted", "50 records of 100,000 bodies", &[Each(50, many_bodies)]).with(DENSE),
    input("bodies-of-much", "100,000 bodies of a record of 1 MB", BODIES_OF_MUCH)
        .with(DENSE)
        .rejected("bodies are more than"),
    input("bodies-of-some", "50 records of 8 KB and 2,700 bodies", &[Each(50, some_bodies)]),
    input("keys", "a record of 2 M keys", KEYS).rejected("--max-record").quick(),
    input("keys-admitted", "two records of 1.6 M keys", KEYS_ADMITTED),
    input("digits", "numbers of 10 M digits", DIGITS).with(DENSE).rejected("timestamp").quick(),
    input("empty-members", "200,000 empty members", &[Same(EMPTY_MEMBER, 200_000)])
        .packed(Packing::AsItIs)
        .quick(),
    input("newlines", "2 GB of newlines", &[Same(b"\n", 2_000_000_000), Same(GOOD, 1)]).with(DENSE),
    input("tiny-rejects", "10 M lines of one byte", TINY_REJECTS).with(DENSE).rejected(""),
    input("swelling-rejects", "2,000 rejects that take six times as much as JSON", SWELLING)
        .with(DENSE)
        .rejected("control character"),
    input(
        "large-rejects",
        "10 rejects of 16 MB that take six times as much as JSON",
        LARGE_REJECTS,
    )
    .with(DENSE)
    .rejected("control character"),
    input("tiny-records", "5 M records of an id", &[Each(5_000_000, tiny)]),
    input("many-names", "3 M senders, keys and types", &[Each(3_000_000, names)]),
    input("large-records", "20 records of 16 MB", &[Each(20, large)]),
    input("quotes", "20 records that are quotes alone", &[Each(20, quotes)]).with(DENSE),
];

const BODIES: &[Part] = &[Same(OPEN, 1), Same(b"{},", 1_000_000), Same(CLOSE, 1)];
const KEYS: &[Part] = &[Same(b"{", 1), Each(2_000_000, key), Same(b"\"msg_id\":\"1\"}\n", 1)];
const KEYS_ADMITTED: &[Part] = &[
    Same(b"{", 1),
    Each(1_600_000, key),
    Same(b"\"msg_id\":\"1\"}\n{", 1),
    Each(1_600_000, key),
    Same(b"\"msg_id\":\"2\"}\n", 1),
];
const SWELLING: &[Part] = &[Same(GOOD, 2), Each(2_000, control_characters)];
const LARGE_REJECTS: &[Part] =
    &[Same(GOOD, 2), Each(5, large_control_characters), Each(5, large_bytes)];
const BOMB_OF_RECORDS: &[Part] = &[Same(&padded(), 2_500_000)];

/// A record and line ends: what packs best has a short period.
const fn padded() -> [u8; 4096] {
    let mut bytes = [b'\n'; 4096];
    let (head, _) = bytes.split_at_mut(GOOD.len());
    head.copy_from_slice(GOOD);
    bytes
}

const ENDLESS_LINE: &[Part] = &[Same(GOOD, 2), Same(b"x", 5_000_000_000)];
const ENDLESS_STRING: &[Part] =
    &[Same(b"{\"msg_id\":\"1\"}", 2), Same(b"{\"msg_id\":\"", 1), Same(b"x", 5_000_000_000)];
const LONG_LINES: &[Part] = &[
    Same(GOOD, 2),
    Same(b"{\"msg_id\":\"", 1),
    Same(b"x", 100_000_000),
    Same(b"\"}\n", 1),
    Same(GOOD, 2),
    Same(b"x", 100_000_000),
    Same(b"\n", 1),
    Same(b" ", 100_000_000),
    Same(GOOD, 2),
    Same(b"{\"a\":", 20_000_000),
    Same(b"\n", 1),
];
const BRACKETS: &[Part] =
    &[Same(GOOD, 2), Same(b"{\"msg_id\":\"1\",\"x\":", 1), Same(b"[", 10_000_000), Same(b"\n", 1)];
const BODIES_OF_MUCH: &[Part] = &[
    Same(br#"{"msg_id":"1","payload":{"ext":{"x":""#, 1),
    Each(1, |_, out| noise(1_000_000, 1, out)),
    Same(br#""},"bodies":["#, 1),
    Same(b"{},", 99_999),
    Same(CLOSE, 1),
];
const DIGITS: &[Part] = &[
    Same(br#"{"msg_id":"1","payload":{"bodies":[{"file_length":1"#, 1),
    Same(b"0", 10_000_000),
    Same(b"}]}}\n", 1),
    Same(br#"{"msg_id":"2","payload":{"bodies":[{"lat":0."#, 1),
    Same(b"7", 10_000_000),
    Same(b"}]}}\n", 1),
    Same(br#"{"msg_id":"3","timestamp":-1"#, 1),
    Same(b"0", 10_000_000),
    Same(b"}\n", 1),
];
const TINY_REJECTS: &[Part] = &[Same(GOOD, 2), Same(b"x\n", 10_000_000)];
/// gzip of nothing: the head of RFC 1952, a last block of fixed codes that ends at once, and a
/// checksum and a length of 0.
const EMPTY_MEMBER: &[u8] = &[0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0];

fn bomb(_: u64, out: &mut Vec<u8>) {
    let written = Packing::Gzip.write(&[Same(b"\0", 1 << 30)], out);
    written.expect("memory takes what it is given");
}

fn many_bodies(_: u64, out: &mut Vec<u8>) {
    out.extend_from_slice(OPEN);
    out.extend_from_slice(&b"{},".repeat(99_999));
    out.extend_from_slice(CLOSE);
}

fn some_bodies(n: u64, out: &mut Vec<u8>) {
    text(out, format_args!(r#"{{"msg_id":"{n}","payload":{{"ext":{{"x":""#));
    noise(8_000, n, out);
    out.extend_from_slice(br#""},"bodies":["#);
    out.extend_from_slice(&b"{},".repeat(2_699));
    out.extend_from_slice(CLOSE);
}

fn key(n: u64, out: &mut Vec<u8>) {
    // In base 32: a key of four or five letters for each.
    out.push(b'"');
    let mut rest = n;
    loop {
        out.push(b"abcdefghijklmnopqrstuvwxyz234567"[(rest % 32) as usize]);
        rest /= 32;
        if rest == 0 {
            break;
        }
    }
    out.extend_from_slice(b"\":1,");
}

fn control_characters(_: u64, out: &mut Vec<u8>) {
    out.push(b'"');
    out.resize(out.len() + 64_000, 1);
    out.extend_from_slice(b"\"\n");
}

fn large_control_characters(_: u64, out: &mut Vec<u8>) {
    out.push(b'"');
    out.resize(out.len() + 16_000_000, 1);
    out.extend_from_slice(b"\"\n");
}

fn large_bytes(_: u64, out: &mut Vec<u8>) {
    out.resize(out.len() + 16_000_000, 0xff);
    out.push(b'\n');
}

fn tiny(n: u64, out: &mut Vec<u8>) {
    text(out, format_args!("{{\"msg_id\":\"{n}\"}}\n"));
}

fn names(n: u64, out: &mut Vec<u8>) {
    text(
        out,
        format_args!(
            "{{\"msg_id\":\"{n}\",\"from\":\"u{n}\",\"chat_type\":\"c{n}\",\"k{n}\":1,\"payload\":{{\"bodies\":[{{\"type\":\"t{n}\"}}]}}}}\n"
        ),
    );
}

fn large(n: u64, out: &mut Vec<u8>) {
    text(out, format_args!(r#"{{"msg_id":"{n}","payload":{{"bodies":[{{"type":"txt","msg":""#));
    noise(16_000_000, n, out);
    out.extend_from_slice(b"\"}]}}\n");
}

fn quotes(n: u64, out: &mut Vec<u8>) {
    text(out, format_args!(r#"{{"msg_id":"{n}","payload":{{"ext":["#));
    out.extend_from_slice(&b"\"\",".repeat(5_000_000));
    out.extend_from_slice(b"1]}}\n");
}

/// Letters that do not pack: a generator of 64 bits, and always the same.
fn noise(n_bytes: usize, seed: u64, out: &mut Vec<u8>) {
    let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    out.extend((0..n_bytes).map(|_| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        b"abcdefghijklmnopqrstuvwxyz234567"[(state >> 59) as usize]
    }));
}

fn text(out: &mut Vec<u8>, text: std::fmt::Arguments<'_>) {
    out.write_fmt(text).expect("memory takes what it is given");
}
