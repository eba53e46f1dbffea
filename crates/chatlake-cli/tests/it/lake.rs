//! Hours into a lake.

mod compact;
mod killed;
mod register;
mod sql;
mod status;
mod verify;

use std::collections::BTreeMap;
use std::fs;

use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::run::{Folder, Run, chatlake, command, finish, gzip};

/// Six hours in Beijing; each has the last record of the one before, too.
fn exports(folder: &Folder) -> String {
    exports_of(folder, 50)
}

/// The same with so many records each, at most 50.
fn exports_of(folder: &Folder, n_records: u64) -> String {
    let start_ms = 1_543_309_200_000; // 2018112717
    for hour in 0..6_u64 {
        let first = (hour * 50).saturating_sub(1);
        let line = |id: u64| {
            let timestamp = start_ms + (id / 50) * 3_600_000 + id;
            format!(
                r#"{{"msg_id":"{id}","timestamp":{timestamp},"chat_type":"chat","from":"ann","to":"bob","payload":{{"bodies":[{{"type":"txt","msg":"{id}"}}],"ext":{{}}}}}}"#
            )
        };
        let lines: Vec<String> = (first..hour * 50 + n_records).map(line).collect();
        folder.export(&format!("raw/{}.gz", 2_018_112_717 + hour), &lines);
    }
    folder.arg("raw")
}

fn convert(raw: &str, lake: &str, more: &[&str]) -> Run {
    let mut command = command();
    command.args(["convert", raw, "--lake", lake, "--json"]).args(more);
    finish(command.env("SOURCE_DATE_EPOCH", "1543399200"))
}

fn statuses(run: &Run) -> Vec<String> {
    let document = run.json();
    let inputs = document["inputs"].as_array().unwrap().iter();
    inputs.map(|input| input["status"].as_str().unwrap().to_owned()).collect()
}

/// Every file of a lake.
fn files(folder: &Folder, lake: &str) -> BTreeMap<String, Vec<u8>> {
    let of_lake = |path: &String| {
        let key = path.strip_prefix(lake)?.strip_prefix('/')?;
        let is_of_writers = key == "_lock" || key.starts_with("_staging/");
        (!is_of_writers).then(|| key.to_owned())
    };
    let file = |path: String| {
        let key = of_lake(&path)?;
        Some((key, fs::read(folder.path(&path)).unwrap()))
    };
    folder.files().into_iter().filter_map(file).collect()
}

#[test]
fn hours_are_committed_once_and_told_of_as_after_any_conversion() {
    let folder = Folder::new();
    let (raw, lake) = (exports(&folder), folder.arg("lake"));
    let run = convert(&raw, &lake, &[]).exits(0);
    assert!(run.err.contains("the lake is made for default/default (--app)"), "{}", run.err);
    assert_eq!(statuses(&run), ["ok"; 6]);
    let document = run.json();
    let totals = &document["totals"];
    assert_eq!((&totals["records"], &totals["written"]), (&305.into(), &300.into()));
    assert_eq!(totals["duplicates_dropped"], 5);
    let input = &document["inputs"][1];
    assert_eq!(input["source"], format!("{raw}/2018112718.gz"));
    let path = input["outputs"][0]["path"].as_str().unwrap();
    let day = format!("{lake}/messages/org=default/app=default/date=2018-11-27/2018112718-");
    assert!(path.starts_with(&day) && path.ends_with(".parquet"), "{path}");
    let bytes = fs::read(path).unwrap();
    assert_eq!(input["outputs"][0]["bytes"], bytes.len());
    let manifest = fs::read(folder.path("lake/_manifest/2018112718.json")).unwrap();
    let manifest: Value = serde_json::from_slice(&manifest).unwrap();
    assert_eq!(manifest["converted"], "2018-11-28T10:00:00Z", "as SOURCE_DATE_EPOCH says");
    assert_eq!(manifest["input"]["sha256"], input["input_sha256"]);
    let before = files(&folder, "lake");
    let again = convert(&raw, &lake, &["--skip-existing"]).exits(0);
    assert_eq!(statuses(&again), ["skipped"; 6]);
    assert!(files(&folder, "lake") == before);
}

#[test]
fn three_processes_at_once_make_what_one_makes() {
    let folder = Folder::new();
    let raw = exports(&folder);
    convert(&raw, &folder.arg("one"), &[]).exits(0);
    let lake = folder.arg("three");
    std::thread::scope(|scope| {
        for share in ["1/3", "2/3", "3/3"] {
            let (raw, lake) = (&raw, &lake);
            scope.spawn(move || convert(raw, lake, &["--split", share]).exits(0));
        }
    });
    assert!(files(&folder, "three") == files(&folder, "one"));
}

#[test]
fn what_a_lake_leaves_out_is_not_in_its_rejects_either() {
    let folder = Folder::new();
    let lines = [
        crate::run::message("1", "hi"),
        r#"{"msg_id":"","from":"mallory","ext":"hunter2"}"#.to_owned(),
        r#"{"msg_id":"2","hunter2":1,"hunter2":"mallory""#.to_owned(),
    ];
    let raw = folder.export("raw/2018112717.gz", &lines);
    for (columns, is_kept) in [
        ("text", false),
        ("ext,extra", false),
        ("sender", false),
        ("url", false),
        ("width,height", true),
    ] {
        let lake = folder.arg(columns);
        let run = convert(&raw, &lake, &["--drop-columns", columns, "--zone", "+08:00"]).exits(3);
        assert_eq!(run.json()["totals"]["rejects"], 2);
        let names = folder.files().into_iter().filter(|name| name.starts_with(columns));
        let holds = |name: &String| {
            let bytes = fs::read(folder.path(name)).unwrap();
            ["mallory", "hunter2"].iter().any(|it| bytes.windows(7).any(|at| at == it.as_bytes()))
        };
        let found: Vec<String> = names.filter(holds).collect();
        assert_eq!(found.len(), usize::from(is_kept), "{columns}: {found:?}");
        let told = format!("{}{}", run.out, run.err);
        assert!(is_kept || !told.contains("hunter2"), "{columns}: {told}");
    }
    let (out, kept) = (folder.arg("out/"), folder.path("out/_rejects/2018112717.jsonl"));
    chatlake(["convert", &raw, "--out", &out, "--drop-columns", "text"]).exits(3);
    assert!(fs::read_to_string(kept).unwrap().contains("hunter2"), "files keep their rejects");
}

#[test]
fn an_archive_tells_whose_hours_they_are() {
    let folder = Folder::new();
    exports(&folder);
    let day = folder.path("chat/raw/acme/support/2018-11-27");
    fs::create_dir_all(day.parent().unwrap()).unwrap();
    fs::rename(folder.path("raw"), &day).unwrap();
    fs::copy(day.join("2018112717.gz"), day.join("2018112717.v1.gz")).unwrap();
    let (raw, lake) = (folder.arg("chat/raw"), folder.arg("lake"));
    let run = convert(&raw, &lake, &["--recursive"]).exits(0);
    assert!(run.err.contains("2018112717.v1.gz` left out"), "{}", run.err);
    assert_eq!(statuses(&run).len(), 6);
    assert!(folder.path("lake/messages/org=acme/app=support/date=2018-11-27").is_dir());
    let other = convert(&raw, &lake, &["--recursive", "--app", "acme/sales"]).exits(2);
    let says = "is of acme/support by its folders, and --app says acme/sales: leave --app out";
    other.says(says);
}

#[test]
fn a_manifest_that_was_edited_is_told_of_once() {
    let folder = Folder::new();
    let (raw, lake) = (exports(&folder), folder.arg("lake"));
    convert(&raw, &lake, &[]).exits(0);
    let path = folder.path("lake/_manifest/2018112718.json");
    let text = fs::read_to_string(&path).unwrap();
    fs::write(&path, text.replace("\"rows\": 50", "\"rows\": 51")).unwrap();
    for words in [&["convert", &raw, "--lake", &lake][..], &["lake", "status", &lake]] {
        let told = chatlake(words).exits(1).err;
        assert_eq!(told.matches("edited or cut off").count(), 1, "{told}");
    }
}

#[test]
fn a_lake_of_another_schema_is_refused_by_all_and_left_alone() {
    let folder = Folder::new();
    let (raw, lake) = (exports(&folder), folder.arg("lake"));
    convert(&raw, &lake, &[]).exits(0);
    let path = folder.path("lake/_lake.json");
    let text = fs::read_to_string(&path).unwrap();
    let (text, _) = text.split_once("\"check\": ").unwrap();
    let text = text.replace("\"schema\": \"1\"", "\"schema\": \"2\"") + "\"check\": \"";
    let check = Sha256::digest(format!("{text}\"\n}}\n"));
    let check: String = check.iter().map(|byte| format!("{byte:02x}")).collect();
    fs::write(&path, format!("{text}{check}\"\n}}\n")).unwrap();
    let before = files(&folder, "lake");
    for words in [
        &["convert", &raw, "--lake", &lake, "--overwrite"][..],
        &["lake", "status", &lake],
        &["lake", "verify", &lake],
        &["lake", "sql", &lake],
        &["lake", "compact", &lake, "--date", "2018-11-27"],
        #[cfg(feature = "delta")]
        &["lake", "register", &lake],
    ] {
        let run = chatlake(words).exits(2);
        run.says("its schema is 2, and this chatlake knows schema 1: use a newer chatlake");
    }
    assert!(files(&folder, "lake") == before);
}

#[test]
fn a_place_that_is_none_is_refused_without_its_secrets() {
    let folder = Folder::new();
    let raw = exports(&folder);
    let mut at_home = command();
    at_home.args(["convert", &raw]).current_dir(folder.path("")).env("CHATLAKE_LAKE", "s3:/x");
    finish(&mut at_home).exits(2).says("write s3://bucket/prefix");
    assert!(!folder.path("s3:").exists());
    let file = folder.write("file", "mine");
    convert(&raw, &file, &[]).exits(2).says("is a file, and a lake is a folder");
    chatlake(["lake", "status", &file]).exits(2).says("is a file, and a lake is a folder");
    let nosuch = folder.arg("nosuch/");
    convert(&nosuch, &folder.arg("new"), &[]).exits(8).says("No such file");
    for place in ["s3://u:hunter2@chat/l", "s3://chat/l?X-Amz-Signature=hunter2"] {
        for format in ["text", "json"] {
            let mut secret = command();
            secret.args(["convert", &raw, "--log-format", format]).env("CHATLAKE_LAKE", place);
            let run = finish(&mut secret).exits(2).says("holds no credentials and no query");
            assert!(!run.err.contains("hunter2"), "{}", run.err);
            let run = chatlake(["lake", "status", place, "--log-format", format]).exits(2);
            assert!(!run.err.contains("hunter2"), "{}", run.err);
        }
        let settings = folder.write("chatlake.toml", format!("lake = \"{place}\"\n"));
        let run = chatlake(["convert", &raw, "--config", &settings]).exits(2);
        assert!(!run.err.contains("hunter2"), "{}", run.err);
        let mut shown = command();
        let run = finish(shown.args(["config", "show"]).env("CHATLAKE_LAKE", place));
        assert!(!format!("{}{}", run.out, run.err).contains("hunter2"), "{}", run.out);
    }
}

#[test]
fn a_dry_run_says_which_hours_go_where_and_does_nothing() {
    let folder = Folder::new();
    let (raw, lake) = (exports(&folder), folder.arg("lake"));
    let document = convert(&raw, &lake, &["--dry-run", "--split", "2/6"]).exits(0).json();
    assert_eq!(
        (&document["zone"], &document["app"]),
        (&"+08:00".into(), &"default/default".into())
    );
    let [input] = document["inputs"].as_array().unwrap().as_slice() else { panic!("{document}") };
    assert_eq!((&input["slot"], &input["in_lake"]), (&"2018112718".into(), &false.into()));
    let day = format!("{lake}/messages/org=default/app=default/date=2018-11-27");
    assert_eq!(input["folder"], day);
    assert!(!folder.path("lake").exists());
    let page = chatlake(["convert", &raw, "--lake", &lake, "--dry-run"]).exits(0).out;
    assert!(page.contains(&format!("-> 2018112717 in {day}")), "{page}");
    assert!(page.ends_with("to a lake of default/default, hours named in +08:00\n"), "{page}");
}

#[test]
fn what_contradicts_a_lake_is_refused() {
    let folder = Folder::new();
    let (raw, lake) = (exports(&folder), folder.arg("lake"));
    for (more, says) in [
        (&["--out", "x/"][..], "--lake and --out both say where to write"),
        (&["--to", "csv"], "the files of a lake are Parquet"),
        (&["--dedup", "keep"], "a record is in a lake once"),
        (&["--layout", "nested"], "a lake has one row per body"),
        (&["--on-reject", "skip"], "a lake keeps its rejects"),
        (&["--rejects", "x"], "a lake keeps its rejects"),
        (&["--drop-columns", "source_file"], "a lake needs column source_file"),
        (&["--zone", "mars"], "there are `+08:00`"),
        (&["--app", "../x"], "names no app"),
        (&["--overwrite", "--skip-existing"], "contradict"),
    ] {
        let run = convert(&raw, &lake, more).exits(2);
        assert!(run.err.contains(says), "{more:?}: {}", run.err);
    }
    chatlake(["convert", &raw, "--out", &lake, "--app", "a/b"]).exits(2).says("are for --lake");
    convert(&raw, "ftp://x/y", &[]).exits(2).says("ftp:// is no place");
    assert!(!folder.path("lake").exists());
}

#[test]
fn what_settings_say_of_files_is_not_said_of_a_lake() {
    let folder = Folder::new();
    let (raw, lake) = (exports(&folder), folder.arg("lake"));
    let mut command = command();
    command.args(["convert", &raw, "--lake", &lake]).env("CHATLAKE_OUT", folder.arg("files"));
    command.env("CHATLAKE_TO", "csv").env("CHATLAKE_COMPRESSION", "gzip");
    finish(command.env("CHATLAKE_ON_REJECT", "skip")).exits(0);
    assert!(!folder.path("files").exists());
    let mut command = crate::run::command();
    command.args(["convert", &raw, "--out", &folder.arg("files")]);
    finish(command.env("CHATLAKE_LAKE", &lake)).exits(0);
    assert!(folder.path("files/2018112717.parquet").exists());
}

#[test]
fn an_hour_of_another_zone_and_a_damaged_one_do_not_stop_the_others() {
    let folder = Folder::new();
    let (raw, lake) = (exports(&folder), folder.arg("lake"));
    let bytes = fs::read(folder.path("raw/2018112717.gz")).unwrap();
    fs::write(folder.path("raw/2018112709.gz"), &bytes).unwrap();
    fs::write(folder.path("raw/2018112701.gz"), gzip(b"")).unwrap();
    fs::write(folder.path("raw/2018112702.gz"), &bytes[..bytes.len() - 4]).unwrap();
    fs::write(folder.path("raw/notes.gz"), &bytes).unwrap();
    let run = convert(&raw, &lake, &["--zone", "+08:00"]).exits(4);
    let document = run.json();
    let told: BTreeMap<&str, (&str, &str)> = document["inputs"]
        .as_array()
        .unwrap()
        .iter()
        .map(|input| {
            let name = input["source"].as_str().unwrap().rsplit('/').next().unwrap();
            let error = input["error"].as_str().unwrap_or_default();
            (name, (input["status"].as_str().unwrap(), error))
        })
        .collect();
    assert_eq!(told["2018112701.gz"], ("ok", ""), "an hour without messages is one");
    assert_eq!(told["2018112702.gz"].0, "damaged");
    let (status, error) = told["2018112709.gz"];
    assert!(status == "failed" && error.contains("its name means in utc"), "{error}");
    let (status, error) = told["notes.gz"];
    assert!(status == "failed" && error.contains("its name tells no hour"), "{error}");
    assert_eq!(told["2018112717.gz"], ("ok", ""));
}
