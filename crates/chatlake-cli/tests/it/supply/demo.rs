//! `chatlake demo`.

use crate::run::{Folder, chatlake};

#[test]
fn a_day_is_fetched_and_converted_whole() {
    let folder = Folder::new();
    let run = chatlake(["demo", "--dir", &folder.arg("demo"), "--json"]).exits(0);
    let document = run.json();
    assert_eq!(document["hours"], 24);
    assert_eq!(document["records"], document["records_made"]);
    assert!(document["records"].as_u64().unwrap() > 10_000);
    let parquet = document["parquet"].as_str().unwrap();
    assert!(document["duckdb"].as_str().unwrap().contains(parquet));
    let files = folder.files();
    assert!(files.iter().filter(|name| name.ends_with(".parquet")).count() >= 24);
    chatlake(["status", "--archive", document["archive"].as_str().unwrap()]).exits(0);
    chatlake(["demo", "--dir", &folder.arg("demo")]).exits(2).says("not empty");
}
