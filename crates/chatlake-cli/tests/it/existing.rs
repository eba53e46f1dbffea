//! Outputs that are there already.

use std::fs;
use std::os::unix::fs::PermissionsExt;

use crate::run::{Folder, chatlake, messages};

fn status(arguments: &[&str], exit: i32) -> Vec<String> {
    let report = chatlake([&["convert", "--json"][..], arguments].concat()).exits(exit).json();
    let inputs = report["inputs"].as_array().unwrap().iter();
    inputs.map(|input| input["status"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn an_output_that_exists_is_an_error_and_the_others_go_on() {
    let folder = Folder::new();
    let a = folder.export("in/a.gz", &messages(0..1));
    let b = folder.export("in/b.gz", &messages(1..2));
    let out = folder.arg("lake");
    assert_eq!(status(&[&a, "--out", &out], 0), ["ok"]);
    let before = fs::read(folder.path("lake/a.parquet")).unwrap();
    assert_eq!(status(&[&a, &b, "--out", &out], 2), ["failed", "ok"]);
    assert_eq!(fs::read(folder.path("lake/a.parquet")).unwrap(), before);
    chatlake(["convert", &a, "--out", &out]).exits(2).says("--overwrite");
    assert_eq!(status(&[&a, &b, "--out", &out, "--overwrite"], 0), ["ok", "ok"]);
}

#[test]
fn what_is_up_to_date_is_skipped_and_what_is_stale_is_told_of() {
    let folder = Folder::new();
    let a = folder.export("in/a.gz", &messages(0..1));
    for (out, other) in [
        ("lake/", &["--drop-columns", "text"][..]),
        ("one.parquet", &["--dedup", "drop"]),
        ("one.arrow", &["--include-secrets"]),
        ("one.csv", &["--drop-columns", "text"]),
        ("one.jsonl.zst", &["--layout", "flat"]),
    ] {
        let out = folder.arg(out);
        let skip = [&a, "--out", &out, "--skip-existing"];
        assert_eq!(status(&skip, 0), ["ok"], "{out}");
        assert_eq!(status(&skip, 0), ["skipped"], "{out}");
        let run = chatlake([&["convert"][..], &skip, other].concat());
        run.exits(2).says("other options");
        folder.export("in/a.gz", &messages(5..6));
        assert_eq!(status(&skip, 2), ["failed"], "{out}");
        folder.export("in/a.gz", &messages(0..1));
        assert_eq!(status(&skip, 0), ["skipped"], "{out}");
    }
}

#[test]
fn messages_are_their_owners_alone() {
    let folder = Folder::new();
    let lines = [&messages(0..1)[..], &["nonsense".to_owned()]].concat();
    let export = folder.export("a.gz", &lines);
    let mode = |path: &str| fs::metadata(folder.path(path)).unwrap().permissions().mode() & 0o777;
    let report = folder.arg("report.json");
    let lake = folder.arg("new/lake");
    chatlake(["convert", &export, "--out", &lake, "--report", &report]).exits(3);
    for path in ["new", "new/lake", "new/lake/_rejects"] {
        assert_eq!(mode(path), 0o700, "{path}");
    }
    for path in ["new/lake/a.parquet", "new/lake/_rejects/a.jsonl", "report.json"] {
        assert_eq!(mode(path), 0o600, "{path}");
    }
    chatlake(["convert", &export, "--out", &folder.arg("deep/er/all.csv")]).exits(3);
    assert_eq!((mode("deep/er"), mode("deep/er/all.csv")), (0o700, 0o600));
    assert_eq!(mode("deep/er/all.csv.rejects.jsonl"), 0o600);
}
