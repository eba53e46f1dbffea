//! Sources that are read to their end.

use std::time::{Duration, Instant};

use chatlake_core::{BytesSource, DamageKind, ErrorKind, Limits, SourceFacts};

use super::{LINES, gzip, gzip_with_header, lines, read_named, records, skippable, zstd};
use crate::reading::Outcome;

#[test]
fn members_and_frames_are_expanded_to_the_last() {
    let (first, second) = LINES.split_at(20);
    let stored = {
        use std::io::Write;
        let level = flate2::Compression::none();
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), level);
        encoder.write_all(LINES.as_bytes()).unwrap();
        encoder.finish().unwrap()
    };
    for (name, bytes, members, trailing) in [
        ("1.gz", gzip(LINES), 1, 0),
        ("1", gzip(LINES), 1, 0),
        ("1.gz", stored, 1, 0),
        ("1.gz", gzip_with_header(LINES), 1, 0),
        ("1.gz", [gzip(first), gzip(second)].concat(), 2, 0),
        ("1.gz", [gzip(""), gzip(first), gzip(""), gzip(second), gzip("")].concat(), 5, 0),
        ("1.gz", [gzip_with_header(first), gzip_with_header(second)].concat(), 2, 0),
        ("1.gz", [gzip(LINES), vec![0; 700_000]].concat(), 1, 0),
        ("1.gz", [gzip(first), vec![0; 512], gzip(second)].concat(), 2, 0),
        ("1.gz", [gzip(LINES), b"rubbish".to_vec()].concat(), 1, 7),
        ("1.gz", [gzip(LINES), vec![0; 5], b"x".to_vec()].concat(), 1, 6),
        ("1.gz", [gzip(LINES), vec![b'\n'; 300_000]].concat(), 1, 300_000),
        ("1.gz", [gzip(LINES), zstd(LINES)].concat(), 1, zstd(LINES).len() as u64),
        ("1.zst", zstd(LINES), 1, 0),
        ("1.gz", zstd(LINES), 1, 0),
        ("1.zst", [zstd(first), zstd(second)].concat(), 2, 0),
        ("1.zst", [zstd(""), zstd(LINES), zstd("")].concat(), 3, 0),
        ("1.zst", [skippable(9), zstd(first), skippable(0), zstd(second)].concat(), 4, 0),
        ("1.zst", [zstd(LINES), vec![0; 64]].concat(), 1, 0),
        ("1.zst", [zstd(LINES), b"rubbish".to_vec()].concat(), 1, 7),
        ("1.jsonl", LINES.as_bytes().to_vec(), 0, 0),
        ("", LINES.as_bytes().to_vec(), 0, 0),
    ] {
        let report = read_named(name, &bytes);
        let expected = SourceFacts {
            bytes_in: bytes.len() as u64,
            bytes_expanded: LINES.len() as u64,
            members,
            trailing_bytes: trailing,
            is_misnamed: false,
        };
        assert!(report.failure.is_none(), "{name}: {:?}", report.failure);
        assert_eq!(report.facts, expected, "{name}");
        assert_eq!(records(&report), lines(LINES), "{name}");
    }
}

#[test]
fn two_hundred_thousand_members_are_read_in_reasonable_time() {
    for member in [gzip("{\"msg_id\":\"1\"}\n"), zstd("{\"msg_id\":\"1\"}\n")] {
        let start = Instant::now();
        let report = read_named("1", &member.repeat(200_000));
        assert!(report.failure.is_none());
        assert_eq!((report.facts.members, report.n_records()), (200_000, 200_000));
        assert!(start.elapsed() < Duration::from_secs(20), "{:?}", start.elapsed());
    }
}

#[test]
fn a_gzip_of_nothing_is_an_hour_without_messages() {
    for bytes in [gzip(""), [gzip(""), gzip("\n")].concat(), zstd(""), skippable(3)] {
        let report = read_named("1.gz", &bytes);
        assert!(report.failure.is_none(), "{:?}", report.failure);
        assert_eq!(report.outcomes, []);
    }
}

#[test]
fn plain_json_named_gz_is_read_and_told() {
    for text in [LINES.to_owned(), format!("\u{feff}{LINES}"), format!(" \n{LINES}")] {
        let report = read_named("2018112717.gz", text.as_bytes());
        assert!(report.failure.is_none());
        assert!(report.facts.is_misnamed);
        assert_eq!(records(&report), lines(LINES));
    }
}

#[test]
fn what_cannot_be_records_is_told_by_its_beginning() {
    let utf16 = |text: &str, to_bytes: fn(u16) -> [u8; 2]| {
        text.encode_utf16().flat_map(to_bytes).collect::<Vec<u8>>()
    };
    let marked = format!("\u{feff}{LINES}");
    for (name, bytes, kind) in [
        ("1.jsonl", vec![], DamageKind::Empty),
        ("1.gz", vec![], DamageKind::Empty),
        ("1.gz", b"<html>".to_vec(), DamageKind::NotGzip),
        ("1.gz", b"\n\n".to_vec(), DamageKind::NotGzip),
        ("1.gz", vec![0x1f], DamageKind::NotGzip),
        ("1.gz", gzip(gzip(LINES)), DamageKind::Nested),
        ("1.gz", gzip(zstd(LINES)), DamageKind::Nested),
        ("1", utf16(LINES, u16::to_le_bytes), DamageKind::Utf16),
        ("1", utf16(LINES, u16::to_be_bytes), DamageKind::Utf16),
        ("1", utf16(&marked, u16::to_le_bytes), DamageKind::Utf16),
        ("1", utf16(&marked, u16::to_be_bytes), DamageKind::Utf16),
        ("1.gz", gzip(utf16(LINES, u16::to_le_bytes)), DamageKind::Utf16),
        ("1.gz", gzip(utf16("\n[]", u16::to_be_bytes)), DamageKind::Utf16),
        ("1.gz", utf16(LINES, u16::to_le_bytes), DamageKind::Utf16),
        ("1.gz", utf16(&marked, u16::to_be_bytes), DamageKind::Utf16),
        ("1.gz", long_name(), DamageKind::LongHeader),
        ("1", b"PAR1\x15\x04".to_vec(), DamageKind::Foreign { format: "Parquet" }),
        ("1", b"PAR1".to_vec(), DamageKind::Foreign { format: "Parquet" }),
        ("1.gz", b"PAR1\x15\x04".to_vec(), DamageKind::Foreign { format: "Parquet" }),
        ("1", b"ARROW1\0\0\xff".to_vec(), DamageKind::Foreign { format: "Arrow" }),
        ("1.gz", b"PK\x03\x04\x14".to_vec(), DamageKind::Foreign { format: "zip" }),
        ("1.jsonl", b"\xfd7zXZ\0\0".to_vec(), DamageKind::Foreign { format: "xz" }),
        ("1.gz", gzip(b"7z\xbc\xaf\x27\x1c\0"), DamageKind::Foreign { format: "7z" }),
    ] {
        let report = read_named(name, &bytes);
        assert_eq!(report.damage().map(|damage| damage.kind), Some(kind), "{name} {kind:?}");
        assert_eq!(report.outcomes, []);
    }
}

/// A member that says it was made of a file with a name of 70,000 bytes.
fn long_name() -> Vec<u8> {
    use std::io::Write;
    let builder = flate2::GzBuilder::new().filename(vec![b'x'; 70_000]);
    let mut encoder = builder.write(Vec::new(), flate2::Compression::default());
    encoder.write_all(LINES.as_bytes()).unwrap();
    encoder.finish().unwrap()
}

#[test]
fn what_is_compressed_twice_from_a_later_member_on_is_told_as_that() {
    for inner in [gzip(LINES), zstd(LINES)] {
        let report = read_named("1.gz", &[gzip(LINES), gzip(inner)].concat());
        assert_eq!(report.damage(), None);
        assert_eq!(report.n_records(), 2);
        let reason = report.outcomes.iter().find_map(|outcome| match outcome {
            Outcome::Reject { reason, .. } => Some(reason.clone()),
            Outcome::Record { .. } => None,
        });
        assert!(reason.is_some_and(|it| it.contains("gzip inside gzip")));
    }
}

#[test]
fn a_source_is_verified_to_its_end_without_reading_records() {
    let no_limits = Limits { max_expanded: u64::MAX, max_ratio: u64::MAX, ..Limits::default() };
    let verify =
        |bytes: Vec<u8>| chatlake_core::verify(&BytesSource::new("1.gz", bytes), no_limits);
    let whole = gzip(LINES);
    let facts = verify([whole.clone(), gzip("torn {"), vec![7]].concat()).unwrap();
    assert_eq!((facts.members, facts.trailing_bytes, facts.is_misnamed), (2, 1, false));
    assert_eq!(facts.bytes_expanded, LINES.len() as u64 + 6);
    assert_eq!(verify(gzip("")).unwrap().bytes_expanded, 0);
    for (bytes, kind) in [
        (vec![], DamageKind::Empty),
        (whole[..whole.len() - 1].to_vec(), DamageKind::Truncated),
        ([&whole[..whole.len() - 8], &[0; 8]].concat(), DamageKind::Corrupt),
        (b"<html>".to_vec(), DamageKind::NotGzip),
    ] {
        let Err(ErrorKind::Damaged(damage)) = verify(bytes) else {
            panic!("{kind:?} must be damage");
        };
        assert_eq!(damage.kind, kind);
    }
}
