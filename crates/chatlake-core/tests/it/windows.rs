//! A record is judged by its own bytes, whatever its neighbours are.

use chatlake_testing::broken::line;
use chatlake_testing::cases;
use proptest::collection::vec;
use proptest::prelude::*;

use crate::reading::{Outcome, read};

const GOOD: &str = r#"{"msg_id":"1","payload":{"bodies":[{"type":"txt","msg":"hi \"you\""}]}}"#;

/// Lines that could lead whoever looks at several at once astray.
const BROKEN: &[&[u8]] = &[
    b"\"",
    b"{\"",
    b"{\"msg_id\":\"1\"}\"",
    b"{\"msg_id\":\"1",
    b"{\"msg_id\":\"1\\",
    b"{\"msg_id\":\"1\\\"",
    b"{\"msg_id\":\"1\"}\\",
    b"{\"msg_id\":\"1\"}\\\\\\",
    b"\\",
    b"\\\"",
    b"{\"a\":\"\x01\"}",
    b"{\"a\":\"\x00\"}",
    b"\x00",
    b"\x00\x00\x00\x00",
    b"\x01",
    b"\xff",
    b"\xe4\xbd",
    b"{\"msg_id\":\"\xe4\xbd\"}",
    b"{\"msg_id\":\"1\"}\xe4",
    b"\xa0{\"msg_id\":\"1\"}",
    b"\xf0\x9f\x98",
    b"{",
    b"}",
    b"[[[[",
    b"]]]]",
    b"{\"msg_id\":\"1\"",
    b"{\"msg_id\":\"1\",",
    b"{\"msg_id\":",
    b"null",
    b"17",
    b"tru",
    b",",
    b":",
    b"{\"msg_id\":\"1\"},",
    b"{\"msg_id\":\"1\"} {\"msg_id\":\"2\"}",
    b"{\"msg_id\":\"1\"\r\"a\":1}",
    b"{\"a\":\"\r\"}",
];

fn verdict(line: &[u8]) -> (bool, String) {
    // A good record first, so that the framing is lines.
    let lines = [GOOD.as_bytes(), line].join(&b'\n');
    let report = read(&lines);
    assert_eq!(report.outcomes.len(), 2);
    told(&report.outcomes[1])
}

fn told(outcome: &Outcome) -> (bool, String) {
    match outcome {
        Outcome::Record { .. } => (true, String::new()),
        Outcome::Reject { reason, .. } => (false, reason.clone()),
    }
}

fn check(lines: &[&[u8]]) -> Result<(), TestCaseError> {
    let source = [&[GOOD.as_bytes()], lines].concat().join(&b'\n');
    let report = read(&source);
    prop_assert_eq!(report.outcomes.len(), lines.len() + 1);
    for (line, outcome) in lines.iter().zip(&report.outcomes[1..]) {
        prop_assert_eq!(outcome.raw(), *line);
        prop_assert_eq!(told(outcome), verdict(line));
    }
    Ok(())
}

#[test]
fn neighbours_broken_in_every_way_change_nothing() {
    for a in BROKEN {
        assert!(!verdict(a).0, "{:?}", String::from_utf8_lossy(a));
        for b in BROKEN {
            check(&[a, GOOD.as_bytes(), b, b, GOOD.as_bytes(), a]).unwrap();
        }
    }
}

#[test]
fn a_byte_order_mark_before_a_record_changes_nothing() {
    for line in BROKEN.iter().copied().chain([GOOD.as_bytes()]) {
        let marked = [GOOD.as_bytes(), b"\n\xef\xbb\xbf", line, b"\n\xef\xbb\xbf\n", line].concat();
        let report = read(&marked);
        assert_eq!(report.outcomes.len(), 3);
        assert_eq!(told(&report.outcomes[1]), verdict(line));
        assert_eq!(told(&report.outcomes[2]), verdict(line));
    }
}

proptest! {
    #![proptest_config(cases(1000))]

    #[test]
    fn lines_are_judged_alone(lines in vec(line(), 1..12)) {
        let lines: Vec<&[u8]> = lines.iter().map(Vec::as_slice).collect();
        check(&lines)?;
    }

    #[test]
    fn many_lines_are_judged_alone(lines in vec(line(), 2..5), n in 1usize..2000) {
        let good = GOOD.as_bytes();
        let mut many = vec![good; n];
        many.extend(lines.iter().map(Vec::as_slice));
        many.extend(vec![good; 20]);
        let report = read(&many.join(&b'\n'));
        prop_assert_eq!(report.outcomes.len(), many.len());
        for (line, outcome) in many.iter().zip(&report.outcomes) {
            prop_assert_eq!(outcome.raw(), *line);
            prop_assert_eq!(outcome.is_record(), *line == good || verdict(line).0);
        }
    }
}
