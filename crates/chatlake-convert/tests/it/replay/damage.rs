//! Files of rejects that are none, or not whole.

use std::fs;

use chatlake_convert::{Destination, Input, Options, Plan, Progress, Status, convert};
use chatlake_core::Limits;

use super::{lines, replay};
use crate::harness::{PLAIN, Place, gzipped, message, options};

const GOOD: &str =
    r#"{"source":"a.gz","record":1,"byte_offset":9,"reason":"x","raw":"{\"msg_id\":\"1\"}"}"#;

/// Replays bytes beside a file that is fine, and says what is wrong with them.
fn error_of(bytes: &[u8], options: &Options) -> String {
    let place =
        Place::new().with_bytes("bad.jsonl", bytes).with_bytes("good.jsonl", GOOD.as_bytes());
    let rejects = [place.path("bad.jsonl"), place.path("good.jsonl")];
    let report = replay(&rejects, &place.out(), options);
    let shown = String::from_utf8_lossy(bytes).chars().take(99).collect::<String>();
    assert_eq!(report.exit_code(), 4, "{shown}");
    assert_eq!(report.inputs[0].status, Status::Damaged, "{shown}");
    assert_eq!(report.inputs[1].status, Status::Ok, "{shown}");
    assert_eq!(place.files(), ["good.replay.jsonl"], "{shown}");
    report.inputs[0].error.clone().unwrap()
}

#[test]
fn a_line_that_is_no_reject_is_damage_and_stops_nobody() {
    let torn = &GOOD[..GOOD.len() - 10];
    for (text, expected) in [
        (format!("{GOOD}\n\n  \nnonsense\n{GOOD}\n"), "line 4 is not a reject: it is not a JSON"),
        (format!("{GOOD}\n{torn}"), "line 2 is not a reject: it ends in the middle"),
        (format!("{GOOD}\n{torn}\n{GOOD}\n"), "line 2 is not a reject: it ends in the middle"),
        (format!("[{GOOD}]\n"), "line 1 is not a reject: it is not a JSON object"),
        (format!("{GOOD}{GOOD}\n"), "line 1 is not a reject: it is not a JSON object"),
        (message("1", "an export"), "line 1 is not a reject: it has no `reason`"),
        (GOOD.replace("\"raw\"", "\"row\""), "it has no `raw`"),
        (GOOD.replace("\"record\":1", "\"record\":\"1\""), "of the wrong type"),
        (GOOD.replace("a.gz", "\\ud800"), "line 1 is not a reject"),
        (GOOD.replace("a.gz", "\0"), "line 1 is not a reject"),
        ("[".repeat(1_000_000), "line 1 is not a reject"),
        (format!(r#"{{"x":{}"#, "[".repeat(1_000_000)), "line 1 is not a reject"),
    ] {
        let error = error_of(text.as_bytes(), &options(PLAIN));
        assert!(error.contains(expected), "{error}");
        let salvage = Options { salvage: true, ..options(PLAIN) };
        assert_eq!(error_of(text.as_bytes(), &salvage), error, "there is nothing to salvage");
    }
    let error = error_of(b"{\"source\":\"\xff\"}", &options(PLAIN));
    assert!(error.contains("line 1"), "{error}");
    assert!(error_of(b"", &options(PLAIN)).contains("no bytes at all"));
}

#[test]
fn a_file_of_rejects_may_be_compressed_and_its_checksum_counts() {
    let whole = gzipped(format!("\u{feff}{GOOD}\r\n\r\n{GOOD}\n").as_bytes());
    let place = Place::new()
        .with_bytes("whole.jsonl.gz", &whole)
        .with_bytes("torn.jsonl.gz", &whole[..whole.len() - 5]);
    let rejects = [place.path("whole.jsonl.gz"), place.path("torn.jsonl.gz")];
    let report = replay(&rejects, &place.out(), &options(PLAIN));
    assert_eq!(report.inputs[0].counts.written, 2);
    assert_eq!(report.inputs[1].status, Status::Damaged);
    assert!(report.inputs[1].error.as_ref().unwrap().contains("truncated"));
    assert_eq!(place.files(), ["whole.replay.jsonl"]);
}

#[test]
fn a_line_without_end_is_refused_before_it_fills_the_memory() {
    // The narrowest limit still takes what was made with the usual one.
    let limits = Limits { max_record: 50, ..Limits::default() };
    let options = Options { limits, ..options(PLAIN) };
    let most = (16 << 20) * 7 / 3 + (128 << 10);
    let line = [&br#"{"raw":""#[..], &vec![b'x'; most]].concat();
    let error = error_of(&line, &options);
    assert!(error.contains("line 1") && error.contains("--max-record"), "{error}");
}

#[test]
fn the_longest_line_that_is_written_can_be_read() {
    // All of the record is a key that stands twice: it is there in the reason, too.
    let key = "\\u0001".repeat(100_000);
    let twice = format!(r#"{{"msg_id":"1","{key}":1,"{key}":2}}"#);
    let place = Place::new().with_lines("a.gz", &[&twice]);
    let limits = Limits { max_record: twice.len(), ..Limits::default() };
    let options = Options { limits, ..options(PLAIN) };
    place.run(&options);
    let rejects = place.path("out/_rejects/a.jsonl");
    let report = replay(std::slice::from_ref(&rejects), &place.out(), &options);
    assert_eq!(report.totals.rejects, lines(&rejects).len() as u64);
    assert_eq!(
        fs::read(&rejects).unwrap_or_default(),
        fs::read(place.path("out/_rejects/a.replay.jsonl")).unwrap_or_default()
    );
}

#[test]
fn one_output_of_many_files_of_rejects_is_published_without_a_damaged_one() {
    // The damage shows after a job has been written.
    let mut damaged = format!("{}\n", GOOD.replace("1\\", &format!("{}\\", "1".repeat(9000))));
    damaged = damaged.repeat(2000) + "nonsense";
    let place = Place::new()
        .with_bytes("a.jsonl", GOOD.as_bytes())
        .with_bytes("b.jsonl", damaged.as_bytes())
        .with_bytes("c.jsonl", GOOD.as_bytes());
    let inputs = ["a", "b", "c"]
        .map(|name| Input::file(&place.path(&format!("{name}.jsonl"))).of_rejects())
        .to_vec();
    let plan = Plan::new(inputs, Destination::File(place.path("one.jsonl"))).unwrap();
    let report = convert(&plan, &options(PLAIN), &Progress::new()).unwrap();
    assert_eq!((report.exit_code(), report.totals.written), (4, 2));
    assert_eq!(report.inputs[1].counts, Default::default());
    assert!(report.inputs[1].error.as_ref().unwrap().contains("line 2001"));
    assert_eq!(lines(&place.path("one.jsonl")), ["{\"msg_id\":\"1\"}"; 2]);
}
