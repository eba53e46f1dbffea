//! Records that are too long, and sources that would fill the memory.

use chatlake_core::{Block, BlockReader, BytesSource, Framing, Limits, Source};

use crate::reading::{Generated, Outcome, Trickle, read_with};

/// A record of so many bytes.
fn record(n_bytes: usize) -> String {
    let start = "{\"msg_id\":\"1\",\"x\":\"";
    let fill = n_bytes - start.len() - 2;
    format!("{start}{}\"}}", "y".repeat(fill))
}

const FORMS: [(Framing, &str, &str, &str); 5] = [
    (Framing::Lines, "", "\n", "\n"),
    (Framing::Lines, "\u{feff}", "\r\n\r\n", ""),
    (Framing::Concatenated, "", "", ""),
    (Framing::Concatenated, "", " \r ", "\n"),
    (Framing::Array, "[", ",\n  ", "]"),
];

#[test]
fn a_record_may_be_as_long_as_the_limit_and_no_longer() {
    for max_record in [100, 5000, 70_000, 300_000] {
        let limits = Limits { max_record, ..Limits::default() };
        for (framing, open, separator, close) in FORMS {
            for (n_bytes, is_accepted) in [
                (max_record, true),
                (max_record + 1, false),
                (max_record * 2, false),
                (max_record + 400_000, false),
            ] {
                let small = record(40);
                let long = record(n_bytes);
                let records =
                    [&small, &small, &long, &small, &small, &long, &small, &small, &small];
                let text = records.map(String::as_str).join(separator);
                let text = format!("{open}{text}{close}");
                for (size, block_size) in [(usize::MAX, 1 << 20), (1000, 1), (131_073, 1 << 30)] {
                    let source = Trickle { bytes: text.clone().into_bytes(), sizes: vec![size] };
                    let report = read_with(&source, limits, block_size, None);
                    assert_eq!(report.framing, Some(framing));
                    assert!(report.failure.is_none());
                    check(&text, &records, &report.outcomes, is_accepted, max_record);
                }
            }
        }
    }
}

fn check(
    text: &str,
    records: &[&String],
    outcomes: &[Outcome],
    is_accepted: bool,
    max_record: usize,
) {
    assert_eq!(outcomes.len(), records.len());
    let mut at = 0;
    for (number, (record, outcome)) in (0..).zip(records.iter().zip(outcomes)) {
        at += text[at..].find(record.as_str()).unwrap();
        let expected = if record.len() == 40 || is_accepted {
            Outcome::Record { number, raw: (*record).clone() }
        } else {
            Outcome::Reject {
                number,
                byte: at as u64,
                reason: format!("longer than {max_record} bytes (--max-record)"),
                raw: record.as_bytes()[..record.len().min(64 << 10)].to_vec(),
                is_truncated: record.len() > 64 << 10,
            }
        };
        assert!(*outcome == expected, "record {number} of {}", record.len());
        at += record.len();
    }
}

#[test]
fn the_last_record_is_told_even_where_it_is_too_long_and_has_no_end() {
    let limits = Limits { max_record: 1000, ..Limits::default() };
    for (framing, open, separator, _) in FORMS {
        for n_bytes in [1500, 200_000, 900_000] {
            let long = &record(n_bytes)[..n_bytes - 2];
            let text = format!("{open}{0}{separator}{0}{separator}{long}", record(40));
            let source = Trickle { bytes: text.into_bytes(), sizes: vec![50_000] };
            let report = read_with(&source, limits, 1, None);
            assert_eq!((report.framing, report.outcomes.len()), (Some(framing), 3));
            assert_eq!(report.n_records(), 2);
            assert!(long.as_bytes().starts_with(report.outcomes[2].raw()));
        }
    }
}

#[test]
fn white_space_around_a_record_does_not_count() {
    let limits = Limits { max_record: 100, ..Limits::default() };
    for text in [
        format!("{0}{1}{0}\n{0}{1}\r\n{0}{0}", " ".repeat(50_000), record(100)),
        format!("{}\n{}\n{}", record(100), " ".repeat(1_000_000), record(100)),
        format!("{}{}\n{1}", "\r".repeat(1_000_000), record(100)),
    ] {
        let report = read_with(&BytesSource::new("1", text), limits, 1, None);
        assert_eq!(report.framing, Some(Framing::Lines));
        assert_eq!((report.n_records(), report.outcomes.len()), (2, 2));
    }
}

#[test]
fn depth_is_limited_by_the_flag() {
    let deep = |n: usize| format!("{{\"msg_id\":\"1\",\"x\":{}{}}}", "[".repeat(n), "]".repeat(n));
    let limits = Limits { max_depth: 3, ..Limits::default() };
    let text = format!("{}\n{}\n{}", deep(2), deep(3), deep(2));
    let report = read_with(&BytesSource::new("1", text), limits, 1, None);
    assert_eq!(
        report.outcomes.iter().map(Outcome::is_record).collect::<Vec<_>>(),
        [true, false, true]
    );
    // What is too deep may be long: its bytes are cut, too.
    let report = read_with(&BytesSource::new("1", deep(1_000_000)), limits, 1, None);
    match &report.outcomes[..] {
        [Outcome::Reject { raw, is_truncated: true, reason, .. }] => {
            assert_eq!(raw.len(), 64 << 10);
            assert_eq!(
                reason,
                "more than 3 containers deep at byte 20 of the record (--max-depth)"
            );
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn bodies_are_limited_by_the_flag_and_the_record_is_kept_whole() {
    let bodies = |n: usize| {
        let bodies = vec!["{}"; n].join(",");
        format!("{{\"msg_id\":\"1\",\"payload\":{{\"bodies\":[{bodies}]}}}}")
    };
    let text = format!("{}\n{}", bodies(100_000), bodies(100_001));
    let report = read_with(&BytesSource::new("1", text), Limits::default(), 1, None);
    match &report.outcomes[..] {
        [kept, Outcome::Reject { raw, is_truncated: false, reason, .. }] => {
            assert!(kept.is_record());
            assert_eq!(raw.len(), bodies(100_001).len());
            assert!(reason.starts_with("more than 100000 bodies"), "{reason}");
        }
        other => panic!("{} outcomes", other.len()),
    }
}

#[test]
fn what_rows_of_many_bodies_would_repeat_is_limited_by_the_longest_record() {
    let record = |n_bytes: usize, before: bool| {
        let bodies = format!("\"bodies\":[{}]", vec!["{}"; 1000].join(","));
        let ext = format!("\"ext\":{{\"x\":\"{}\"}}", "x".repeat(n_bytes));
        let (first, second) = if before { (ext, bodies) } else { (bodies, ext) };
        format!("{{\"msg_id\":\"1\",\"payload\":{{{first},{second}}}}}\n")
    };
    // 1,000 times 268,435 bytes are 256 MiB, which 16 records of 16 MiB are too.
    let text = [record(268_300, true), record(268_500, true), record(268_500, false)].concat();
    let read = |max_record| {
        let limits = Limits { max_record, ..Limits::default() };
        read_with(&BytesSource::new("1", text.clone()), limits, 1, None).outcomes
    };
    for max_record in [1 << 20, 16 << 20] {
        match &read(max_record)[..] {
            [kept, Outcome::Reject { reason, .. }, Outcome::Reject { reason: other, .. }] => {
                assert!(kept.is_record());
                assert!(reason.contains("bytes for each of 1000 bodies"), "{reason}");
                assert_eq!(reason, other);
            }
            other => panic!("{} outcomes", other.len()),
        }
    }
    assert!(read(17 << 20).iter().all(Outcome::is_record));
}

/// The most bytes that a block ever held, and how many records there were.
fn largest_block(source: &dyn Source, limits: Limits) -> (usize, usize) {
    let mut reader = BlockReader::open(source, limits).unwrap();
    let mut block = Block::new();
    let (mut largest, mut n_records) = (0, 0);
    while reader.next_block(&mut block, 1 << 20).unwrap() {
        largest = largest.max(block.capacity());
        n_records += block.n_records();
    }
    (largest.max(block.capacity()), n_records)
}

#[test]
fn memory_is_bounded_whatever_the_source() {
    let limits = Limits { max_ratio: u64::MAX, ..Limits::default() };
    let good = record(50);
    let line = |n: u64| (format!("{good}\n").into_bytes(), n);
    let many = |byte: &str| (byte.as_bytes().to_vec(), 300_000_000 / byte.len() as u64);
    for (pieces, n_records) in [
        // A line without an end, alone, at the end and at the beginning.
        (vec![many("x")], 1),
        (vec![line(3), many("x")], 4),
        (vec![many("{\"a\":"), line(1), line(3)], 4),
        (vec![(b"{}{}".to_vec(), 1), many("{\"a\":")], 3),
        // Nothing but white space.
        (vec![many("\n"), line(3)], 3),
        (vec![line(3), many("\n"), line(3)], 6),
        (vec![many(" "), line(3)], 3),
        (vec![line(2), many("\r"), line(3)], 5),
        (vec![(b"[".to_vec(), 1), many(","), line(3)], 3),
        (vec![(b"{}{}".to_vec(), 1), many("\n"), line(3)], 5),
        // White space behind a record, on its line.
        (vec![line(2), (good.clone().into_bytes(), 1), many(" "), line(3)], 5),
    ] {
        let shown: String =
            pieces.iter().map(|(piece, n)| format!("{}×{n} ", piece.escape_ascii())).collect();
        let (largest, n_found) = largest_block(&Generated { pieces }, limits);
        assert_eq!(n_found, n_records, "{shown}");
        assert!(largest < 40 << 20, "{shown}: {largest}");
    }
}
