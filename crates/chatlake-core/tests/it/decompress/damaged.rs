//! Sources that are cut off or changed: never taken for whole, and salvaged as far as they go.

use std::io;

use chatlake_core::{Block, BlockReader, BytesSource, DamageKind, ErrorKind, Limits, Source};

use super::{LINES, gzip, gzip_with_header, lines, read_named, records, zstd};
use crate::reading::{Generated, read_with};

#[test]
fn a_file_cut_off_anywhere_is_damaged() {
    let (first, second) = LINES.split_at(15);
    for whole in [
        gzip(LINES),
        gzip_with_header(LINES),
        [gzip(first), gzip(second)].concat(),
        [gzip(first), vec![0; 3], gzip_with_header(second)].concat(),
        zstd(LINES),
        [zstd(first), zstd(second)].concat(),
    ] {
        assert_eq!(records(&read_named("1.gz", &whole)), lines(LINES));
        let first_member = if whole[0] == 0x1f { gzip(first) } else { zstd(first) };
        let ends = (1..whole.len()).filter(|end| {
            // Behind a member, or the padding behind it, nothing tells that another was to come.
            let padding = whole[first_member.len().min(*end)..*end].iter().all(|byte| *byte == 0);
            !(whole.starts_with(&first_member) && *end >= first_member.len() && padding)
        });
        for end in ends {
            let report = read_named("1.gz", &whole[..end]);
            let damage = report.damage().unwrap_or_else(|| panic!("{end} of {}", whole.len()));
            let is_told = matches!(
                damage.kind,
                DamageKind::Truncated | DamageKind::Header | DamageKind::NotGzip
            );
            assert!(is_told, "{end}: {damage}");
            assert!(damage.at <= end as u64, "{end}: {damage}");
            let is_behind_first = whole.starts_with(&first_member) && end >= first_member.len();
            assert_eq!(damage.verified, if is_behind_first { 15 } else { 0 }, "{end}: {damage}");
            assert!(lines(LINES).starts_with(&records(&report)), "{end}");
        }
    }
}

#[test]
fn no_flipped_bit_changes_what_is_read_unnoticed() {
    let (first, second) = LINES.split_at(15);
    for whole in [
        gzip(LINES),
        gzip_with_header(LINES),
        [gzip(first), gzip(second)].concat(),
        zstd(LINES),
        [zstd(first), zstd(second)].concat(),
    ] {
        for at in 0..whole.len() {
            for bit in 0..8 {
                let mut bytes = whole.clone();
                bytes[at] ^= 1 << bit;
                let report = read_named("1.gz", &bytes);
                let is_whole = report.facts.trailing_bytes == 0;
                if report.failure.is_none() && is_whole {
                    assert_eq!(records(&report), lines(LINES), "byte {at} bit {bit}");
                }
            }
        }
    }
}

#[test]
fn a_wrong_checksum_or_length_is_damage_behind_what_was_verified() {
    let (good, bad) = (gzip(LINES), gzip(LINES));
    for at in [bad.len() - 8, bad.len() - 1] {
        let mut bad = bad.clone();
        bad[at] ^= 0x40;
        let source = BytesSource::new("1.gz", [good.clone(), bad].concat());
        let report = read_with(&source, Limits::default(), 1 << 20, None);
        let damage = report.damage().unwrap();
        assert_eq!(damage.kind, DamageKind::Corrupt);
        assert_eq!(
            (damage.verified, damage.expanded),
            (LINES.len() as u64, 2 * LINES.len() as u64)
        );
        let salvaged = read_with(&source, Limits::default(), 1 << 20, Some(damage.verified));
        assert!(salvaged.failure.is_none());
        assert_eq!(records(&salvaged), lines(LINES));
    }
    let mut bad = zstd(LINES);
    *bad.last_mut().unwrap() ^= 1;
    let report = read_named("1.zst", &[zstd(LINES), bad].concat());
    let damage = report.damage().unwrap();
    assert_eq!((damage.kind, damage.verified), (DamageKind::Corrupt, LINES.len() as u64));
}

#[test]
fn a_cut_keeps_the_records_that_are_whole_before_it() {
    let forms = [
        LINES.to_owned(),
        "{\"msg_id\":\"1\"}{\"msg_id\":\"2\",\"x\":\"}\"}".to_owned(),
        "[{\"msg_id\":\"1\"},\n{\"msg_id\":\"2\"}]".to_owned(),
        "{\n  \"msg_id\":\"1\"\n}\n{\n  \"msg_id\":\"2\"\n}\n".to_owned(),
    ];
    for form in forms {
        let source = BytesSource::new("1", form.as_bytes());
        let whole = read_with(&source, Limits::default(), 1 << 20, None);
        assert_eq!(whole.n_records(), 2);
        let ends: Vec<usize> = {
            let mut from = 0;
            let end = |raw: &String| {
                from = form[from..].find(raw).unwrap() + from + raw.len();
                from
            };
            records(&whole).iter().map(end).collect()
        };
        for cut in 0..=form.len() {
            let report = read_with(&source, Limits::default(), 1, Some(cut as u64));
            assert!(report.failure.is_none(), "{form} {cut}");
            let expected = ends.iter().filter(|end| **end <= cut).count();
            assert_eq!(records(&report), records(&whole)[..expected], "{form} {cut}");
        }
    }
}

#[test]
fn a_truncated_file_is_salvaged_up_to_its_last_whole_record() {
    let text: String =
        (0..50_000).map(|id| format!("{{\"msg_id\":\"{}\"}}\n", id * 7919)).collect();
    let whole = gzip(&text);
    for end in [whole.len() / 3, whole.len() / 2, whole.len() - 9, whole.len() - 1] {
        let source = BytesSource::new("1.gz", &whole[..end]);
        let report = read_with(&source, Limits::default(), 64 << 10, None);
        let damage = report.damage().unwrap().clone();
        assert_eq!((damage.kind, damage.verified), (DamageKind::Truncated, 0));
        let salvaged = read_with(&source, Limits::default(), 64 << 10, Some(damage.expanded));
        assert!(salvaged.failure.is_none());
        let expected: Vec<_> = text[..damage.expanded as usize].split_inclusive('\n').collect();
        let n_whole = expected.iter().filter(|line| line.ends_with("}\n")).count();
        assert!(n_whole > 1000);
        assert_eq!(salvaged.outcomes.len(), n_whole);
        assert_eq!(salvaged.n_records(), n_whole);
        // What came in blocks before the damage was found is the same.
        assert_eq!(records(&report), records(&salvaged)[..report.outcomes.len()]);
    }
}

#[test]
fn a_failure_is_told_again_to_whoever_asks_again() {
    let mut bytes = gzip(LINES);
    let at = bytes.len() - 6;
    bytes[at] ^= 1;
    let nested = gzip(gzip(LINES));
    for bytes in [bytes.clone(), bytes[..20].to_vec(), nested] {
        let source = BytesSource::new("1.gz", bytes);
        let mut reader = BlockReader::open(&source, Limits::default()).unwrap();
        let mut block = Block::new();
        let mut failures = Vec::new();
        for _ in 0..5 {
            match reader.next_block(&mut block, 1) {
                Ok(is_there) => assert!(is_there, "the end of a damaged file"),
                Err(failure) => failures.push(failure.to_string()),
            }
        }
        assert!(failures.len() >= 4);
        assert!(failures.iter().all(|failure| *failure == failures[0]), "{failures:?}");
    }
}

#[test]
fn what_the_system_cannot_read_is_no_damage() {
    struct Failing(io::ErrorKind);
    struct Broken(io::Cursor<Vec<u8>>, io::ErrorKind);
    impl io::Read for Broken {
        fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
            match self.0.read(out)? {
                0 => Err(self.1.into()),
                n => Ok(n),
            }
        }
    }
    impl Source for Failing {
        fn name(&self) -> &str {
            "1.gz"
        }
        fn open(&self) -> io::Result<Box<dyn io::Read + Send>> {
            let bytes = gzip(LINES);
            Ok(Box::new(Broken(io::Cursor::new(bytes[..bytes.len() - 4].to_vec()), self.0)))
        }
    }
    for kind in [io::ErrorKind::Other, io::ErrorKind::UnexpectedEof, io::ErrorKind::TimedOut] {
        let report = read_with(&Failing(kind), Limits::default(), 1 << 20, None);
        assert!(matches!(report.failure, Some(ErrorKind::Io(error)) if error.kind() == kind));
    }
}

#[test]
fn bombs_are_refused_before_they_go_off() {
    let line = "{\"msg_id\":\"1\"}\n";
    let blanks = |n_bytes: usize| [line.as_bytes(), &vec![b' '; n_bytes]].concat();
    let bomb = gzip(blanks(50 << 20));
    let report = read_named("1.gz", &bomb);
    let damage = report.damage().unwrap();
    assert_eq!(damage.kind, DamageKind::TooDense { limit: 200 });
    assert!(damage.expanded < 2 << 20, "{damage}");
    // The first MiB may be as dense as it likes, and the limit can be raised.
    assert!(read_named("1.gz", &gzip(blanks(1 << 19))).failure.is_none());
    let limits = Limits { max_ratio: 2000, ..Limits::default() };
    let raised = read_with(&BytesSource::new("1.gz", bomb), limits, 1 << 20, None);
    assert!(raised.failure.is_none(), "{:?}", raised.failure);

    for (max_expanded, is_accepted) in [(LINES.len() as u64, true), (LINES.len() as u64 - 1, false)]
    {
        let limits = Limits { max_expanded, ..Limits::default() };
        for bytes in [gzip(LINES), zstd(LINES), LINES.as_bytes().to_vec()] {
            let report = read_with(&BytesSource::new("1", bytes), limits, 1 << 20, None);
            assert_eq!(report.failure.is_none(), is_accepted);
            let kind = report.damage().map(|damage| damage.kind);
            let told = DamageKind::TooLarge { limit: max_expanded };
            assert_eq!(kind, (!is_accepted).then_some(told));
        }
    }
    // Plain text is as dense as itself.
    let plain = Generated { pieces: vec![(line.as_bytes().to_vec(), 200_000)] };
    let limits = Limits { max_ratio: 1, ..Limits::default() };
    assert!(read_with(&plain, limits, 1 << 20, None).failure.is_none());
}
