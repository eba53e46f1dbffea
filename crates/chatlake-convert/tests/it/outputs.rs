//! Outputs are whole, new, and their owner's alone.

use std::fs;
use std::io;
use std::os::unix::fs::PermissionsExt;
use std::sync::Arc;

use chatlake_arrow::ipc;
use chatlake_convert::{
    Destination, Existing, Format, Input, OnReject, Options, Plan, PlanError, Progress, Status,
};
use chatlake_core::{Column, Layout, Projection, PseudonymKey, Pseudonyms, Source};
use chatlake_parquet::ParquetOptions;

use crate::harness::{PLAIN, Place, message, options};

const PARQUET: Format = Format::Parquet(ParquetOptions {
    compression: chatlake_parquet::Compression::Zstd(1),
    row_group_rows: 1000,
    row_group_bytes: 1 << 20,
});

const FLAT: Format = Format::FlatJsonl(chatlake_core::Compression::ZSTD);

fn place() -> Place {
    Place::new().with_lines("2018112709.gz", &[&message("1", "hi"), "{broken"])
}

#[test]
fn only_the_owner_can_read_messages() {
    let place = place();
    place.run(&options(PLAIN));
    let mode = |name: &str| fs::metadata(place.path(name)).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode("out"), 0o700);
    assert_eq!(mode("out/_rejects"), 0o700);
    assert_eq!(mode("out/2018112709.jsonl"), 0o600);
    assert_eq!(mode("out/_rejects/2018112709.jsonl"), 0o600);
}

#[test]
fn an_output_that_exists_is_an_error_unless_it_may_be_replaced() {
    let place = place();
    place.run(&options(PLAIN));
    fs::write(place.path("out/2018112709.jsonl"), "mine").unwrap();
    let report = place.run(&options(PLAIN));
    assert_eq!((report.exit_code(), report.inputs[0].status), (2, Status::Failed));
    assert_eq!(place.read("out/2018112709.jsonl"), "mine");
    let overwrite = Options { existing: Existing::Overwrite, ..options(PLAIN) };
    assert_eq!(place.run(&overwrite).exit_code(), 3);
    assert_eq!(place.read("out/2018112709.jsonl").lines().count(), 1);
}

#[test]
fn an_output_is_skipped_only_if_it_was_made_from_the_same_bytes_in_the_same_way() {
    for format in [PARQUET, Format::Arrow(ipc::Compression::default()), FLAT] {
        let place = place();
        let skip = Options { existing: Existing::Skip, ..options(format) };
        assert_eq!(place.run(&skip).exit_code(), 3);
        let again = place.run(&skip);
        assert_eq!((again.exit_code(), again.inputs[0].status), (0, Status::Skipped));
        assert_eq!(again.inputs[0].error, None);
        let columns = Projection::default().without_columns(&[Column::Text]);
        let otherwise = place.run(&Options { projection: columns, ..skip.clone() });
        assert_eq!((otherwise.exit_code(), otherwise.inputs[0].status), (2, Status::Failed));
        let changed = crate::harness::gzipped(message("2", "new").as_bytes());
        fs::write(place.path("2018112709.gz"), changed).unwrap();
        assert_eq!(place.run(&skip).exit_code(), 2);
    }
}

#[test]
fn one_output_is_skipped_on_the_same_terms() {
    for format in [PARQUET, PLAIN] {
        let place = place();
        let one = place.path("one");
        let skip = Options { existing: Existing::Skip, ..options(format) };
        let run = |options: &Options| place.run_into(Destination::File(one.clone()), options);
        assert_eq!(run(&skip).exit_code(), 3);
        let before = fs::read(&one).unwrap();
        assert_eq!(run(&skip).inputs[0].status, Status::Skipped);
        fs::write(&one, b"something else").unwrap();
        assert_eq!(run(&skip).exit_code(), 2);
        assert_eq!(fs::read(&one).unwrap(), b"something else");
        assert!(place.path("one.rejects.jsonl").exists() && !before.is_empty());
    }
}

#[test]
fn an_output_is_not_skipped_without_its_rejects() {
    let csv = Format::Csv(chatlake_core::Compression::Plain, chatlake_csv::Guard::On);
    for format in [PARQUET, Format::Arrow(ipc::Compression::default()), csv] {
        let place = place();
        for destination in [Destination::Folder(place.out()), Destination::File(place.path("one"))]
        {
            let rejects = match &destination {
                Destination::Folder(_) => "out/_rejects/2018112709.jsonl",
                _ => "one.rejects.jsonl",
            };
            let skip = Options { existing: Existing::Skip, ..options(format) };
            let run = |options: &Options| place.run_into(destination.clone(), options);
            if format == csv {
                // Nothing in it tells that they were left out.
                run(&Options { on_reject: OnReject::Skip, ..skip.clone() });
            }
            run(&skip);
            let whole = place.read(rejects);
            let again = run(&skip);
            assert_eq!((again.exit_code(), again.inputs[0].status), (0, Status::Skipped));
            assert_eq!(again.inputs[0].rejects_path, None);
            fs::remove_file(place.path(rejects)).unwrap();
            for left in [None, Some("")] {
                left.into_iter().for_each(|left| fs::write(place.path(rejects), left).unwrap());
                let again = run(&skip);
                assert_eq!((again.exit_code(), again.inputs[0].status), (3, Status::Skipped));
                assert!(again.inputs[0].rejects_path.is_some() && place.read(rejects) == whole);
            }
            assert_eq!(run(&skip).exit_code(), 0);
        }
    }
}

#[test]
fn inputs_of_one_name_cannot_go_to_one_folder() {
    let inputs = ["x/2018112709.gz", "y/2018112709.jsonl.zst"];
    let inputs = inputs.map(|path| Input::file(path.as_ref())).to_vec();
    let plan = Plan::new(inputs, Destination::Folder("out".into()));
    assert!(matches!(plan, Err(PlanError::SameStem { .. })));
}

#[test]
fn what_a_format_does_not_have_is_refused_before_anything_is_made() {
    let place = place();
    let csv = Format::Csv(chatlake_core::Compression::Plain, chatlake_csv::Guard::On);
    let key = PseudonymKey::new(b"0123456789abcdef").unwrap();
    let pseudonyms = Pseudonyms::new(&[Column::Sender], key).unwrap();
    let flat = Projection::new(Layout::Flat);
    let folder = Destination::Folder(place.out());
    let stdout = Destination::Stdout { rejects: Some(place.path("rejects.jsonl")) };
    for (format, projection, destination, says) in [
        (csv, Projection::new(Layout::Nested), &folder, "no nested layout"),
        (csv, flat.clone().with_columns(&[]), &folder, "no column"),
        (PLAIN, flat.clone().with_pseudonyms(pseudonyms), &folder, "no pseudonyms"),
        (PARQUET, flat, &stdout, "standard output"),
    ] {
        let inputs = vec![Input::file(&place.path("2018112709.gz"))];
        let plan = Plan::new(inputs, destination.clone()).unwrap();
        let options = Options { projection, ..options(format) };
        let refused = chatlake_convert::convert(&plan, &options, &Progress::new());
        let Err(PlanError::Options(why)) = refused else { panic!("{says}: {refused:?}") };
        assert!(why.contains(says), "{why}");
        assert!(!place.out().exists());
    }
}

/// An input that the system does not let be read to its end.
struct Refusing;

impl Source for Refusing {
    fn name(&self) -> &str {
        "2018112709.gz"
    }

    fn open(&self) -> io::Result<Box<dyn io::Read + Send>> {
        Err(io::Error::from_raw_os_error(5))
    }
}

#[test]
fn an_input_that_cannot_be_read_is_not_taken_for_one_that_is_done() {
    let place = place();
    assert_eq!(place.run(&options(PARQUET)).exit_code(), 3);
    let before = fs::read(place.out().join("2018112709.parquet")).unwrap();
    let input = Input { source: Arc::new(Refusing), ..Input::file(&place.path("2018112709.gz")) };
    let plan = Plan::new(vec![input], Destination::Folder(place.out())).unwrap();
    let skipping = Options { existing: Existing::Skip, ..options(PARQUET) };
    let report = chatlake_convert::convert(&plan, &skipping, &Progress::new()).unwrap();
    assert_eq!((report.exit_code(), report.inputs[0].status), (8, Status::Failed));
    assert!(report.inputs[0].error.as_ref().is_some_and(|it| it.contains("2018112709.gz")));
    assert_eq!(fs::read(place.out().join("2018112709.parquet")).unwrap(), before);
}

#[test]
fn a_folder_that_cannot_be_written_is_an_error_of_the_system() {
    let place = place();
    fs::write(place.out(), "a file").unwrap();
    let report = place.run(&options(PLAIN));
    assert_eq!(report.exit_code(), 8);
    assert_eq!(report.inputs[0].status, Status::Failed);
}

#[test]
fn a_folder_may_have_a_name_that_is_no_text() {
    use std::os::unix::ffi::OsStrExt;
    let place = place();
    let folder = place.path("x").with_file_name(std::ffi::OsStr::from_bytes(b"out\xff"));
    let report = place.run_into(Destination::Folder(folder.clone()), &options(PLAIN));
    assert_eq!(report.exit_code(), 3);
    assert_eq!(fs::read_to_string(folder.join("2018112709.jsonl")).unwrap().lines().count(), 1);
}
