//! From what is named to what is read.

use std::collections::BTreeSet;
use std::fs;

use crate::run::{Folder, chatlake, command, fed, finish, messages, testdata};

fn sources(arguments: &[&str]) -> Vec<String> {
    let run = chatlake([&["convert", "--dry-run", "--json"][..], arguments].concat()).exits(0);
    let json = run.json();
    let inputs = json["inputs"].as_array().unwrap().iter();
    inputs
        .map(|input| input["source"].as_str().unwrap().rsplit('/').next().unwrap().into())
        .collect()
}

fn archive() -> Folder {
    let folder = Folder::new();
    for name in ["b.gz", "a.gz", "c.jsonl", "d.jsonl.zst", "_x.gz", ".y.gz", "z.txt", "sub/e.gz"] {
        folder.write(&format!("in/{name}"), messages(0..1).join("\n"));
    }
    folder
}

#[test]
fn folders_are_searched_one_level_deep_for_exports() {
    let folder = archive();
    let (input, out) = (folder.arg("in"), folder.arg("lake"));
    assert_eq!(sources(&[&input, "--out", &out]), ["a.gz", "b.gz", "c.jsonl", "d.jsonl.zst"]);
    let all = sources(&[&input, "--out", &out, "--recursive"]);
    assert_eq!(all, ["a.gz", "b.gz", "c.jsonl", "d.jsonl.zst", "e.gz"]);
}

#[test]
fn patterns_and_lists_name_files() {
    let folder = archive();
    let out = folder.arg("lake");
    assert_eq!(sources(&[&folder.arg("in/[ab].gz"), "--out", &out]), ["a.gz", "b.gz"]);
    let list = format!("{}\r\n\n{}\n", folder.arg("in/b.gz"), folder.arg("in/sub"));
    let list_path = folder.write("list", &list);
    assert_eq!(sources(&["--files-from", &list_path, "--out", &out]), ["b.gz", "e.gz"]);
    let arguments = ["convert", "--files-from", "-", "--out", &out, "--dry-run", "--json"];
    assert_eq!(fed(list.as_bytes(), &arguments).json()["inputs"].as_array().unwrap().len(), 2);
}

#[test]
fn a_dry_run_does_nothing() {
    let folder = archive();
    let out = folder.arg("lake");
    let before = folder.files();
    let run = chatlake(["convert", &folder.arg("in"), "--out", &out, "--dry-run"]).exits(0);
    assert!(run.out.contains("a.parquet") && run.out.contains("4 inputs"), "{}", run.out);
    assert_eq!(folder.files(), before);
    assert!(!folder.path("lake").exists());
}

#[test]
fn the_shares_of_a_split_are_the_whole() {
    let folder = Folder::new();
    for hour in 0..7 {
        folder.export(&format!("in/{hour}.gz"), &messages(hour..hour + 1));
    }
    let input = folder.arg("in");
    let mut all = BTreeSet::new();
    let mut n = 0;
    for share in ["1/3", "2/3", "3/3"] {
        let out = folder.arg("lake");
        let run = chatlake(["convert", &input, "--out", &out, "--split", share, "--json"]).exits(0);
        for input in run.json()["inputs"].as_array().unwrap() {
            all.insert(input["source"].as_str().unwrap().to_owned());
            n += 1;
        }
    }
    assert_eq!((all.len(), n), (7, 7));
    let whole = folder.arg("whole");
    chatlake(["convert", &input, "--out", &whole]).exits(0);
    for hour in 0..7 {
        let of = |out: &str| fs::read(folder.path(&format!("{out}/{hour}.parquet"))).unwrap();
        assert_eq!(of("lake"), of("whole"));
    }
}

#[test]
fn a_share_without_inputs_is_done() {
    let folder = Folder::new();
    let export = folder.export("a.gz", &messages(0..1));
    let out = folder.arg("lake");
    let arguments = ["convert", &export, "--out", &out, "--split", "2/2", "--json"];
    assert_eq!(chatlake(arguments).exits(0).json()["inputs"].as_array().unwrap().len(), 0);
}

#[test]
fn two_inputs_of_one_stem_are_refused_in_every_share() {
    let folder = Folder::new();
    let a = folder.export("x/a.gz", &messages(0..1));
    let b = folder.export("y/a.json.gz", &messages(1..2));
    for share in ["1/2", "2/2"] {
        let out = folder.arg("lake");
        chatlake(["convert", &a, &b, "--out", &out, "--split", share]).exits(2).says("both");
    }
    chatlake(["convert", &a, &b, "--out", &folder.arg("one.parquet")]).exits(0);
}

#[test]
fn names_need_not_be_text() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    let folder = Folder::new();
    let path = folder.path("").join(OsStr::from_bytes(b"a\xff.gz"));
    fs::write(&path, fs::read(testdata("hourly/2026030116.gz")).unwrap()).unwrap();
    let out = folder.arg("all.parquet");
    finish(command().arg("convert").arg(&path).args(["--out", &out])).exits(0);
}

#[test]
fn urls_that_are_no_places_are_told_which_are() {
    let folder = Folder::new();
    for url in ["ftp://host/raw", "https://host/raw.gz", "s3:///raw", "s3://key:hunter2@b/raw"] {
        let run = chatlake(["convert", url, "--out", &folder.arg("lake")]).exits(2);
        assert!(!run.err.contains("hunter2"), "{}", run.err);
    }
    chatlake(["head", "ftp://host/raw"]).exits(2).says("there are folders, s3://, gs://");
}

#[test]
fn who_has_no_credentials_is_told_what_to_set() {
    let mut command = command();
    for (name, _) in std::env::vars_os() {
        if name.to_string_lossy().starts_with("AWS_") {
            command.env_remove(name);
        }
    }
    command.env("AWS_EC2_METADATA_DISABLED", "true");
    let run = finish(command.args(["inspect", "s3://logs/raw/"]));
    run.exits(6).says("failed to open `s3://logs`").says("AWS_ACCESS_KEY_ID");
}
