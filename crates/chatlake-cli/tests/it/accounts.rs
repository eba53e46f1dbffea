//! `testdata/expected.tsv`: what must become of every file, in every format.

use std::fs;

use parquet::file::reader::{FileReader, SerializedFileReader};
use serde_json::Value;

use crate::run::{Folder, chatlake, testdata};

struct Expected {
    file: String,
    exits: Vec<i32>,
    /// By name; none where it is open.
    counts: Vec<(&'static str, Option<u64>)>,
}

fn expected() -> Vec<Expected> {
    let table = fs::read_to_string(testdata("expected.tsv")).unwrap();
    let names = ["records", "rows", "duplicates", "conflicts", "rejects"];
    let line = |line: &str| {
        let mut cells = line.split('\t');
        let file = cells.next().unwrap().to_owned();
        let exits = cells.next().unwrap().split('|').map(|exit| exit.parse().unwrap()).collect();
        let counts = names.into_iter().zip(cells.map(|cell| cell.parse().ok())).collect();
        Expected { file, exits, counts }
    };
    table.lines().skip(1).map(line).collect()
}

const VERBATIM: &[&str] = &["--to", "jsonl"];

/// Whether the counts of an input or of all say that no record was lost.
fn balance(counts: &Value) -> bool {
    let n = |name: &str| counts[name].as_u64().unwrap();
    n("records") == n("written") + n("duplicates_dropped") + n("rejects") + n("filtered")
}

fn check(options: &[&str], rows_of: impl Fn(&str) -> Option<u64>) {
    let folder = Folder::new();
    for Expected { file, exits, counts } in expected() {
        let out = folder.arg(&format!("{file}/"));
        let input = testdata(&file);
        let arguments = ["convert", &input, "--out", &out, "--json"];
        let run = chatlake([&arguments, options].concat());
        assert!(exits.contains(&run.exit), "{file}: exit {}\n{}", run.exit, run.err);
        let report = run.json();
        let input = &report["inputs"][0];
        for (name, expected) in counts {
            let Some(mut expected) = expected else { continue };
            if options == VERBATIM && name == "rows" {
                // A line is a record, whatever it holds.
                expected = input["written"].as_u64().unwrap();
            }
            assert_eq!(input[name], expected, "{file}: {name} in {input:#}");
        }
        assert!(balance(input) && balance(&report["totals"]), "{file}: {input:#}");
        let outputs = input["outputs"].as_array().unwrap();
        assert_eq!(outputs.is_empty(), run.exit == 4, "{file}: {input:#}");
        for output in outputs {
            let path = output["path"].as_str().unwrap();
            assert_eq!(output["bytes"], fs::metadata(path).unwrap().len(), "{file}");
            if let Some(rows) = rows_of(path) {
                assert_eq!(output["rows"], rows, "{file}");
            }
        }
    }
    let leftovers: Vec<String> =
        folder.files().into_iter().filter(|name| name.ends_with(".part")).collect();
    assert!(leftovers.is_empty(), "{leftovers:?}");
}

#[test]
fn every_file_becomes_the_parquet_that_it_should() {
    check(&["--to", "parquet"], |path| {
        let file = SerializedFileReader::new(fs::File::open(path).unwrap()).unwrap();
        u64::try_from(file.metadata().file_metadata().num_rows()).ok()
    });
}

#[test]
fn every_file_becomes_the_jsonl_that_it_should() {
    let n_lines = |path: &str| {
        let lines = zstd::decode_all(fs::File::open(path).unwrap()).unwrap();
        lines.iter().filter(|byte| **byte == b'\n').count().try_into().ok()
    };
    check(VERBATIM, n_lines);
    check(&["--to", "jsonl", "--layout", "flat"], n_lines);
}

#[test]
fn a_report_has_the_fields_that_scripts_read() {
    let folder = Folder::new();
    let file = testdata("malformed/duplicates.jsonl");
    let run = chatlake(["convert", &file, "--out", &folder.arg("lake"), "--json"]).exits(0);
    let report = run.json();
    let keys = |value: &Value| value.as_object().unwrap().keys().cloned().collect::<Vec<_>>();
    for name in [
        "source",
        "status",
        "records",
        "written",
        "rows",
        "duplicates",
        "duplicates_dropped",
        "conflicts",
        "rejects",
        "filtered",
        "suspect_timestamps",
        "bytes_in",
        "bytes_expanded",
        "trailing_bytes",
        "outputs",
        "rejects_path",
        "error",
    ] {
        assert!(keys(&report["inputs"][0]).contains(&name.to_owned()), "{name}");
    }
    for name in ["records", "written", "rows", "duplicates", "bytes_in", "trailing_bytes"] {
        assert!(keys(&report["totals"]).contains(&name.to_owned()), "{name}");
    }
    for name in ["path", "rows", "bytes", "sha256"] {
        assert!(keys(&report["inputs"][0]["outputs"][0]).contains(&name.to_owned()), "{name}");
    }
    assert!(report["elapsed_s"].as_f64().is_some());
}

#[test]
fn a_damaged_file_among_good_ones_stops_nobody() {
    let folder = Folder::new();
    let files =
        ["malformed/nothing.gz", "malformed/truncated.gz", "hourly/2018112709.gz"].map(testdata);
    for (out, n_outputs) in [("lake/", 2), ("all.csv", 1)] {
        let mut arguments = vec!["convert".to_owned()];
        arguments.extend(files.clone());
        arguments.extend(["--out".to_owned(), folder.arg(out), "--json".to_owned()]);
        let report = chatlake(arguments).exits(4).says("truncated").json();
        let status = |at: usize| report["inputs"][at]["status"].as_str().unwrap().to_owned();
        assert_eq!([status(0), status(1), status(2)], ["ok", "damaged", "ok"], "{out}");
        assert_eq!(report["inputs"][1]["records"], 0);
        assert_eq!(report["totals"]["rows"], 420);
        let there = folder.files().iter().filter(|name| name.starts_with(out)).count();
        assert_eq!(there, n_outputs, "{:?}", folder.files());
    }
}
