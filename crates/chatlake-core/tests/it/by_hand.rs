//! Blocks that are filled by hand: records that were set apart before.

use std::convert::Infallible;

use chatlake_core::{Block, BlockReader, BytesSource, Limits, Parsed, Parser};

/// What became of a record: its number, and the reason, place and bytes of a reject.
type Outcome = (u64, Option<(String, u64, Vec<u8>, bool)>, Vec<u8>);

fn outcomes(block: &mut Block, limits: Limits) -> Vec<Outcome> {
    let mut outcomes = Vec::new();
    let Ok(()) = Parser::new(limits).parse::<Infallible>(block, |parsed| {
        outcomes.push(match parsed {
            Parsed::Record(number, record) => (number, None, record.raw().as_bytes().to_vec()),
            Parsed::Reject(reject) => {
                let raw = reject.raw.to_vec();
                let why = (reject.reason.to_string(), reject.byte_offset, raw, reject.is_truncated);
                (reject.record, Some(why), Vec::new())
            }
        });
        Ok(())
    });
    outcomes
}

fn long(n_bytes: usize) -> String {
    format!(r#"{{"msg_id":"1","x":"{}"}}"#, "x".repeat(n_bytes))
}

#[test]
fn a_record_given_by_hand_is_judged_as_in_its_source() {
    let limits = Limits { max_record: 300, max_depth: 3, ..Limits::default() };
    let (longer, longest) = (long(290), long(100_000));
    let records: [&[u8]; 9] = [
        br#"{"msg_id":"1"}"#,
        br#"{"msg_id":"1"#,
        b"{\"msg_id\":\"\xff\"}",
        br#"{"msg_id":"2","x":[[[]]]}"#,
        b"nonsense",
        longer.as_bytes(),
        longest.as_bytes(),
        b"{\"msg_id\":\"\x01\"}",
        br#"{"msg_id":"3"}"#,
    ];
    let text: Vec<u8> = records.join(&b'\n');
    let mut blocks = BlockReader::open(&BytesSource::new("1", text), limits).unwrap();
    let mut block = Block::new();
    let mut expected = Vec::new();
    while blocks.next_block(&mut block, 1 << 20).unwrap() {
        expected.extend(outcomes(&mut block, limits));
    }
    assert_eq!(expected.iter().filter(|(_, why, _)| why.is_some()).count(), 7);

    block.clear();
    let mut at = 0;
    for (number, record) in (0..).zip(records) {
        block.push_record(record, number, at, &limits);
        at += record.len() as u64 + 1;
    }
    assert_eq!(block.n_records(), records.len());
    assert!(outcomes(&mut block, limits) == expected);
    assert_eq!(outcomes(&mut block, Limits { max_depth: 9, ..limits })[3].1, None);
}

#[test]
fn places_are_those_that_were_given() {
    let limits = Limits::default();
    let mut block = Block::new();
    block.clear();
    block.push_record(b" \n{\"msg_id\":\"1\"}\r\n", 7, 1000, &limits);
    block.push_record(b" broken ", 3, u64::MAX, &limits);
    block.push_cut(b"{\"msg_id\":\"1\"} ", 5, 0);
    block.push_record(b"", u64::MAX, 9, &limits);
    assert_eq!(block.first_record(), 7);
    let outcomes = outcomes(&mut block, limits);
    assert_eq!(outcomes[0], (7, None, b"{\"msg_id\":\"1\"}".to_vec()));
    let (number, why, _) = &outcomes[1];
    let (_, at, raw, is_truncated) = why.as_ref().unwrap();
    assert_eq!((*number, *at, raw.as_slice(), *is_truncated), (3, u64::MAX, &b"broken"[..], false));
    let (number, why, _) = &outcomes[2];
    let (reason, at, raw, is_truncated) = why.as_ref().unwrap();
    assert!(reason.contains("cannot be replayed"), "{reason}");
    let kept = &b"{\"msg_id\":\"1\"} "[..];
    assert_eq!((*number, *at, raw.as_slice(), *is_truncated), (5, 0, kept, true));
    assert_eq!((outcomes[3].0, outcomes[3].1.is_some()), (u64::MAX, true));
}
