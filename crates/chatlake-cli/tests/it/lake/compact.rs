//! Days of a lake in few files.

use std::fs;

use parquet::file::reader::{FileReader, SerializedFileReader};
use serde_json::Value;

use super::{convert, exports, files};
use crate::run::{Folder, Run, command, finish, message};

/// A lake of six hours of a day, and one of the day after.
fn lake(folder: &Folder) -> String {
    let (raw, lake) = (exports(folder), folder.arg("lake"));
    folder.export("raw/2018112800.gz", &[message("900", "the next day")]);
    convert(&raw, &lake, &["--zone", "+08:00"]);
    lake
}

fn compact(lake: &str, more: &[&str]) -> Run {
    let mut command = command();
    command.args(["lake", "compact", lake]).args(more);
    finish(command.env("SOURCE_DATE_EPOCH", "1543999200"))
}

/// How many rows there are, as those count who read the footers of all files.
fn rows(folder: &Folder, lake: &str) -> u64 {
    let paths = folder.files().into_iter().filter(|path| path.ends_with(".parquet"));
    let paths = paths.filter(|path| path.starts_with(&format!("{lake}/messages/")));
    let rows = paths.map(|path| {
        let file = fs::File::open(folder.path(&path)).unwrap();
        let reader = SerializedFileReader::new(file).unwrap();
        reader.metadata().file_metadata().num_rows() as u64
    });
    rows.sum()
}

#[test]
fn days_that_are_over_become_a_file_each_and_are_told_of_in_a_line() {
    let folder = Folder::new();
    let lake = lake(&folder);
    let before = rows(&folder, "lake");
    let run =
        compact(&lake, &["--closed"]).exits(0).says("compacted  2018-11-27  300 rows, 6 files (");
    assert!(run.err.contains(" -> 1 file (") && run.out.is_empty(), "{}", run.err);
    assert_eq!(rows(&folder, "lake"), before);
    let manifest: Value =
        serde_json::from_slice(&fs::read(folder.path("lake/_manifest/2018-11-27.json")).unwrap())
            .unwrap();
    assert_eq!(manifest["compacted"], "2018-12-05T08:40:00Z");
    assert_eq!(manifest["slots"].as_array().unwrap().len(), 6);
    let compacted = files(&folder, "lake");
    compact(&lake, &["--closed"]).exits(0).says("no day is there to be compacted");
    compact(&lake, &["--date", "2018-11-27"]).exits(0).says("unchanged  2018-11-27  300 rows");
    assert!(files(&folder, "lake") == compacted);
}

#[test]
fn the_report_says_it_in_numbers_and_a_dry_run_what_would_be() {
    let folder = Folder::new();
    let lake = lake(&folder);
    let before = files(&folder, "lake");
    let run = compact(&lake, &["--closed", "--dry-run", "--json"]).exits(0);
    let day = &run.json()["days"][0];
    assert_eq!(
        (&day["date"], &day["status"]),
        (&"2018-11-27".into(), &"would_be_compacted".into())
    );
    assert!(files(&folder, "lake") == before);

    let run = compact(&lake, &["--closed", "--json", "--jobs", "1", "--zstd-level", "1"]).exits(0);
    let document = run.json();
    let day = &document["days"][0];
    assert_eq!(document["days"].as_array().unwrap().len(), 1);
    assert_eq!(day["status"], "compacted");
    let number = |key: &str| day[key].as_u64().unwrap();
    assert_eq!((number("rows"), number("slots")), (300, 6));
    assert_eq!((number("files_before"), number("files_after")), (6, 1));
    assert!(number("bytes_after") < number("bytes_before"));
    assert!(day["error"].is_null());
}

#[test]
fn what_cannot_be_meant_is_a_usage_error() {
    let folder = Folder::new();
    let lake = lake(&folder);
    for (arguments, says) in [
        (
            &["--date", "2018-11-30"][..],
            "has no hour of 2018-11-30; it has hours from 2018-11-27 to 2018-11-28",
        ),
        (&["--date", "27.11.2018"], "`27.11.2018` names no day"),
        (&[], "--date <YYYY-MM-DD>|--closed"),
        (&["--closed", "--date", "2018-11-27"], "cannot be used with"),
        (&["--closed", "--target-size", "1GB"], "128MB to 512MB"),
        (&["--closed", "--settled", "soon"], "72h"),
    ] {
        compact(&lake, arguments).exits(2).says(says);
    }
    compact(&folder.arg("raw"), &["--closed"]).exits(2).says("is no lake");
    compact(&folder.arg("nowhere"), &["--closed"]).exits(2).says("is no lake");
}

#[test]
fn a_file_that_is_none_of_the_lake_keeps_its_day_as_it_was() {
    let folder = Folder::new();
    let lake = lake(&folder);
    let mine = "lake/messages/org=default/app=default/date=2018-11-27/mine.parquet";
    folder.write(mine, "mine");
    let before = files(&folder, "lake");
    let run = compact(&lake, &["--closed", "--json"]).exits(1);
    assert!(
        run.err.contains("mine.parquet` is no file of the lake: move it elsewhere"),
        "{}",
        run.err
    );
    let day = &run.json()["days"][0];
    assert_eq!(day["status"], "failed");
    assert!(day["error"].as_str().unwrap().contains("mine.parquet"));
    assert!(files(&folder, "lake") == before);
}

#[test]
fn the_bytes_do_not_depend_on_workers() {
    let compacted = |jobs: &str| {
        let folder = Folder::new();
        let lake = lake(&folder);
        compact(&lake, &["--closed", "--jobs", jobs]).exits(0);
        files(&folder, "lake")
    };
    assert!(compacted("1") == compacted("3"));
}
