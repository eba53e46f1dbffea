//! Inputs and lakes in a bucket; `cargo xtask buckets` starts the server that this needs.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

#[path = "../it/run.rs"]
#[expect(dead_code, reason = "other tests run the command too, and need more")]
mod run;

mod lake;

use std::fs;

use chatlake_store::Store;
use run::{Folder, chatlake, testdata};

/// A place in the bucket for one test, with the exports that come with the project, and what is
/// none.
fn raw(name: &str) -> String {
    let bucket = std::env::var("CHATLAKE_TEST_BUCKET").expect("`cargo xtask buckets` runs this");
    let url = format!("{bucket}/{name}");
    let store = Store::open(&url.parse().unwrap()).unwrap();
    for entry in fs::read_dir(testdata("hourly")).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap();
        let bytes = fs::read(&path).unwrap();
        store.put(&format!("raw/{name}"), &bytes).unwrap();
        if name == "2018112709.gz" {
            for other in ["raw/older/2018112708.gz", "raw/_rejects/x.jsonl", "raw/notes.txt"] {
                store.put(other, &bytes).unwrap();
            }
        }
    }
    format!("{url}/raw")
}

/// The names of what would be read.
fn sources(arguments: &[&str]) -> Vec<String> {
    let always = ["convert", "--out", "nowhere/", "--dry-run", "--json"];
    let json = chatlake([&always[..], arguments].concat()).exits(0).json();
    let inputs = json["inputs"].as_array().unwrap().iter();
    inputs.map(|input| input["source"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn a_bucket_is_converted_as_a_folder_is() {
    let (folder, raw) = (Folder::new(), raw("convert"));
    let local = chatlake(["convert", &testdata("hourly"), "--out", &folder.arg("local"), "--json"]);
    let remote = chatlake(["convert", &raw, "--out", &folder.arg("remote"), "--json"]);
    assert_eq!(remote.exit, local.exit, "{}", remote.err);
    let (local, remote) = (local.json(), remote.json());
    assert_eq!(remote["totals"], local["totals"]);
    for name in folder.files().iter().filter_map(|name| name.strip_prefix("local/")) {
        // Rejects name their source, which lies elsewhere.
        if !name.starts_with("_rejects/") {
            let bytes = |at: &str| fs::read(folder.path(at).join(name)).unwrap();
            assert!(bytes("local") == bytes("remote"), "{name}");
        }
    }
}

#[test]
fn urls_name_objects_folders_and_patterns() {
    let raw = raw("names");
    let all = sources(&[&raw]);
    let name_of = |url: &String| url.rsplit('/').next().unwrap().to_owned();
    let names: Vec<String> = all.iter().map(name_of).collect();
    let hours = ["2018112709", "2018112710", "2026030114", "2026030115", "2026030116"];
    assert_eq!(names, hours.map(|hour| format!("{hour}.gz")));
    assert_eq!(sources(&[&format!("{raw}/")]), all);
    assert_eq!(sources(&[&format!("{raw}/2018112710.gz")]), all[1..2]);
    assert_eq!(sources(&[&format!("{raw}/2018*.gz")]), all[..2]);
    let older = format!("{raw}/older/2018112708.gz");
    assert!(sources(&[&raw, "--recursive"]).contains(&older));
    assert_eq!(sources(&[&format!("{raw}/*/2018*")]), [older]);
}

#[test]
fn head_and_inspect_look_into_buckets() {
    let raw = raw("looking");
    let object = format!("{raw}/2018112709.gz");
    let head = |input: &str| chatlake(["head", input, "--to", "json"]).exits(0).json();
    assert_eq!(head(&object), head(&testdata("hourly/2018112709.gz")));
    let inspect = |input: &str| {
        let mut json = chatlake(["inspect", input, "--json"]).json();
        json["totals"].take()
    };
    assert_eq!(inspect(&raw), inspect(&testdata("hourly")));
}

#[test]
fn what_is_not_there_does_not_stop_the_others() {
    let (folder, raw) = (Folder::new(), raw("missing"));
    let (there, gone) = (format!("{raw}/2018112709.gz"), format!("{raw}/2018112711.gz"));
    let run = chatlake(["convert", &gone, &there, "--out", &folder.arg("lake")]);
    run.exits(8).says("2018112711.gz  failed to read: ").says("(404 NoSuchKey)");
    assert!(folder.path("lake/2018112709.parquet").exists());
    chatlake(["convert", "s3://nobody-made-this/raw/", "--out", &folder.arg("lake")])
        .exits(2)
        .says("failed to list `s3://nobody-made-this/raw`");
}
