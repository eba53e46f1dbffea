//! Statements that make a lake tables.

use super::{convert, exports};
use crate::run::{Folder, chatlake};

fn lake(folder: &Folder, more: &[&str]) -> String {
    let (raw, lake) = (exports(folder), folder.arg("it's a lake"));
    convert(&raw, &lake, &[&["--zone", "+08:00", "--app", "007/shop"], more].concat()).exits(0);
    lake
}

#[test]
fn every_engine_is_told_in_its_own_words() {
    let folder = Folder::new();
    let lake = lake(&folder, &[]);
    for engine in ["duckdb", "spark", "trino", "clickhouse"] {
        for more in [&[][..], &["--delta"]] {
            let run = chatlake([&["lake", "sql", &lake, "--for", engine], more].concat()).exits(0);
            let name = format!("lake-sql-{engine}{}", more.concat());
            insta::assert_snapshot!(name, run.out.replace(&folder.arg(""), "/data/"));
        }
    }
    let by_default = chatlake(["lake", "sql", &lake]).exits(0);
    let duckdb = chatlake(["lake", "sql", &lake, "--for", "duckdb"]).exits(0);
    assert!(by_default.out == duckdb.out && by_default.err.is_empty(), "{}", by_default.err);
    let refused = chatlake(["lake", "sql", &lake, "--for", "bigquery"]).exits(2);
    refused.says("BigQuery does not read folders of this machine: it reads gs://");
}

#[test]
fn paths_mean_the_same_wherever_the_statements_are_run() {
    let folder = Folder::new();
    lake(&folder, &[]);
    let mut command = crate::run::command();
    command.args(["lake", "sql", "it's a lake"]).current_dir(folder.path(""));
    let run = crate::run::finish(&mut command).exits(0);
    let path = folder.arg("it's a lake").replace('\'', "''");
    assert!(run.out.contains(&format!("read_parquet('{path}/messages/org=007/")), "{}", run.out);
}

#[test]
fn columns_that_were_dropped_are_not_asked_for() {
    let folder = Folder::new();
    let lake = lake(&folder, &["--drop-columns", "text,ext,extra,url,sender"]);
    let run = chatlake(["lake", "sql", &lake]).exits(0);
    assert!(!run.out.contains("VIEW media") && !run.out.contains("sender"), "{}", run.out);
    chatlake(["lake", "sql", &lake, "--delta"]).exits(0).says("the lake has no table yet");
}
