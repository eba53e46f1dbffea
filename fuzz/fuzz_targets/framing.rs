//! Law: the sizes in which bytes arrive and the size of blocks change nothing about the records,
//! the rejects, where they stand, or the verdict on the source.
//!
//! The first two bytes choose the sizes, the rest is the source.

#![no_main]

#[expect(dead_code, reason = "shared with the property tests, which use more of it")]
#[path = "../../crates/chatlake-core/tests/it/reading.rs"]
mod reading;

use chatlake_core::Limits;
use libfuzzer_sys::fuzz_target;
use reading::{Report, Trickle, read_with};

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
});
