//! Where the key comes from, and that it goes nowhere.

use std::fs;
use std::os::unix::fs::PermissionsExt;

use super::{KEY, keyed, run};
use crate::run::{Folder, chatlake, command, finish, messages};

fn key_file(folder: &Folder, text: &str, mode: u32) -> String {
    let file = folder.write("key", text);
    fs::set_permissions(&file, fs::Permissions::from_mode(mode)).unwrap();
    file
}

/// To standard output, where `ann` wrote to `bob`.
fn convert<'a>(export: &'a str, more: &[&'a str]) -> Vec<&'a str> {
    let convert = ["convert", export, "--out", "-", "--to", "csv", "--on-reject", "skip"];
    let columns = ["--columns", "sender", "--pseudonymise", "sender"];
    [&convert[..], &columns, more].concat()
}

#[test]
fn a_key_comes_from_a_variable_a_file_or_a_command() {
    let folder = Folder::new();
    let export = folder.export("a.gz", &messages(0..1));
    let by_variable = run(KEY, &convert(&export, &[])).exits(0).out;
    assert!(by_variable.len() > 64 && !by_variable.contains("ann"), "{by_variable}");
    let file = key_file(&folder, &format!("{KEY}\n"), 0o600);
    let printed = format!("cat '{file}'");
    for option in [["--pseudonym-key-file", &file], ["--pseudonym-key-command", &printed]] {
        assert_eq!(chatlake(convert(&export, &option)).exits(0).out, by_variable);
        // What is said goes before what is set.
        let other = "another horse battery staple";
        assert_eq!(run(other, &convert(&export, &option)).exits(0).out, by_variable);
    }
    let settings = format!("pseudonymise = ['sender']\npseudonym-key-file = '{file}'");
    let settings = folder.write("s.toml", settings);
    let plain = ["convert", &export, "--out", "-", "--to", "csv", "--on-reject", "skip"];
    let by_settings = [&plain[..], &["--columns", "sender", "--config", &settings]].concat();
    assert_eq!(chatlake(by_settings).exits(0).out, by_variable);
}

#[test]
fn a_key_that_will_not_do_is_refused_and_not_shown() {
    let folder = Folder::new();
    let export = folder.export("a.gz", &messages(0..1));
    let open = key_file(&folder, "hunter2hunter2hunter2", 0o644);
    let quoted = "echo 'hunter2hunter2hunter2";
    for (more, says) in [
        (&[][..], "there is no key for pseudonyms"),
        (&["--pseudonym-key-file", &open], "chmod 600"),
        (&["--pseudonym-key-file", "/nonexistent"], "/nonexistent"),
        (&["--pseudonym-key-command", "false"], "`false`"),
        (&["--pseudonym-key-command", "echo hunter2hunter2"], "14 bytes, and 16"),
        (&["--pseudonym-key-command", quoted], "--pseudonym-key-command"),
        (&["--pseudonym-key-command", "true"], "is empty"),
        (
            &["--pseudonym-key-command", "echo hunter2hunter2hunter2", "--pseudonym-key-file", "k"],
            "both set",
        ),
    ] {
        let run = chatlake(convert(&export, more)).exits(2).says(says);
        assert!(!run.err.contains("hunter2") && run.out.is_empty(), "{}", run.err);
    }
    let short = run("hunter2hunter2", &convert(&export, &[])).exits(2);
    assert!(!short.err.contains("hunter2"), "{}", short.err);
}

#[test]
fn the_key_is_no_option_and_no_setting_and_nothing_shows_it() {
    let folder = Folder::new();
    let export = folder.export("a.gz", &messages(0..1));
    let run = chatlake(convert(&export, &["--pseudonym-key=hunter2hunter2"])).exits(2);
    assert!(!run.err.contains("hunter2hunter2"), "{}", run.err);
    for line in ["pseudonym-key = 'hunter2hunter2'", "pseudonym-key : 'hunter2hunter2'"] {
        let file = folder.write("s.toml", line);
        let run = chatlake(["config", "show", "--config", &file]).exits(2);
        assert!(!run.err.contains("hunter2hunter2"), "{}", run.err);
    }
    let mut shown = command();
    shown.args(["config", "show", "--origin"]);
    shown.env("CHATLAKE_PSEUDONYM_KEY", "hunter2hunter2hunter2");
    shown.env("CHATLAKE_PSEUDONYM_KEY_COMMAND", "vault read hunter2hunter2");
    let shown = finish(&mut shown).exits(0);
    assert!(shown.out.contains("vault …") && !shown.out.contains("hunter2"), "{}", shown.out);
    // Nor does what is told of a conversion, or of what it would be.
    let out = folder.arg("a.parquet");
    for more in [&["--dry-run", "--json"][..], &["--json", "-vv"]] {
        let convert = ["convert", &export, "--out", &out, "--pseudonymise", "sender"];
        let told = finish(keyed("hunter2hunter2hunter2").args(convert).args(more)).exits(0);
        assert!(!(told.out + &told.err).contains("hunter2"));
    }
    assert!(!String::from_utf8_lossy(&fs::read(&out).unwrap()).contains("hunter2"));
}

#[test]
fn what_cannot_be_pseudonymised_is_wrong_usage() {
    let folder = Folder::new();
    let export = folder.export("a.gz", &messages(0..1));
    let out = folder.arg("lake/");
    for (more, says) in [
        (&["--pseudonymise", "sender,ext"][..], "--drop-columns ext"),
        (&["--pseudonymise", "timestamp"], "--drop-columns timestamp"),
        (&["--pseudonymise", "source_file"], "source_file"),
        (&["--pseudonymise", "colour"], "colour"),
        (&["--pseudonymise", "sender", "--to", "jsonl"], "--layout flat"),
        (&["--pseudonym-key-command", "echo x"], "--pseudonymise"),
    ] {
        run(KEY, &[&["convert", &export, "--out", &out], more].concat()).exits(2).says(says);
        assert!(!folder.path("lake").exists());
    }
    // A key that is set for all is in nobody's way.
    run(KEY, &["convert", &export, "--out", &out, "--to", "jsonl"]).exits(0);
}

#[test]
fn free_text_that_is_still_there_is_warned_of() {
    let folder = Folder::new();
    let export = folder.export("a.gz", &messages(0..1));
    let out = folder.arg("a.parquet");
    let convert = ["convert", &export, "--out", &out, "--overwrite", "--pseudonymise", "sender"];
    let warned = run(KEY, &convert).exits(0).says("--drop-columns text,filename");
    let (_, columns) = warned.err.split_once("--drop-columns ").unwrap();
    let columns = columns.split_whitespace().next().unwrap();
    let run_without = run(KEY, &[&convert[..], &["--drop-columns", columns]].concat()).exits(0);
    assert!(!run_without.err.contains("warning"), "{}", run_without.err);
    let masked = [&convert[..4], &["--overwrite", "--pseudonymise", "text"]].concat();
    let masked = [&masked[..], &["--columns", "sender,text"]].concat();
    assert!(!run(KEY, &masked).exits(0).err.contains("warning"));
}
