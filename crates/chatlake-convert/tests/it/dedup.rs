//! Duplicates are the same id with the same bytes, within a run or an input.

use std::fs;
use std::num::NonZeroUsize;

use chatlake_arrow::ipc;
use chatlake_convert::{Dedup, Destination, Existing, Format, Options, Reach, Status};
use chatlake_sim::corpus::Rates;

use crate::harness::{PLAIN, Place, hour, message, options};

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

#[test]
fn within_each_input_means_as_if_the_others_were_not_there() {
    let by_itself = Options { dedup: Dedup::Drop, reach: Reach::Input, ..options(PLAIN) };
    let place = place();
    let report = place.run(&by_itself);
    let (first, other) = (message("1", "hi"), message("1", "changed"));
    assert_eq!(place.read("out/a.jsonl"), format!("{first}\n{}\n", message("2", "x")));
    let expected = format!("{other}\n{first}\n{}\n", message("3", "y"));
    assert_eq!(place.read("out/b.jsonl"), expected);
    let counted: Vec<_> = report
        .inputs
        .iter()
        .map(|input| (input.counts.duplicates_dropped, input.counts.conflicts))
        .collect();
    assert_eq!(counted, [(1, 0), (1, 1)]);
    let one = place.run_into(Destination::File(place.path("one.jsonl")), &by_itself);
    let parts = place.read("out/a.jsonl") + &place.read("out/b.jsonl");
    assert_eq!(place.read("one.jsonl"), parts);
    assert_eq!(one.totals, report.totals);
}

#[test]
fn hours_that_are_judged_by_themselves_are_the_same_in_any_company() {
    // The same seed: the hours have records in common.
    let hours = ["2018112709", "2018112710", "2018112711"];
    let bytes = hours.map(|name| hour(1, name, 3_000_000, Rates::DIRTY).0);
    let by_itself = Options { dedup: Dedup::Drop, reach: Reach::Input, ..options(PLAIN) };
    let mut together = Place::new();
    for (name, bytes) in hours.iter().zip(&bytes) {
        together = together.with_bytes(&format!("{name}.gz"), bytes);
    }
    for jobs in [1, 2, 5] {
        let _ = fs::remove_dir_all(together.out());
        let jobs = NonZeroUsize::new(jobs).unwrap();
        let report = together.run(&Options { jobs, ..by_itself.clone() });
        for ((name, bytes), input) in hours.iter().zip(&bytes).zip(&report.inputs) {
            let alone = Place::new().with_bytes(&format!("{name}.gz"), bytes);
            assert_eq!(alone.run(&by_itself).inputs[0].counts, input.counts);
            let output = format!("out/{name}.jsonl");
            assert!(alone.read(&output) == together.read(&output), "{name} with {jobs} workers");
        }
    }
}

#[test]
fn what_was_not_published_makes_no_duplicates_elsewhere() {
    let good = message("1", "hi");
    let place = Place::new().with_lines("a.gz", &[&good]).with_lines("b.gz", &[&good]);
    fs::create_dir(place.out()).unwrap();
    fs::write(place.path("out/a.jsonl"), "other bytes").unwrap();
    let existing = Existing::Skip;
    let report = place.run(&Options { dedup: Dedup::Drop, existing, ..options(PLAIN) });
    assert_eq!(report.inputs[0].status, Status::Failed);
    assert_eq!(place.read("out/b.jsonl"), format!("{good}\n"));
}

/// Formats that tell what they were made from, and one that does not.
fn formats() -> [Format; 3] {
    let parquet = Format::Parquet(chatlake_parquet::ParquetOptions::default());
    [parquet, Format::Arrow(ipc::Compression::default()), PLAIN]
}

/// Two inputs that share a record, and the outputs of a run that nothing goes wrong in.
fn shared(format: Format) -> (Place, Options, [Vec<u8>; 2]) {
    let lines = [message("1", "hi"), message("2", "x"), message("3", "y")];
    let [hi, x, y] = lines.each_ref().map(String::as_str);
    let place = Place::new().with_lines("a.gz", &[hi, x]).with_lines("b.gz", &[x, y]);
    let options = Options {
        dedup: Dedup::Drop,
        existing: Existing::Skip,
        jobs: NonZeroUsize::MIN,
        ..options(format)
    };
    assert_eq!(place.run(&options).totals.duplicates_dropped, 1);
    let whole = outputs(&place, format);
    (place, options, whole)
}

fn outputs(place: &Place, format: Format) -> [Vec<u8>; 2] {
    ["a", "b"]
        .map(|stem| fs::read(place.out().join(format!("{stem}.{}", format.extension()))).unwrap())
}

#[test]
fn a_run_that_was_stopped_between_outputs_is_finished_as_if_it_had_not_been() {
    for format in formats() {
        let (place, skip, whole) = shared(format);
        for left in ["a", "b"] {
            let other = if left == "a" { "b" } else { "a" };
            fs::remove_file(place.out().join(format!("{other}.{}", format.extension()))).unwrap();
            for jobs in [1, 3] {
                let jobs = NonZeroUsize::new(jobs).unwrap();
                let report = place.run(&Options { jobs, ..skip.clone() });
                assert_eq!(report.exit_code(), 0, "{left} was left: {report:?}");
                assert!(outputs(&place, format) == whole, "{left} was left, {jobs} workers");
            }
        }
    }
}

#[test]
fn where_an_input_cannot_be_read_what_may_hold_its_records_waits_for_it() {
    for format in formats() {
        let (place, skip, whole) = shared(format);
        fs::remove_dir_all(place.out()).unwrap();
        fs::rename(place.path("a.gz"), place.path("away")).unwrap();
        for jobs in [1, 3] {
            let jobs = NonZeroUsize::new(jobs).unwrap();
            let report = place.run(&Options { jobs, ..skip.clone() });
            assert_eq!((report.exit_code(), place.files().len()), (8, 0), "{report:?}");
            let said = report.inputs[1].error.clone().unwrap_or_default();
            assert!(said.contains("--dedup drop"), "{said}");
        }
        fs::rename(place.path("away"), place.path("a.gz")).unwrap();
        assert_eq!(place.run(&skip).exit_code(), 0);
        assert!(outputs(&place, format) == whole);
    }
}

#[test]
fn an_output_that_was_made_after_other_inputs_is_not_taken_for_what_it_would_be() {
    for format in formats() {
        let (place, skip, _) = shared(format);
        fs::remove_file(place.path("a.gz")).unwrap();
        let other = Place::new().with_lines("a.gz", &[&message("4", "z")]);
        fs::copy(other.path("a.gz"), place.path("a.gz")).unwrap();
        let before = outputs(&place, format);
        let report = place.run(&skip);
        assert_eq!(report.exit_code(), 2);
        assert!(report.inputs.iter().all(|input| input.status == Status::Failed), "{report:?}");
        assert!(outputs(&place, format) == before);
    }
}
