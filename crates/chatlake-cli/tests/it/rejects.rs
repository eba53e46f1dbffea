//! Records that cannot be rows.

use std::fs;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;

use crate::run::{Folder, chatlake, expanded, messages, testdata};

fn lines(path: &std::path::Path) -> Vec<Value> {
    let text = fs::read_to_string(path).unwrap();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// Whether the line's bytes are those of the file, at the place that it tells.
fn check(file: &str, line: &Value) {
    assert_eq!(line["source"], testdata(file), "{line}");
    assert!(line["record"].is_u64() && !line["reason"].as_str().unwrap().is_empty(), "{line}");
    let raw = match (&line["raw"], &line["raw_base64"]) {
        (Value::String(raw), Value::Null) => raw.as_bytes().to_vec(),
        (Value::Null, Value::String(raw)) => STANDARD.decode(raw).unwrap(),
        _ => panic!("one of raw and raw_base64: {line}"),
    };
    let at = usize::try_from(line["byte_offset"].as_u64().unwrap()).unwrap();
    let bytes = expanded(&testdata(file));
    assert_eq!(&bytes[at..at + raw.len()], raw, "{file} at {at}");
    assert!(raw.len() <= 64 << 10 || line["raw_truncated"].is_null());
}

#[test]
fn rejects_are_kept_with_their_place_reason_and_bytes() {
    let folder = Folder::new();
    let mut n_files = 0;
    for entry in fs::read_dir(testdata("malformed")).unwrap() {
        let file = format!("malformed/{}", entry.unwrap().file_name().to_str().unwrap());
        let out = folder.arg(&format!("{file}/"));
        let report = chatlake(["convert", &testdata(&file), "--out", &out, "--json"]).json();
        let input = &report["inputs"][0];
        let Some(path) = input["rejects_path"].as_str() else {
            assert_eq!(input["rejects"], 0, "{file}");
            continue;
        };
        let lines = lines(path.as_ref());
        assert_eq!(input["rejects"], lines.len(), "{file}");
        assert!(input["first_reject"].is_string());
        lines.iter().for_each(|line| check(&file, line));
        n_files += 1;
    }
    assert!(n_files > 15, "{n_files}");
}

#[test]
fn long_rejects_are_cut() {
    let folder = Folder::new();
    let long = format!("{{\"msg_id\":\"{}\"}}", "x".repeat(100_000));
    let mut all = messages(0..1);
    all.push(long.clone());
    let export = folder.export("a.gz", &all);
    let out = folder.arg("lake");
    chatlake(["convert", &export, "--out", &out, "--max-record", "70KiB"]).exits(3);
    let lines = lines(&folder.path("lake/_rejects/a.jsonl"));
    assert_eq!(lines.len(), 1);
    assert_eq!(lines[0]["raw_truncated"], true);
    assert_eq!(lines[0]["raw"], long[..64 << 10]);
}

#[test]
fn a_reject_can_be_skipped_or_fail_its_input() {
    let folder = Folder::new();
    let file = testdata("malformed/not_objects.jsonl");
    let good = folder.export("good.gz", &messages(0..1));
    let out = folder.arg("skip");
    let skip = chatlake(["convert", &file, "--out", &out, "--on-reject", "skip", "--json"]);
    assert_eq!(skip.exits(3).json()["totals"]["rejects"], 7);
    assert!(!folder.path("skip/_rejects").exists());

    let out = folder.arg("fail");
    let fail = chatlake(["convert", &file, &good, "--out", &out, "--on-reject", "fail", "--json"]);
    let report = fail.exits(1).json();
    assert_eq!(
        (&report["inputs"][0]["status"], &report["inputs"][0]["records"]),
        (&"failed".into(), &0.into())
    );
    assert!(report["inputs"][0]["error"].as_str().unwrap().contains("record 1 at byte"));
    assert_eq!(report["inputs"][1]["status"], "ok");
    assert_eq!(folder.files(), ["fail/good.parquet", "good.gz", "skip/not_objects.parquet"]);
}

#[test]
fn every_kind_of_output_has_its_place_for_rejects() {
    let folder = Folder::new();
    let file = testdata("malformed/not_objects.jsonl");
    let one = folder.arg("all.csv");
    chatlake(["convert", &file, "--out", &one]).exits(3).says("all.csv.rejects.jsonl");
    assert_eq!(lines(&folder.path("all.csv.rejects.jsonl")).len(), 7);
    let rejects = folder.arg("rejects.jsonl");
    chatlake(["convert", &file, "--out", "-", "--to", "csv", "--rejects", &rejects]).exits(3);
    assert_eq!(lines(&folder.path("rejects.jsonl")).len(), 7);
}
