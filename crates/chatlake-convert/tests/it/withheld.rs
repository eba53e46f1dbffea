//! Rejects without bytes say where and why, and nothing of what the records held.

use chatlake_convert::{
    Destination, Existing, Input, OnReject, Options, Plan, Progress, RejectBytes, Report, convert,
};
use chatlake_core::Limits;
use chatlake_sim::corpus::Rates;
use serde_json::Value;

use crate::harness::{PLAIN, Place, assert_balanced, gzipped, hour, message, options};

fn withheld() -> Options {
    let limits = Limits { max_record: 300, max_depth: 6, max_bodies: 2, ..Limits::default() };
    Options { reject_bytes: RejectBytes::Withheld, limits, ..options(PLAIN) }
}

/// Records that are refused, each for another reason, and all of `SECRET`.
fn refused() -> Vec<Vec<u8>> {
    let text = [
        r#"["SECRET"]"#.to_owned(),
        r#"{"msg_id":SECRET}"#.to_owned(),
        r#"{"msg_id":"1","x":SECRET}"#.to_owned(),
        r#"{"msg_id":"SECRET" SECRET}"#.to_owned(),
        r#"{"msg_id":"SECRET","#.to_owned(),
        r#"{"msg_id":"SECRET"#.to_owned(),
        r#"{"msg_id":"1","x":"SECRET\q"}"#.to_owned(),
        "{\"msg_id\":\"1\",\"x\":\"SECRET\u{1}\"}".to_owned(),
        format!(r#"{{"msg_id":"1","x":{}"SECRET"{}}}"#, "[".repeat(9), "]".repeat(9)),
        message("1", "SECRET").replace("\"bodies\":[", "\"bodies\":[{},{},"),
        message("1", &"SECRET".repeat(60)),
        r#"{"msg_id":"1","SECRET":1,"SECRET":2}"#.to_owned(),
        r#"{"msg_id":"SECRET","msg_id":"SECRET"}"#.to_owned(),
        r#"{"msg_id":"","x":"SECRET"}"#.to_owned(),
        r#"{"entities":[{"x":"SECRET"}]}"#.to_owned(),
        r#"{"msg_id":"1","timestamp":"SECRET"}"#.to_owned(),
        r#"{"msg_id":"1","timestamp":1.5e999,"x":"SECRET"}"#.to_owned(),
    ];
    let mut refused: Vec<Vec<u8>> = text.into_iter().map(String::into_bytes).collect();
    refused.push(b"{\"msg_id\":\"SECRET\xff\"}".to_vec());
    refused
}

fn lines(place: &Place, name: &str) -> Vec<Value> {
    place.read(name).lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn neither_lines_nor_reports_hold_anything_of_a_record() {
    let refused = refused();
    let fine = message("1", "SECRET").into_bytes();
    let all = [fine.as_slice(), &refused.join(&b'\n')].join(&b'\n');
    let place = Place::new().with_bytes("a.gz", &gzipped(&all));
    let report = place.run(&withheld());
    assert_eq!(report.totals.rejects, refused.len() as u64);
    assert!(!place.read("out/_rejects/a.jsonl").contains("SECRET"));
    for (line, number) in lines(&place, "out/_rejects/a.jsonl").iter().zip(1..) {
        let place = (line["source"].as_str(), line["record"].as_u64());
        assert_eq!(place, (report.inputs[0].source.as_str().into(), Some(number)));
        assert_eq!((&line["raw"], &line["raw_withheld"]), (&Value::Null, &Value::Bool(true)));
        assert!(line.as_object().unwrap().contains_key("raw"));
        assert_eq!(line.get("raw_base64"), None);
        // Not a byte is quoted: what is between quotes are keys and signs of ours.
        let reason = line["reason"].as_str().unwrap();
        assert!(!reason.contains("found") && !reason.contains("0x"), "{reason}");
    }
    let existing = Existing::Overwrite;
    for record in &refused {
        let place =
            Place::new().with_bytes("a.gz", &gzipped(&[fine.as_slice(), record].join(&b'\n')));
        for on_reject in [OnReject::Quarantine, OnReject::Skip, OnReject::Fail] {
            let report = place.run(&Options { on_reject, existing, ..withheld() });
            let told = serde_json::to_string(&report).unwrap();
            assert!(told.contains("record 1 at byte ") && !told.contains("SECRET"), "{told}");
        }
    }
}

#[test]
fn what_becomes_of_records_is_the_same_with_and_without_their_bytes() {
    let (bytes, census) = hour(8, "2018112709", 2_000_000, Rates::DIRTY);
    let place = Place::new().with_bytes("2018112709.gz", &bytes);
    let kept = place.run_into(Destination::Folder(place.path("kept")), &options(PLAIN));
    let reject_bytes = RejectBytes::Withheld;
    let without = place.run(&Options { reject_bytes, ..options(PLAIN) });
    assert_eq!((without.totals, without.totals.rejects), (kept.totals, census.malformed()));
    assert!(place.read("out/2018112709.jsonl") == place.read("kept/2018112709.jsonl"));
    let places = |name: &str| {
        let lines = lines(&place, name);
        let place = |line: &Value| (line["record"].as_u64(), line["byte_offset"].as_u64());
        lines.iter().map(place).collect::<Vec<_>>()
    };
    let name = "_rejects/2018112709.jsonl";
    assert_eq!(places(&format!("out/{name}")), places(&format!("kept/{name}")));
}

fn replay(place: &Place, rejects: &str, options: &Options) -> Report {
    let input = Input::file(&place.path(rejects)).of_rejects();
    let plan = Plan::new(vec![input], Destination::Folder(place.out())).unwrap();
    let report = convert(&plan, options, &Progress::new()).unwrap();
    report.inputs.iter().for_each(assert_balanced);
    report
}

#[test]
fn what_was_withheld_is_a_reject_again_and_says_so() {
    let whole = message("2", &"x".repeat(200));
    let place = Place::new().with_lines("a.gz", &[&message("1", ""), "{broken", &whole]);
    place.run(&withheld());
    let limits = withheld().limits;
    place.run_into(Destination::Folder(place.path("kept")), &Options { limits, ..options(PLAIN) });
    let both = place.read("out/_rejects/a.jsonl") + &place.read("kept/_rejects/a.jsonl");
    let place = place.with_bytes("both.jsonl", both.as_bytes());

    let report = replay(&place, "both.jsonl", &options(PLAIN));
    assert_eq!((report.exit_code(), report.totals.rejects), (3, 3));
    assert_eq!(report.totals.written, 1, "of the one that is there the bytes were kept");
    let warning = &report.inputs[0].warnings[0];
    assert!(warning.contains("of 2 records the bytes were withheld"), "{warning}");
    let left = place.read("out/_rejects/both.replay.jsonl");
    let (was, is) = (lines(&place, "both.jsonl"), lines(&place, "out/_rejects/both.replay.jsonl"));
    for (was, is) in was.iter().zip(&is).take(2) {
        for field in ["source", "record", "byte_offset", "raw", "raw_withheld"] {
            assert_eq!(is[field], was[field], "{field}");
        }
        let reason = is["reason"].as_str().unwrap();
        assert!(reason.contains("withheld") && reason.contains("convert its source"), "{reason}");
    }
    assert_eq!(is[2]["raw"], "{broken");

    replay(&place, "out/_rejects/both.replay.jsonl", &options(PLAIN));
    assert_eq!(place.read("out/_rejects/both.replay.replay.jsonl"), left);
}
