//! Rejects, converted again.

use std::fs;

use parquet::file::reader::{FileReader, SerializedFileReader};
use serde_json::Value;

use crate::run::{Folder, chatlake, fed, message, messages, testdata};

/// A folder in which `lake` is a conversion with narrow limits: two rows, and two rejects in
/// `lake/_rejects`, one of which is none any more with the usual limits.
fn lake() -> Folder {
    let folder = Folder::new();
    let long = message("9", &"x".repeat(600));
    let lines = [messages(0..2), vec![long, "{broken".to_owned()]].concat();
    let export = folder.export("raw/2018112717.gz", &lines);
    let out = folder.arg("lake");
    let to = ["--to", "jsonl", "--layout", "flat", "--compression", "none"];
    let arguments = ["convert", &export, "--out", &out, "--max-record", "500"];
    chatlake([&arguments, &to[..]].concat()).exits(3);
    folder
}

const TO: [&str; 6] = ["--to", "jsonl", "--layout", "flat", "--compression", "none"];

#[test]
fn a_replay_completes_a_conversion() {
    let folder = lake();
    let out = folder.arg("lake");
    let run = chatlake([&["replay", &out, "--out", &out, "--json"], &TO[..]].concat()).exits(3);
    let totals = &run.json()["totals"];
    let n = |name: &str| totals[name].as_u64().unwrap();
    assert_eq!((n("records"), n("written"), n("rejects")), (2, 1, 1));
    assert_eq!(
        folder.files()[..4],
        [
            "lake/2018112717.jsonl",
            "lake/2018112717.replay.jsonl",
            "lake/_rejects/2018112717.jsonl",
            "lake/_rejects/2018112717.replay.jsonl",
        ]
    );
    let rows = ["lake/2018112717.jsonl", "lake/2018112717.replay.jsonl"]
        .map(|name| fs::read_to_string(folder.path(name)).unwrap())
        .concat();
    let wide = folder.arg("wide");
    let export = folder.arg("raw/2018112717.gz");
    chatlake([&["convert", &export, "--out", &wide], &TO[..]].concat()).exits(3);
    assert_eq!(rows, fs::read_to_string(folder.path("wide/2018112717.jsonl")).unwrap());
    assert_eq!(
        fs::read(folder.path("lake/_rejects/2018112717.replay.jsonl")).unwrap(),
        fs::read(folder.path("wide/_rejects/2018112717.jsonl")).unwrap()
    );
}

/// The rows of a Parquet file, as text.
fn rows(path: &str) -> Vec<String> {
    let reader = SerializedFileReader::new(fs::File::open(path).unwrap()).unwrap();
    reader.get_row_iter(None).unwrap().map(|row| row.unwrap().to_string()).collect()
}

#[test]
fn rows_of_parquet_join_those_of_the_conversion() {
    let folder = Folder::new();
    let export = testdata("hourly/2018112709.gz");
    let [narrow, wide] = ["narrow", "wide"].map(|name| folder.arg(name));
    chatlake(["convert", &export, "--out", &narrow, "--max-record", "450"]).exits(3);
    chatlake(["convert", &export, "--out", &wide]);
    let run = chatlake(["replay", &narrow, "--out", &narrow, "--json"]);
    assert!(run.json()["totals"]["rows"].as_u64().unwrap() > 10, "{}", run.out);
    let mut joined = rows(&format!("{narrow}/2018112709.parquet"));
    joined.extend(rows(&format!("{narrow}/2018112709.replay.parquet")));
    let mut expected = rows(&format!("{wide}/2018112709.parquet"));
    joined.sort();
    expected.sort();
    assert!(expected[0].contains("source_hour") && joined == expected);
}

#[test]
fn what_a_replay_has_left_is_not_replayed_with_what_it_came_from() {
    let folder = lake();
    let out = folder.arg("lake");
    let replay = |rejects: &str, more: &[&str], exit: i32| {
        let run = chatlake([&["replay", rejects, "--out", &out], &TO[..], more].concat());
        run.exits(exit)
    };
    replay(&out, &[], 3);
    replay(&out, &[], 2).says("--overwrite");
    replay(&out, &["--overwrite"], 3).says("is left out");
    replay(&folder.arg("lake/_rejects/*.jsonl"), &["--overwrite"], 3).says("is left out");
    assert_eq!(folder.files().len(), 5, "{:?}", folder.files());
    replay(&folder.arg("lake/_rejects/2018112717.replay.jsonl"), &[], 3);
    assert!(folder.path("lake/2018112717.replay.replay.jsonl").exists());
}

#[test]
fn every_malformed_file_is_the_same_after_a_replay() {
    let folder = Folder::new();
    let out = folder.arg("lake");
    chatlake(["convert", &testdata("malformed"), "--out", &out]);
    let again = folder.arg("again");
    let run = chatlake(["replay", &out, "--out", &again, "--json"]).exits(3);
    assert_eq!(run.json()["totals"]["written"], 0);
    let mut n_files = 0;
    for entry in fs::read_dir(folder.path("lake/_rejects")).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        let replayed = name.replace(".jsonl", ".replay.jsonl");
        let before = fs::read(folder.path("lake/_rejects").join(&name)).unwrap();
        let after = fs::read(folder.path("again/_rejects").join(replayed)).unwrap();
        assert!(before == after, "{name}");
        n_files += 1;
    }
    assert!(n_files > 10, "{n_files}");
}

#[test]
fn folders_are_searched_for_rejects() {
    let folder = lake();
    fs::create_dir_all(folder.path("deep/er")).unwrap();
    fs::rename(folder.path("lake"), folder.path("deep/er/lake")).unwrap();
    let (deep, out) = (folder.arg("deep"), folder.arg("out"));
    chatlake(["replay", &deep, "--out", &out]).exits(2).says("--recursive");
    let arguments = ["replay", &deep, "--recursive", "--out", &out, "--dry-run", "--json"];
    let plan = chatlake(arguments).exits(0).json();
    let inputs = plan["inputs"].as_array().unwrap();
    assert_eq!(inputs.len(), 1, "{plan:#}");
    let is = |field: &str, end: &str| inputs[0][field].as_str().unwrap().ends_with(end);
    assert!(is("source", "_rejects/2018112717.jsonl"), "{plan:#}");
    assert!(is("output", "out/2018112717.replay.parquet"), "{plan:#}");
    assert!(is("rejects", "out/_rejects/2018112717.replay.jsonl"), "{plan:#}");
}

#[test]
fn rejects_go_through_pipes() {
    let folder = lake();
    let rejects = fs::read(folder.path("lake/_rejects/2018112717.jsonl")).unwrap();
    let to = ["--to", "jsonl", "--on-reject", "skip"];
    let run = fed(&rejects, &[&["replay", "-", "--out", "-"], &to[..]].concat()).exits(3);
    let record: Value = run.json();
    assert_eq!(record["msg_id"], "9");
}

#[test]
fn a_file_that_holds_no_rejects_is_damaged() {
    let folder = lake();
    let out = folder.arg("out");
    let rejects = folder.arg("lake/_rejects/2018112717.jsonl");
    let export = folder.export("raw/export.gz", &messages(0..2));
    let run = chatlake(["replay", &export, &rejects, "--out", &out]);
    run.exits(4).says("line 1 is not a reject").says("1 of 2 inputs converted");
    assert!(folder.path("out/2018112717.replay.parquet").exists());
    assert!(!folder.path("out/export.replay.parquet").exists());
}

#[test]
fn a_replay_never_writes_where_it_reads() {
    let folder = lake();
    let rejects = folder.arg("lake/_rejects/2018112717.jsonl");
    let moved = folder.arg("day.csv.rejects.jsonl");
    fs::copy(rejects, &moved).unwrap();
    let run = chatlake(["replay", &moved, "--out", &folder.arg("day.csv")]);
    run.exits(2).says("read too");
    chatlake(["replay", &moved, "--out", &folder.arg("again")]).exits(3);
    assert!(folder.path("again/day.replay.parquet").exists());
}

#[test]
fn an_output_of_a_replay_is_verified_without_a_count() {
    let folder = lake();
    let (rejects, out) = (folder.arg("lake/_rejects/2018112717.jsonl"), folder.arg("out"));
    chatlake(["replay", &rejects, "--out", &out]).exits(3);
    let run =
        chatlake(["verify", &folder.arg("out/2018112717.replay.parquet"), &rejects, "--json"]);
    let checks = run.json()["checks"].clone();
    let of_output = checks
        .as_array()
        .unwrap()
        .iter()
        .find(|check| check["path"].as_str().unwrap().ends_with(".parquet"));
    let of_output = of_output.unwrap();
    assert_eq!(of_output["verdict"], "ok", "{checks:#}");
    assert!(of_output["message"].as_str().unwrap().contains("not compared"), "{checks:#}");
}
