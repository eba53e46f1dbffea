//! Law: the sizes in which bytes arrive and the size of blocks change nothing about the records,
//! the rejects, where they stand, or the verdict on the source; and no byte is lost or invented:
//! what is in no record is white space, a byte order mark, or the punctuation of an array.
//!
//! The first two bytes choose the sizes, the rest is the source.

#![no_main]

#[expect(dead_code, reason = "shared with the property tests, which use more of it")]
#[path = "../../crates/chatlake-core/tests/it/reading.rs"]
mod reading;

use chatlake_core::Limits;
use libfuzzer_sys::fuzz_target;
use reading::{Outcome, Report, Trickle, accounted, read_with};

fuzz_target!(|input: &[u8]| {
    let [piece, block, bytes @ ..] = input else { return };
    let max_record = if block % 2 == 0 { 16 << 20 } else { 100 };
    let limits = Limits { max_record, ..Limits::default() };
    let trickle = |sizes: Vec<usize>| Trickle { bytes: bytes.to_vec(), sizes };

    let whole = read_with(&trickle(vec![usize::MAX]), limits, usize::MAX, None);
    let pieces = vec![usize::from(*piece) + 1, usize::from(*piece % 7) + 1];
    let in_pieces = read_with(&trickle(pieces), limits, usize::from(*block) * 4, None);

    if whole.failure.is_none() {
        assert_eq!(in_pieces.outcomes, whole.outcomes);
        assert_eq!(in_pieces.framing, whole.framing);
    } else {
        // How much a damaged stream yields before it is found out depends on how it is asked;
        // what it yields does not.
        let n_both = in_pieces.outcomes.len().min(whole.outcomes.len());
        assert_eq!(in_pieces.outcomes.get(..n_both), whole.outcomes.get(..n_both));
    }
    let failure = |report: &Report| report.failure.as_ref().map(ToString::to_string);
    assert_eq!(failure(&in_pieces), failure(&whole));
    // Of a source that is refused, more or less has been read when that is known.
    if whole.failure.is_none() {
        assert_eq!(in_pieces.facts, whole.facts);
    }
    for (number, outcome) in (0..).zip(&whole.outcomes) {
        assert_eq!(outcome.number(), number, "records are numbered without gaps");
    }
    // What is too long is kept in part, and what is compressed says other bytes.
    let is_plain = whole.facts.bytes_in == whole.facts.bytes_expanded;
    if let Some(framing) = whole.framing
        && whole.failure.is_none()
        && is_plain
        && max_record > bytes.len()
    {
        let frames: Vec<&[u8]> = whole.outcomes.iter().map(Outcome::raw).collect();
        assert!(frames.iter().all(|frame| !frame.is_empty()), "no record is nothing");
        assert_eq!(accounted(bytes, &frames, framing), Ok(()));
        for outcome in &whole.outcomes {
            if let Outcome::Reject { byte, raw, .. } = outcome {
                let at = usize::try_from(*byte).expect("a place in a slice");
                assert!(bytes[at..].starts_with(raw), "a reject does not stand where it says");
            }
        }
    }
});
