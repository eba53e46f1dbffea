//! Whoever listens hears of every input once, when it is final.

use std::fs;
use std::io::{self, Read};
use std::num::NonZeroUsize;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::mpsc::{Receiver, channel};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use chatlake_convert::{
    Cause, Dedup, Destination, Format, Input, InputReport, OnReject, Options, Plan, Progress,
    Reach, Report, Status, convert_told,
};
use chatlake_core::Source;
use chatlake_parquet::ParquetOptions;

use crate::harness::{PLAIN, Place, gzipped, message, options};

const NAMES: [&str; 6] = ["damaged", "exists", "fine", "missing", "refused", "warned"];

/// An input for every ending.
fn place() -> Place {
    let good = message("1", "hi");
    let mut torn = gzipped(format!("{good}\n").as_bytes());
    torn.truncate(torn.len() - 3);
    let suspect = message("9", "").replace("1543309200000", "7");
    let place = Place::new()
        .with_bytes("damaged.gz", &torn)
        .with_lines("exists.gz", &[&good])
        .with_lines("fine.gz", &[&good, &good])
        .with_lines("refused.gz", &[&good, "{broken"])
        .with_lines("warned.gz", &[&suspect, &good]);
    fs::create_dir(place.out()).unwrap();
    fs::write(place.path("out/exists.jsonl"), "mine").unwrap();
    place
}

fn inputs(place: &Place) -> Vec<Input> {
    NAMES.iter().map(|name| Input::file(&place.path(&format!("{name}.gz")))).collect()
}

/// Converts, and says what was told besides.
fn listen(
    inputs: Vec<Input>,
    destination: Destination,
    options: &Options,
    progress: &Progress,
    heard: impl Fn(&InputReport) + Sync,
) -> (Report, Vec<InputReport>) {
    let plan = Plan::new(inputs, destination).unwrap();
    let told = Mutex::new(Vec::new());
    let report = convert_told(&plan, options, progress, &|report| {
        heard(report);
        told.lock().unwrap().push(report.clone());
    });
    let mut told = told.into_inner().unwrap();
    told.sort_by(|a, b| a.source.cmp(&b.source));
    (report.unwrap(), told)
}

#[test]
fn however_an_input_ends_it_is_told_of_once_and_as_in_the_report() {
    for (dedup, reach) in
        [(Dedup::Keep, Reach::Run), (Dedup::Drop, Reach::Run), (Dedup::Drop, Reach::Input)]
    {
        let place = place();
        let options = Options { dedup, reach, on_reject: OnReject::Fail, ..options(PLAIN) };
        let is_there = |report: &InputReport| {
            assert!(report.outputs.iter().all(|output| Path::new(&output.path).exists()));
        };
        let folder = Destination::Folder(place.out());
        let (report, told) = listen(inputs(&place), folder, &options, &Progress::new(), is_there);
        assert_eq!(told, report.inputs);
        use Status::{Damaged, Failed, Ok, Warnings};
        let statuses: Vec<Status> = told.iter().map(|report| report.status).collect();
        // What is left out of the last one depends on the one that could not be read.
        let is_held_back = dedup == Dedup::Drop && reach == Reach::Run;
        let last = if is_held_back { Failed } else { Warnings };
        assert_eq!(statuses, [Damaged, Failed, Ok, Failed, Failed, last]);
    }
}

#[test]
fn inputs_of_one_output_are_told_of_when_it_is_there_and_once_however_often_they_are_read() {
    for format in [PLAIN, Format::Parquet(ParquetOptions::default())] {
        let place = place();
        let one = place.path("one");
        let is_there = |_: &InputReport| assert!(one.exists());
        let (report, told) = listen(
            inputs(&place),
            Destination::File(one.clone()),
            &options(format),
            &Progress::new(),
            is_there,
        );
        assert_eq!(told, report.inputs);
        let n_published = told.iter().filter(|report| !report.outputs.is_empty()).count();
        assert_eq!(n_published, 4);
    }
}

#[test]
fn inputs_that_are_not_come_to_are_told_of_too() {
    for destination in ["out", "one"] {
        let place = place();
        let destination = match destination {
            "out" => Destination::Folder(place.out()),
            name => Destination::File(place.path(name)),
        };
        let progress = Progress::new();
        progress.stop();
        let (report, told) =
            listen(inputs(&place), destination, &options(PLAIN), &progress, |_| {});
        assert_eq!(told, report.inputs);
        assert!(told.iter().all(|report| report.cause == Cause::Interrupted));
    }
}

#[test]
fn what_is_told_may_end_the_run_and_the_rest_is_still_told_of() {
    for jobs in [1, 3] {
        let place = place();
        let progress = Progress::new();
        let options = Options { jobs: NonZeroUsize::new(jobs).unwrap(), ..options(PLAIN) };
        let folder = Destination::Folder(place.out());
        let (report, told) =
            listen(inputs(&place), folder, &options, &progress, |_| progress.stop());
        assert_eq!(told, report.inputs);
        assert_eq!((told.len(), report.exit_code()), (NAMES.len(), 130));
    }
}

#[test]
fn a_folder_that_cannot_be_made_is_told_of_for_every_input() {
    let place = Place::new().with_lines("fine.gz", &[]).with_lines("warned.gz", &[]);
    fs::write(place.out(), "a file").unwrap();
    let inputs =
        ["fine", "warned"].map(|name| Input::file(&place.path(&format!("{name}.gz")))).to_vec();
    let folder = Destination::Folder(place.out());
    let (report, told) = listen(inputs, folder, &options(PLAIN), &Progress::new(), |_| {});
    assert_eq!((told.len(), report.exit_code()), (2, 8));
    assert_eq!(told, report.inputs);
}

/// An input that can be opened once something has happened.
struct Patient {
    happened: Mutex<Receiver<()>>,
}

impl Source for Patient {
    fn name(&self) -> &str {
        "patient"
    }

    fn open(&self) -> io::Result<Box<dyn Read + Send>> {
        // The time is for a test that fails; one that does not waits for no clock.
        let happened = self.happened.lock().unwrap().recv_timeout(Duration::from_secs(60));
        happened.map_err(io::Error::other)?;
        Ok(Box::new(io::Cursor::new(message("2", "hi"))))
    }
}

#[test]
fn what_is_published_is_told_of_while_others_are_still_to_be_read() {
    let place = place();
    let (sender, happened) = channel();
    let sender = Mutex::new(sender);
    let patient = Input::unnamed(Arc::new(Patient { happened: Mutex::new(happened) }));
    let inputs = vec![Input::file(&place.path("fine.gz")), patient];
    let options = Options { jobs: NonZeroUsize::MIN, ..options(PLAIN) };
    let folder = Destination::Folder(place.out());
    let (report, told) = listen(inputs, folder, &options, &Progress::new(), |_| {
        sender.lock().unwrap().send(()).unwrap_or_default();
    });
    assert_eq!((report.exit_code(), told.len()), (0, 2));
}

#[test]
fn a_listener_that_panics_is_not_passed_over() {
    let place = place();
    let folder = Destination::Folder(place.out());
    let plan = Plan::new(vec![Input::file(&place.path("fine.gz"))], folder).unwrap();
    for dedup in [Dedup::Keep, Dedup::Drop] {
        let options = Options { dedup, ..options(PLAIN) };
        let outcome = catch_unwind(AssertUnwindSafe(|| {
            convert_told(&plan, &options, &Progress::new(), &|_| panic!("heard enough"))
        }));
        assert!(outcome.is_err());
    }
}
