//! Law: of an export whose rejects are converted again, nothing vanishes: every reject is a row
//! or a reject once more, with the same limits the same one byte for byte, and with wide limits
//! everything comes to what wide limits do at once. Any other file is taken for what chatlake
//! wrote, line by line, or refused as a whole.
//!
//! The last byte chooses the limits, the rest is the export, or the file of rejects.

#![no_main]

use std::fs;
use std::num::NonZeroUsize;
use std::path::Path;

use chatlake_convert::{
    Counts, Destination, Format, Input, InputReport, Options, Plan, Progress, Status, convert,
};
use chatlake_core::{Compression, Limits};
use chatlake_fuzz::folder;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: &[u8]| {
    let [bytes @ .., choice] = input else { return };
    let folder = folder();
    let place = folder.path();
    let export = place.join("2018112717.gz");
    fs::write(&export, bytes).expect("there is room for a file");
    let wide = Limits::default();
    let narrow = match choice % 3 {
        0 => wide,
        1 => Limits { max_depth: 3, max_bodies: 1, ..wide },
        _ => Limits { max_record: 4 * usize::from(*choice), ..wide },
    };

    // As an export.
    let first = run(Input::file(&export), &place.join("out"), narrow);
    let rejects = place.join("out/_rejects/2018112717.jsonl");
    assert_eq!(lines(&rejects).len() as u64, first.counts.rejects, "each reject is a line");
    if first.counts.rejects > 0 {
        let same = run(Input::file(&rejects).of_rejects(), &place.join("same"), narrow);
        let again = place.join("same/_rejects/2018112717.replay.jsonl");
        assert_eq!((same.counts.written, same.counts.rejects), (0, first.counts.rejects));
        assert_eq!(lines(&again), lines(&rejects), "the same rejects");

        let rest = run(Input::file(&rejects).of_rejects(), &place.join("wide"), wide);
        let n_rejects = first.counts.rejects;
        assert_eq!(rest.counts.written + rest.counts.rejects, n_rejects, "nothing vanishes");
        if *choice % 3 == 1 {
            let at_once = run(Input::file(&export), &place.join("at-once"), wide);
            let n_written = first.counts.written + rest.counts.written;
            assert_eq!(n_written, at_once.counts.written);
            assert_eq!(rest.counts.rejects, at_once.counts.rejects);
        }
    }

    // As a file of rejects.
    let odd = run(Input::file(&export).of_rejects(), &place.join("odd"), wide);
    let rows = lines(&place.join("odd/2018112717.replay.jsonl"));
    let rejects = lines(&place.join("odd/_rejects/2018112717.replay.jsonl"));
    assert_eq!(rows.len() as u64, odd.counts.written);
    assert_eq!(rejects.len() as u64, odd.counts.rejects);
});

fn run(input: Input, folder: &Path, limits: Limits) -> InputReport {
    let format = Format::Jsonl(Compression::Plain);
    let options = Options { limits, jobs: NonZeroUsize::MIN, ..Options::new(format) };
    let destination = Destination::Folder(folder.to_owned());
    let plan = Plan::new(vec![input], destination).expect("one input has a place");
    let mut report = convert(&plan, &options, &Progress::new()).expect("a plan that can be done");
    let report = report.inputs.pop().expect("one input has a report");
    let Counts { records, written, rejects, .. } = report.counts;
    assert_eq!(records, written + rejects, "each record is accounted for");
    match report.status {
        Status::Ok | Status::Warnings => {}
        Status::Damaged => assert_eq!(records, 0, "nothing of what is damaged counts"),
        other => panic!("{other:?}: {:?}", report.error),
    }
    report
}

/// The lines of a file; none if it is not there.
fn lines(path: &Path) -> Vec<Vec<u8>> {
    let bytes = fs::read(path).unwrap_or_default();
    bytes.split_inclusive(|byte| *byte == b'\n').map(<[u8]>::to_vec).collect()
}
