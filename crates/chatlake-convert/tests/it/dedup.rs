//! Duplicates are the same id with the same bytes, anywhere in the run.

use chatlake_convert::{Dedup, Destination, Options};

use crate::harness::{PLAIN, Place, message, options};

fn place() -> Place {
    let (first, other) = (message("1", "hi"), message("1", "changed"));
    Place::new()
        .with_lines("a.gz", &[&first, &message("2", "x"), &first])
        .with_lines("b.gz", &[&other, &first, &other, &message("3", "y")])
}

#[test]
fn kept_duplicates_are_counted_and_that_is_no_warning() {
    let report = place().run(&options(PLAIN));
    assert_eq!(report.exit_code(), 0);
    let counted: Vec<_> = report
        .inputs
        .iter()
        .map(|input| (input.counts.duplicates, input.counts.conflicts, input.counts.written))
        .collect();
    assert_eq!(counted, [(1, 0, 3), (2, 1, 4)]);
    assert_eq!(report.totals.duplicates_dropped, 0);
}

#[test]
fn dropped_duplicates_leave_the_first_and_every_conflict() {
    let place = place();
    let report = place.run(&Options { dedup: Dedup::Drop, ..options(PLAIN) });
    let (first, other) = (message("1", "hi"), message("1", "changed"));
    assert_eq!(place.read("out/a.jsonl"), format!("{first}\n{}\n", message("2", "x")));
    assert_eq!(place.read("out/b.jsonl"), format!("{other}\n{}\n", message("3", "y")));
    assert_eq!(report.totals.duplicates_dropped, 3);
    assert_eq!(report.totals.rows, 4);
    assert_eq!(report.totals.records, 7);
}

#[test]
fn the_same_input_twice_adds_nothing_to_one_output() {
    let place = Place::new()
        .with_lines("a.gz", &[&message("1", "hi"), &message("2", "x")])
        .with_lines("b.gz", &[&message("1", "hi"), &message("2", "x")]);
    let options = Options { dedup: Dedup::Drop, ..options(PLAIN) };
    let report = place.run_into(Destination::File(place.path("one.jsonl")), &options);
    assert_eq!(place.read("one.jsonl").lines().count(), 2);
    assert_eq!(report.inputs[1].counts.written, 0);
    assert_eq!(report.inputs[1].counts.duplicates_dropped, 2);
}
