//! Rejects of earlier conversions, converted again.

mod damage;
mod sources;

use std::fs;
use std::path::{Path, PathBuf};

use chatlake_convert::Format;
use chatlake_convert::{
    Dedup, Destination, Input, Options, Plan, Progress, Report, Status, convert,
};
use chatlake_core::{Compression, Limits};
use chatlake_sim::corpus::Rates;

use crate::harness::{PLAIN, Place, assert_balanced, gzipped, hour, message, options};

const FLAT: Format = Format::FlatJsonl(Compression::Plain);

/// Replays files of rejects into a folder.
fn replay(files: &[PathBuf], folder: &Path, options: &Options) -> Report {
    let inputs = files.iter().map(|path| Input::file(path).of_rejects()).collect();
    let plan = Plan::new(inputs, Destination::Folder(folder.to_owned())).unwrap();
    let report = convert(&plan, options, &Progress::new()).unwrap();
    report.inputs.iter().for_each(assert_balanced);
    report
}

fn lines(path: &Path) -> Vec<String> {
    fs::read_to_string(path).unwrap_or_default().lines().map(str::to_owned).collect()
}

fn sorted(mut lines: Vec<String>) -> Vec<String> {
    lines.sort();
    lines
}

#[test]
fn narrow_limits_and_a_replay_come_to_what_wide_limits_do() {
    let (bytes, _) = hour(5, "2018112709", 1_500_000, Rates::DIRTY);
    let narrow = Limits { max_record: 700, max_depth: 4, max_bodies: 1, ..Limits::default() };
    for format in [FLAT, PLAIN] {
        let place = Place::new().with_bytes("2018112709.gz", &bytes);
        let wide = options(format);
        let at_once = place.run_into(Destination::Folder(place.path("wide")), &wide);
        let narrowly = place.run(&Options { limits: narrow, ..options(format) });
        assert!(narrowly.totals.rejects > 2 * at_once.totals.rejects);

        let rejects = place.path("out/_rejects/2018112709.jsonl");
        let replayed = replay(&[rejects], &place.out(), &wide);
        let counts = replayed.totals;
        assert_eq!(counts.records, narrowly.totals.rejects);
        assert_eq!(counts.rejects, at_once.totals.rejects);
        assert_eq!(counts.written + narrowly.totals.written, at_once.totals.written);

        let mut rows = lines(&place.path("out/2018112709.jsonl"));
        rows.extend(lines(&place.path("out/2018112709.replay.jsonl")));
        let expected = sorted(lines(&place.path("wide/2018112709.jsonl")));
        assert!(!expected.is_empty() && sorted(rows) == expected);
        let left = place.read("out/_rejects/2018112709.replay.jsonl");
        assert_eq!(left, place.read("wide/_rejects/2018112709.jsonl"));
    }
}

#[test]
fn what_is_deep_tells_its_hour_with_the_limits_of_the_replay() {
    let deep = message("1", "hi");
    let nested = format!("{}{}", "[".repeat(200), "]".repeat(200));
    let deep = deep.replace(r#""from":"a""#, &format!(r#""from":"a","x":{nested}"#));
    let place = Place::new().with_lines("2018112717.gz", &[&deep]);
    assert_eq!(place.run(&options(FLAT)).totals.rejects, 1);
    let limits = Limits { max_depth: 1000, ..Limits::default() };
    let rejects = [place.path("out/_rejects/2018112717.jsonl")];
    let report = replay(&rejects, &place.out(), &Options { limits, ..options(FLAT) });
    assert_eq!((report.exit_code(), report.totals.written), (0, 1));
    let row: serde_json::Value =
        serde_json::from_str(&lines(&place.path("out/2018112717.replay.jsonl"))[0]).unwrap();
    assert_eq!(row["source_hour"], "2018-11-27T09:00:00.000000Z");
    assert_eq!(row["source_file"], "2018112717.gz");
}

#[test]
fn what_is_no_record_still_is_the_same_reject_byte_for_byte() {
    let pretty = "{\n  \"msg_id\": \"1\",\n  \"x\": \u{1}\n}\n{\"msg_id\":\"2\"}\n{\n \"b\" : 7 }";
    let good = message("9", "hi");
    let ugly = [
        good.as_bytes(),
        b"  {\"msg_id\":\"\xff\xfe\"} ",
        b"{broken \\u0000 \"quoted\" \xe4\xbd\xa0",
        b"{\"msg_id\":\"\x00\"}",
        b"{\"msg_id\":\"1\",\"msg_id\":\"2\"}",
        "[\"😀\u{feff}\"]".as_bytes(),
    ];
    let place = Place::new()
        .with_bytes("pretty.gz", &gzipped(pretty.as_bytes()))
        .with_bytes("ugly.gz", &gzipped(&ugly.join(&b'\n')));
    assert_eq!(place.run(&options(PLAIN)).totals.rejects, 7);
    let names = ["pretty", "ugly"];
    let before = names.map(|name| place.read(&format!("out/_rejects/{name}.jsonl")));
    assert!(before[0].contains("\\n") && before[1].contains("raw_base64"));

    let rejects = names.map(|name| place.path(&format!("out/_rejects/{name}.jsonl")));
    let report = replay(&rejects, &place.path("again"), &options(PLAIN));
    assert_eq!((report.exit_code(), report.totals.rejects, report.totals.written), (3, 7, 0));
    let after = names.map(|name| place.read(&format!("again/_rejects/{name}.replay.jsonl")));
    assert_eq!(after, before);
    let rejects = names.map(|name| place.path(&format!("again/_rejects/{name}.replay.jsonl")));
    replay(&rejects, &place.path("thrice"), &options(PLAIN));
    let after =
        names.map(|name| place.read(&format!("thrice/_rejects/{name}.replay.replay.jsonl")));
    assert_eq!(after, before);
}

#[test]
fn what_was_cut_is_a_reject_again_and_says_so() {
    let long = message("1", &"ü".repeat(50_000));
    let whole = message("2", &"x".repeat(200));
    let place = Place::new().with_lines("a.gz", &[&long, &message("3", ""), &whole]);
    let limits = Limits { max_record: 250, ..Limits::default() };
    let report = place.run(&Options { limits, ..options(PLAIN) });
    assert_eq!((report.totals.rejects, report.totals.written), (2, 1));

    let report = replay(&[place.path("out/_rejects/a.jsonl")], &place.out(), &options(PLAIN));
    assert_eq!((report.exit_code(), report.totals.rejects, report.totals.written), (3, 1, 1));
    assert_eq!(lines(&place.path("out/a.replay.jsonl")), [whole], "it is all there");
    let warning = &report.inputs[0].warnings[0];
    assert!(warning.contains("only the beginning was kept"), "{warning}");
    let left = place.read("out/_rejects/a.replay.jsonl");
    let kept = &place.read("out/_rejects/a.jsonl");
    let fields = |line: &str| serde_json::from_str::<serde_json::Value>(line).unwrap();
    let (was, is) = (fields(kept.lines().next().unwrap()), fields(&left));
    for field in ["source", "record", "byte_offset", "raw", "raw_truncated"] {
        assert_eq!(is[field], was[field], "{field}");
    }
    assert!(is["reason"].as_str().unwrap().contains("cannot be replayed"), "{}", is["reason"]);

    replay(&[place.path("out/_rejects/a.replay.jsonl")], &place.out(), &options(PLAIN));
    assert_eq!(place.read("out/_rejects/a.replay.replay.jsonl"), left);
}

#[test]
fn a_replay_lies_beside_what_it_completes() {
    let place = Place::new().with_lines("a.gz", &[&message("1", "hi"), "{}"]);
    place.run(&options(PLAIN));
    let whole = place.read("out/a.jsonl");
    replay(&[place.path("out/_rejects/a.jsonl")], &place.out(), &options(PLAIN));
    let expected = ["_rejects/a.jsonl", "_rejects/a.replay.jsonl", "a.jsonl", "a.replay.jsonl"];
    assert_eq!(place.files(), expected);
    assert_eq!(place.read("out/a.jsonl"), whole);
}

#[test]
fn duplicates_among_rejects_are_dropped_where_asked_for() {
    let twice = message("1", "hi");
    let limits = Limits { max_record: 20, ..Limits::default() };
    let place = Place::new().with_lines("a.gz", &[&twice, &twice, "{}", &message("1", "ho")]);
    place.run(&Options { limits, ..options(PLAIN) });
    let drop = Options { dedup: Dedup::Drop, ..options(PLAIN) };
    let counts = replay(&[place.path("out/_rejects/a.jsonl")], &place.out(), &drop).totals;
    assert_eq!((counts.records, counts.written, counts.rejects), (4, 2, 1));
    assert_eq!((counts.duplicates_dropped, counts.conflicts), (1, 1));
}

#[test]
fn an_hour_without_rejects_left_is_done() {
    let place = Place::new().with_bytes("a.jsonl.gz", &gzipped(b""));
    let report = replay(&[place.path("a.jsonl.gz")], &place.out(), &options(PLAIN));
    assert_eq!((report.exit_code(), report.inputs[0].status), (0, Status::Ok));
    assert_eq!(place.files(), ["a.replay.jsonl"]);
}
