//! Neither the sizes in which bytes arrive nor those of blocks change anything.

use chatlake_core::{ErrorKind, Framing, Limits, Reader};
use chatlake_testing::cases;
use chatlake_testing::file::{packing, source};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

use crate::reading::{Outcome, Report, Trickle, read_with};

proptest! {
    #![proptest_config(cases(1500))]

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
    fn how_a_source_is_packed_and_arrives_changes_no_record(
        plain in source(),
        packing in packing(),
        sizes in vec(1usize..50, 1..5),
        n_bytes in select(vec![0, 64, 300, usize::MAX]),
    ) {
        // A file of no bytes is damaged, one of a member of none is empty; what begins like
        // something compressed is taken for that.
        prop_assume!(!plain.is_empty());
        prop_assume!(!plain.starts_with(b"\x1f\x8b") && !plain.starts_with(b"\x28\xb5"));
        let read = |bytes: &[u8], sizes: &[usize]| {
            let source = Trickle { bytes: bytes.to_vec(), sizes: sizes.to_vec() };
            read_with(&source, Limits::default(), n_bytes, None)
        };
        // UTF-16 is damage however it is packed; where it is noticed is another place.
        let kind = |report: &Report| report.damage().map(|damage| damage.kind);
        let expected = read(&plain, &[usize::MAX]);
        let packed = packing.pack(&plain);
        let whole = read(&packed, &[usize::MAX]);
        let in_pieces = read(&packed, &sizes);
        for report in [&whole, &in_pieces] {
            prop_assert_eq!(&report.outcomes, &expected.outcomes);
            prop_assert_eq!(report.framing, expected.framing);
            prop_assert_eq!(kind(report), kind(&expected));
        }
        prop_assert_eq!(whole.facts, in_pieces.facts);
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
