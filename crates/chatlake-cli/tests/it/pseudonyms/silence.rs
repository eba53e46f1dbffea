//! What is in the bytes of outputs, and what is not.

use std::collections::BTreeSet;
use std::fs;

use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::TestRunner;
use serde_json::Value;

use super::{FREE, KEY, run};
use crate::run::{Folder, chatlake, expanded, message, messages, testdata};

/// Formats without compression, and what their outputs end in.
const FORMATS: [(&[&str], &str); 6] = [
    (&["--to", "parquet", "--compression", "none"], "parquet"),
    (&["--to", "parquet", "--compression", "none", "--layout", "nested"], "parquet"),
    (&["--to", "arrow", "--compression", "none"], "arrow"),
    (&["--to", "arrow", "--compression", "none", "--layout", "nested"], "arrow"),
    (&["--to", "csv"], "csv"),
    (&["--to", "jsonl", "--layout", "flat", "--compression", "none"], "jsonl"),
];

const HIDING: [&str; 4] = ["--pseudonymise", "sender", "--drop-columns", FREE];

/// Everybody who wrote, or was written to, in the hours of the test data.
fn people() -> BTreeSet<String> {
    let mut people = BTreeSet::new();
    for file in fs::read_dir(testdata("hourly")).unwrap() {
        let records = expanded(file.unwrap().path().to_str().unwrap());
        for line in String::from_utf8(records).unwrap().lines() {
            let record: Value = serde_json::from_str(line).unwrap();
            for value in [&record, &record["payload"]] {
                let names = ["from", "to"].map(|key| value[key].as_str().unwrap_or_default());
                people.extend(names.map(str::to_owned));
            }
        }
    }
    // Shorter ones may stand anywhere by chance.
    people.retain(|name| name.len() > 5);
    people
}

/// The first of these texts in a file.
fn found<'a>(path: &str, texts: impl IntoIterator<Item = &'a String>) -> Option<&'a String> {
    let bytes = fs::read(path).unwrap();
    texts.into_iter().find(|text| memchr::memmem::find(&bytes, text.as_bytes()).is_some())
}

#[test]
fn nobody_of_an_hour_is_in_the_bytes_of_any_format() {
    let people = people();
    assert!(people.len() > 100);
    for (format, extension) in FORMATS {
        let folder = Folder::new();
        let out = |name: &str| folder.arg(&format!("{name}.{extension}"));
        let (clear, hidden) = (out("clear"), out("hidden"));
        let hours = testdata("hourly");
        let convert = [&["convert", &hours][..], format].concat();
        let in_the_clear = ["--out", &clear, "--drop-columns", FREE];
        chatlake([&convert[..], &in_the_clear].concat()).exits(0);
        assert!(found(&clear, &people).is_some(), "{format:?} tells nothing anyway");
        run(KEY, &[&convert[..], &["--out", &hidden], &HIDING].concat()).exits(0);
        assert_eq!(found(&hidden, &people), None, "{format:?}");
    }
}

/// Somebody in every place where a name may stand, and in what is no record.
fn traps() -> Vec<String> {
    let of = |members: &str| format!(r#"{{"msg_id":"1",{members}}}"#);
    let record = |members: &&str| of(members);
    let traps = [
        r#""from":"somebody","to":"s\u006fmebody","chat_type":"chat""#,
        r#""from":{"u":"somebody"},"to":["somebody"]"#,
        r#""from":"org#app_somebody@x","payload":{"from":"somebody","to":{"a":"somebody"}}"#,
        r#""payload":[{"from":"somebody"}]"#,
        r#""payload":{"bodies":{"from":"somebody"}}"#,
        r#""payload":{"bodies":[[{"to":"somebody"}],{"from":"somebody","size":{"to":"somebody"}}]}"#,
        r#""chat_type":"groupchat","to":"somebody","group_id":"somebody","groupId":["somebody"]"#,
        // These are no records.
        r#""from":"somebody","from":"somebody""#,
        r#""from":"somebody","payload":{"somebody":1,"somebody":2}"#,
        r#""from":"somebody","timestamp":"somebody""#,
    ];
    traps.iter().map(record).chain([r#"{"from":"somebody"}"#.to_owned()]).collect()
}

#[test]
fn a_name_slips_into_no_file_wherever_it_stood() {
    for (format, _) in FORMATS {
        let folder = Folder::new();
        let export = folder.export("a.gz", &traps());
        let (out, report) = (folder.arg("lake/"), folder.arg("lake/report.json"));
        let convert = ["convert", &export, "--out", &out, "--report", &report];
        let select = ["--select", "sender=somebody"];
        let told = run(KEY, &[&convert[..], format, &HIDING].concat()).exits(3);
        assert!(!(told.out + &told.err).contains("somebody"));
        run(KEY, &[&convert[..], format, &HIDING, &select, &["--overwrite"]].concat()).exits(3);
        let files = folder.files().into_iter().filter(|name| name.starts_with("lake/"));
        let files: Vec<String> = files.map(|name| folder.arg(&name)).collect();
        assert_eq!(files.len(), 3, "an output, rejects and the report: {files:?}");
        for file in files {
            assert_eq!(found(&file, [&"somebody".to_owned()]), None, "{format:?} in {file}");
        }
    }
}

/// Made-up messages, in which everybody with a name has one that is found wherever it stands.
fn made_up() -> Vec<String> {
    let mut runner = TestRunner::deterministic();
    let mut message = || {
        let message = chatlake_testing::record::message().new_tree(&mut runner).unwrap().current();
        let named =
            message.replace("\"li\"", "\"somebody\"").replace("\"\\u006ci\"", "\"some\\u0062ody\"");
        named.replace("\"wu\"", "\"somebody\"").replace("admin@easemob.com", "somebody")
    };
    (0..500).map(|_| message()).collect()
}

#[test]
fn nobody_of_made_up_messages_is_in_the_bytes_of_any_format() {
    let folder = Folder::new();
    let export = folder.export("a.gz", &made_up());
    let somebody = ["somebody".to_owned()];
    for (format, extension) in FORMATS {
        let out = |name: &str| folder.arg(&format!("{name}.{extension}"));
        let (clear, hidden) = (out("clear"), out("hidden"));
        let convert = [&["convert", &export, "--overwrite"][..], format].concat();
        chatlake([&convert[..], &["--out", &clear]].concat()).exits(3);
        assert!(found(&clear, &somebody).is_some(), "{format:?} tells nothing anyway");
        // In these messages nobody is named but where people are.
        run(KEY, &[&convert[..], &["--out", &hidden], &HIDING[..2]].concat()).exits(3);
        assert_eq!(found(&hidden, &somebody), None, "{format:?}");
    }
}

#[test]
fn a_replay_has_pseudonyms_too() {
    let folder = Folder::new();
    let export =
        folder.export("a.gz", &[message(&"x".repeat(200), "hi").replace("ann", "somebody")]);
    let lake = folder.arg("lake/");
    chatlake(["convert", &export, "--out", &lake, "--max-record", "100B"]).exits(3);
    let out = folder.arg("more.csv");
    let replay = ["replay", &lake, "--out", &out];
    run(KEY, &[&replay[..], &HIDING].concat()).exits(0);
    assert_eq!(found(&out, [&"somebody".to_owned()]), None);
    assert!(fs::read_to_string(&out).unwrap().contains(&"x".repeat(200)));
}

#[test]
fn one_key_gives_the_same_outputs_in_any_run_and_another_other_names() {
    for (format, extension) in FORMATS {
        let folder = Folder::new();
        let made = |name: &str, key: &str, jobs: &str| {
            let out = folder.arg(&format!("{name}.{extension}"));
            let convert = ["convert", &testdata("hourly"), "--out", &out, "--jobs", jobs];
            run(key, &[&convert[..], format, &HIDING].concat()).exits(0);
            fs::read(out).unwrap()
        };
        let once = made("a", KEY, "1");
        assert!(once == made("b", KEY, "4"), "{format:?} by four");
        assert!(once != made("c", "another horse battery staple", "1"), "{format:?}");
    }
}

#[test]
fn an_output_with_pseudonyms_is_held_against_its_export_without_their_key() {
    let folder = Folder::new();
    let export = folder.export("a.gz", &messages(0..3));
    let out = folder.arg("a.parquet");
    run(KEY, &[&["convert", &export, "--out", &out][..], &HIDING].concat()).exits(0);
    let told = chatlake(["verify", &export, &out]).exits(0).out;
    assert!(told.contains("3 rows, all that are in them"), "{told}");
}

/// The cells of these columns.
fn cells(key: &str, export: &str, columns: &str) -> Vec<Vec<String>> {
    let arguments = [
        &["convert", export, "--out", "-", "--to", "csv", "--on-reject", "skip"][..],
        &["--pseudonymise", "sender", "--columns", columns],
    ];
    let rows = run(key, &arguments.concat()).exits(0).out;
    rows.lines().skip(1).map(|row| row.split(',').map(str::to_owned).collect()).collect()
}

#[test]
fn joins_hold_across_hours_and_runs_and_fail_across_keys() {
    let folder = Folder::new();
    let back =
        message("2", "hi").replace("ann", "x").replace("bob", "ann").replace("\"x\"", "\"bob\"");
    let there = folder.export("2018112717.gz", &[message("1", "hi")]);
    let back = folder.export("2018112718.gz", &[back]);
    let columns = "sender,recipient,conversation_id";
    let of = |key: &str, export: &str| cells(key, export, columns).remove(0);
    let (there_1, back_1) = (of(KEY, &there), of(KEY, &back));
    assert_eq!((&there_1[0], &there_1[1]), (&back_1[1], &back_1[0]));
    assert_eq!(there_1[2], back_1[2]);
    let mut both = [there_1[0].as_str(), &there_1[1]];
    both.sort_unstable();
    assert_eq!(there_1[2], both.join("|"));
    assert!(there_1[0].len() == 64 && there_1[0] != there_1[1]);
    let other = of("another horse battery staple", &there);
    assert!(other.iter().all(|name| !there_1.contains(name)));
}
