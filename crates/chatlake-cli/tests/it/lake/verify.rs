//! Whether a lake is what it says.

use std::fs;

use super::{convert, exports};
use crate::run::{Folder, Run, chatlake, message};

fn lake(folder: &Folder, more: &[&str]) -> (String, String) {
    let (raw, lake) = (exports(folder), folder.arg("lake"));
    convert(&raw, &lake, &[&["--zone", "+08:00", "--app", "org/app"], more].concat()).exits(0);
    (raw, lake)
}

fn verify(lake: &str, more: &[&str]) -> Run {
    chatlake([&["lake", "verify", lake], more].concat())
}

#[test]
fn a_lake_is_looked_at_and_made_once_more() {
    let folder = Folder::new();
    let (raw, lake) = lake(&folder, &[]);
    let run = verify(&lake, &[]).exits(0);
    assert!(run.out.starts_with("looked at 6 hours in 6 files of rows, 300 rows"), "{}", run.out);
    assert!(run.out.ends_with(": all is well\n"), "{}", run.out);
    let run = verify(&lake, &["--raw", &raw, "--again", "--json"]).exits(0);
    let document = run.json();
    let counts = ["slots", "files", "rows", "exports", "made_again", "exit"];
    assert_eq!(counts.map(|name| document[name].as_u64().unwrap()), [6, 6, 300, 6, 6, 0]);
    assert_eq!(document["findings"], serde_json::json!([]));
    verify(&lake, &["--again"]).exits(2).says("--raw");
}

#[test]
fn what_is_wrong_is_named_with_what_to_do_about_it() {
    let folder = Folder::new();
    let (raw, lake) = lake(&folder, &[]);
    let name = folder.files().into_iter().find(|name| name.contains("2018112719-")).unwrap();
    let mut bytes = fs::read(folder.path(&name)).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 4;
    fs::write(folder.path(&name), bytes).unwrap();
    let run = verify(&lake, &[]).exits(3);
    assert!(run.out.contains("holds other bytes than were written; convert the export of 2018112719 again, with --lake and --overwrite"), "{}", run.out);
    convert(&raw, &lake, &["--zone", "+08:00", "--overwrite"]).exits(0);
    verify(&lake, &[]).exits(0);
    folder.export("raw/2018112719.gz", &[message("1", "another export")]);
    let run = verify(&lake, &["--raw", &raw, "--json"]).exits(4);
    let findings = run.json()["findings"].clone();
    assert_eq!(findings[0]["path"], format!("{raw}/2018112719.gz"));
    assert_eq!(findings[0]["verdict"], "export");
}

#[test]
fn a_lake_of_a_selection_with_pseudonyms_is_made_once_more_by_who_knows_both() {
    let folder = Folder::new();
    let key = folder.write("key", "0123456789abcdef0123456789abcdef\n");
    let only_me = std::os::unix::fs::PermissionsExt::from_mode(0o600);
    fs::set_permissions(&key, only_me).unwrap();
    let how = ["--pseudonymise", "sender", "--pseudonym-key-file", &key, "--select", "sender=ann"];
    let (raw, lake) = lake(&folder, &how);
    let again = ["--raw", &raw, "--again"];
    verify(&lake, &[&again[..], &how[..]].concat()).exits(0);
    verify(&lake, &[&again[..], &how[2..]].concat()).exits(0);
    verify(&lake, &again).exits(2).says("there is no key for pseudonyms");
    let run = verify(&lake, &[&again[..], &how[2..4]].concat()).exits(2);
    run.says("its selection is").says("give the --select that it was made with, or name another");
}

#[test]
fn a_key_of_other_lakes_is_no_obstacle() {
    let folder = Folder::new();
    let (raw, lake) = lake(&folder, &[]);
    let mut command = crate::run::command();
    command.args(["lake", "verify", &lake, "--raw", &raw, "--again"]);
    command.env("CHATLAKE_PSEUDONYM_KEY", "0123456789abcdef0123456789abcdef");
    crate::run::finish(&mut command).exits(0);
}
