//! Law: a gzip source is whole if and only if a strict reader says so of every member, and then its
//! records are those of the expanded bytes. The strict reader shares no code with the product.
//!
//! Input that does not begin like gzip is compressed first, in members, and a byte of that is
//! changed: a fuzzer does not guess checksums.

#![no_main]

#[expect(dead_code, reason = "shared with the property tests, which use more of it")]
#[path = "../../crates/chatlake-core/tests/it/reading.rs"]
mod reading;

use std::io::Write;

use chatlake_core::{BytesSource, Limits};
use chatlake_fuzz::gzip_member;
use flate2::write::GzEncoder;
use flate2::{Compression, Crc};
use libfuzzer_sys::fuzz_target;
use reading::{Report, read_with};

const MAGIC: &[u8] = &[0x1f, 0x8b];
const ZSTD: &[u8] = &[0x28, 0xb5, 0x2f, 0xfd];

fuzz_target!(|input: &[u8]| {
    if input.starts_with(MAGIC) {
        return check(input);
    }
    let [at, change, content @ ..] = input else { return };
    let mut source = compressed(content, usize::from(*at));
    let at = usize::from(*at) * source.len() / 256;
    source[at] ^= change;
    check(&source);
});

fn check(source: &[u8]) {
    if !source.starts_with(MAGIC) {
        return;
    }
    let report = read(source);
    let Some((content, n_trailing)) = reference(source) else {
        assert!(report.failure.is_some(), "the strict reader refuses what was read");
        return;
    };
    if content.is_empty() {
        assert!(report.failure.is_none(), "{:?}", report.failure);
        assert!(report.outcomes.is_empty());
        return;
    }
    // What is compressed once more is refused for that; as plain bytes it would be expanded.
    let is_skippable = content.get(1..4) == Some(&[0x2a, 0x4d, 0x18]);
    if content.starts_with(MAGIC) || content.starts_with(ZSTD) || is_skippable {
        return;
    }
    let plain = read(&content);
    assert_eq!(report.damage().map(|damage| damage.kind), plain.damage().map(|d| d.kind));
    assert_eq!(report.outcomes, plain.outcomes);
    assert_eq!(report.framing, plain.framing);
    if report.failure.is_none() {
        assert_eq!(report.facts.bytes_expanded, content.len() as u64);
        assert_eq!(report.facts.trailing_bytes, n_trailing);
        assert_eq!(report.facts.bytes_in, source.len() as u64);
    }
}

fn read(bytes: &[u8]) -> Report {
    let limits = Limits { max_ratio: u64::MAX, ..Limits::default() };
    read_with(&BytesSource::new("source", bytes), limits, 16 << 10, None)
}

/// All members, one by one, with NUL padding between and behind; and how many bytes follow that
/// are no member.
fn reference(source: &[u8]) -> Option<(Vec<u8>, u64)> {
    let mut content = Vec::new();
    let mut rest = source;
    loop {
        rest = gzip_member(rest, &mut content)?;
        let behind = rest;
        let n_padding = rest.iter().take_while(|byte| **byte == 0).count();
        rest = &rest[n_padding..];
        if rest.is_empty() {
            return Some((content, 0));
        }
        if rest == &MAGIC[..1] {
            return None;
        }
        if !rest.starts_with(MAGIC) {
            return Some((content, behind.len() as u64));
        }
    }
}

/// One or two members, now and then with codes: those choices lie apart, for a choice says where
/// a byte is changed, too.
fn compressed(content: &[u8], choice: usize) -> Vec<u8> {
    let (first, second) = content.split_at(content.len() * (choice % 4) / 4);
    let mut out = Vec::new();
    for part in [first, second] {
        match choice % 61 {
            level @ (1 | 2) => deflate(part, level as u32, &mut out),
            _ => store(part, &mut out),
        }
    }
    out
}

/// Level 1 has fixed codes, level 2 its own.
fn deflate(content: &[u8], level: u32, out: &mut Vec<u8>) {
    let mut member = GzEncoder::new(out, Compression::new(level));
    member.write_all(content).and_then(|()| member.try_finish()).expect("memory takes it all");
}

/// A member of stored blocks, for most of the time: a compressor takes longer to set up than all
/// the rest takes.
fn store(content: &[u8], out: &mut Vec<u8>) {
    out.extend_from_slice(&[0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255]);
    let mut blocks = content.chunks(0xffff).peekable();
    if blocks.peek().is_none() {
        out.extend_from_slice(&[1, 0, 0, 0xff, 0xff]);
    }
    while let Some(block) = blocks.next() {
        let length = block.len() as u16;
        out.push(u8::from(blocks.peek().is_none()));
        out.extend_from_slice(&length.to_le_bytes());
        out.extend_from_slice(&(!length).to_le_bytes());
        out.extend_from_slice(block);
    }
    let mut crc = Crc::new();
    crc.update(content);
    out.extend_from_slice(&crc.sum().to_le_bytes());
    out.extend_from_slice(&(content.len() as u32).to_le_bytes());
}
