//! Neither the sizes in which bytes arrive nor those of blocks change anything.

use chatlake_core::{ErrorKind, Framing, Limits, Reader};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

use crate::generate;
use crate::reading::{Outcome, Trickle, read_with};

/// Sources of all framings, with white space and byte order marks where they may stand and, now
/// and then, something broken.
fn source() -> impl Strategy<Value = Vec<u8>> {
    let gaps = || select(vec!["\n", "\r\n", "\n\n", "\n \t\n", "\r\n\r\n", "\n\u{feff}", " \n "]);
    let records = || {
        vec(
            prop_oneof![3 => generate::record().prop_map(String::into_bytes), 1 => generate::line()],
            0..8,
        )
    };
    let lines = (records(), vec(gaps(), 9)).prop_map(|(records, gaps)| {
        let mut source = Vec::new();
        for (record, gap) in records.iter().zip(gaps) {
            source.extend_from_slice(record);
            source.extend_from_slice(gap.as_bytes());
        }
        source
    });
    let join =
        |separator: &'static str| move |records: Vec<Vec<u8>>| records.join(separator.as_bytes());
    let pretty = records().prop_map(|records| {
        let pretty = records.iter().map(|record| {
            let text = String::from_utf8_lossy(record).replace("\":", "\":\n    ");
            text.replacen('{', "{\n  ", 1)
        });
        pretty.collect::<Vec<_>>().join("\n").into_bytes()
    });
    let array = (records(), any::<bool>()).prop_map(move |(records, is_closed)| {
        let close = if is_closed { "]\n" } else { "" };
        [b"[", &*records.join(&b",\n "[..]), close.as_bytes()].concat()
    });
    prop_oneof![
        4 => lines,
        1 => records().prop_map(join("")),
        1 => records().prop_map(join("\r")),
        2 => pretty,
        2 => array,
        1 => vec(select(b"{}[]\",:\\ \n\r\xef\xbb\xbfa".to_vec()), 0..60),
    ]
}

proptest! {
    #![proptest_config(generate::cases(1500))]

    #[test]
    fn records_do_not_depend_on_how_bytes_arrive_or_on_the_size_of_blocks(
        bytes in source(),
        sizes in vec(0usize..50, 1..5),
        n_bytes in select(vec![0, 1, 2, 7, 64, 300, 5000, usize::MAX]),
        max_record in select(vec![20, 100, 1000, 16 << 20]),
    ) {
        prop_assume!(sizes.iter().any(|size| *size > 0));
        let limits = Limits { max_record, ..Limits::default() };
        let whole = Trickle { bytes: bytes.clone(), sizes: vec![usize::MAX] };
        let expected = read_with(&whole, limits, usize::MAX, None);
        for sizes in [sizes, vec![1], vec![usize::MAX]] {
            let source = Trickle { bytes: bytes.clone(), sizes };
            let report = read_with(&source, limits, n_bytes, None);
            prop_assert_eq!(&report.outcomes, &expected.outcomes);
            prop_assert_eq!(report.framing, expected.framing);
            prop_assert_eq!(report.facts, expected.facts);
            prop_assert_eq!(report.damage(), expected.damage());
        }
        check_positions(&bytes, &expected.outcomes)?;
    }

    #[test]
    fn the_reader_tells_the_same_as_blocks_do(bytes in source(), size in 1usize..300) {
        let source = Trickle { bytes: bytes.clone(), sizes: vec![size] };
        let expected = read_with(&source, Limits::default(), 100, None);
        prop_assume!(!bytes.is_empty());
        let mut reader = Reader::new(&source, Limits::default()).unwrap();
        let mut outcomes = expected.outcomes.into_iter();
        let mut record = chatlake_core::RecordBuf::new();
        loop {
            let read = reader.read_record(&mut record);
            let at = reader.position().byte as usize;
            match read {
                Ok(false) => break,
                Ok(true) => {
                    let raw = record.as_record().raw().to_owned();
                    prop_assert!(bytes[at..].starts_with(raw.as_bytes()));
                    prop_assert_eq!(reader.position().record, record.number());
                    let told = Outcome::Record { number: record.number(), raw };
                    prop_assert_eq!(Some(told), outcomes.next());
                }
                Err(error) => match error.kind {
                    ErrorKind::Rejected { record, byte_offset, reason } => {
                        prop_assert_eq!(byte_offset as usize, at);
                        match outcomes.next() {
                            Some(Outcome::Reject { number, byte, reason: told, .. }) => {
                                prop_assert_eq!((number, byte), (record, byte_offset));
                                prop_assert_eq!(told, reason.to_string());
                            }
                            other => prop_assert!(false, "expected {other:?}"),
                        }
                    }
                    _ => break,
                },
            }
        }
        prop_assert_eq!(outcomes.next(), None);
    }
}

/// Records are numbered without gaps, and every reject stands where it says.
fn check_positions(bytes: &[u8], outcomes: &[Outcome]) -> Result<(), TestCaseError> {
    for (number, outcome) in (0..).zip(outcomes) {
        prop_assert_eq!(outcome.number(), number);
        if let Outcome::Reject { byte, raw, .. } = outcome {
            prop_assert!(bytes[*byte as usize..].starts_with(raw));
        }
    }
    Ok(())
}

#[test]
fn records_larger_than_what_is_read_at_a_time_are_whole() {
    for (open, separator, close, framing) in [
        ("", "\n", "\n", Framing::Lines),
        ("", "", "", Framing::Concatenated),
        ("[", ",\n", "]", Framing::Array),
    ] {
        let record = |n: usize| format!(r#"{{"msg_id":"{n}","x":"{}"}}"#, "y".repeat(n));
        let sizes = [10, 200_000, 3, 131_072, 131_071, 500_000, 1];
        let records: Vec<_> = sizes.into_iter().map(record).collect();
        let bytes = format!("{open}{}{close}", records.join(separator)).into_bytes();
        for (size, n_bytes) in [(1000, 1), (usize::MAX, 1), (77_777, 1 << 18), (4096, 1 << 30)] {
            let source = Trickle { bytes: bytes.clone(), sizes: vec![size] };
            let report = read_with(&source, Limits::default(), n_bytes, None);
            assert_eq!(report.raws(), records, "{framing:?} {size} {n_bytes}");
            assert_eq!(report.framing, Some(framing));
        }
    }
}
