//! A law is worth what it is tried on: here stands what that must be.

use chatlake_core::{Framing, RecordBuf};
use chatlake_testing::file::{Packing, file, packing};
use chatlake_testing::json::{self, Json, unit};
use chatlake_testing::record::{message, record};
use chatlake_testing::{broken, oracle};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;

/// The same samples every time.
fn samples<T>(strategy: impl Strategy<Value = T>, n: usize) -> Vec<T> {
    let mut runner = TestRunner::deterministic();
    (0..n).map(|_| strategy.new_tree(&mut runner).unwrap().current()).collect()
}

fn payload(record: &Json) -> &Json {
    record.get("payload").unwrap_or(record)
}

/// The objects among the bodies.
fn bodies(record: &Json) -> Vec<&Json> {
    match payload(record).get("bodies") {
        Some(Json::Array(bodies)) => bodies.iter().collect(),
        _ => Vec::new(),
    }
}

fn any_body(record: &Json, is_so: impl Fn(&Json) -> bool) -> bool {
    bodies(record).into_iter().any(is_so)
}

fn is(json: Option<&Json>, text: &str) -> bool {
    json == Some(&Json::Text(unit(text)))
}

fn is_text(json: Option<&Json>) -> bool {
    matches!(json, Some(Json::Text(_)))
}

fn is_number(json: Option<&Json>) -> bool {
    matches!(json, Some(Json::Number(_)))
}

fn has_doubles(json: &Json) -> bool {
    let members = json.members();
    let is_double = |at: usize| members[..at].iter().any(|(key, _)| *key == members[at].0);
    (0..members.len()).any(is_double) || members.iter().any(|(_, value)| has_doubles(value))
}

#[test]
fn messages_have_every_shape_that_is_known() {
    type Shape = (&'static str, fn(&str, &Json) -> bool);
    const SHAPES: &[Shape] = &[
        ("timestamp as a number", |_, r| is_number(r.get("timestamp"))),
        ("timestamp as text", |_, r| is_text(r.get("timestamp"))),
        (
            "timestamp with a fraction of nothing",
            |_, r| matches!(r.get("timestamp"), Some(Json::Number(n)) if n.ends_with(".0")),
        ),
        ("no timestamp", |_, r| r.get("timestamp").is_none()),
        ("sender at the top only", |_, r| {
            is_text(r.get("from")) && payload(r).get("from").is_none()
        }),
        ("sender in the payload only", |_, r| {
            r.get("from").is_none() && is_text(payload(r).get("from"))
        }),
        ("an internal account at the top", |_, r| {
            is(r.get("from"), "admin@easemob.com") && is_text(payload(r).get("from"))
        }),
        ("an old id", |_, r| is(r.get("msg_id"), "5I02W-16-8278a")),
        ("no payload", |_, r| r.get("payload").is_none()),
        ("a payload that is no object", |_, r| {
            r.get("payload").is_some_and(|p| !matches!(p, Json::Object(_)))
        }),
        ("bodies that are no array", |_, r| is_text(payload(r).get("bodies"))),
        ("no bodies", |_, r| payload(r).get("bodies") == Some(&Json::Array(Vec::new()))),
        ("several bodies", |_, r| bodies(r).len() > 1),
        ("a body that is no object", |_, r| any_body(r, |b| is_number(Some(b)))),
        ("txt", |_, r| any_body(r, |b| is(b.get("type"), "txt") && is_text(b.get("msg")))),
        ("img", |_, r| any_body(r, |b| is(b.get("type"), "img") && is_text(b.get("url")))),
        ("img without its length", |_, r| {
            any_body(r, |b| is(b.get("type"), "img") && b.get("file_length").is_none())
        }),
        ("an empty size", |_, r| any_body(r, |b| b.get("size") == Some(&Json::Object(Vec::new())))),
        ("degrees as text", |_, r| any_body(r, |b| is(b.get("lat"), "39.90743000000001"))),
        ("degrees as a number", |_, r| any_body(r, |b| is_number(b.get("lng")))),
        ("degrees that are none", |_, r| any_body(r, |b| is(b.get("lat"), "NaN"))),
        ("audio", |_, r| any_body(r, |b| is(b.get("type"), "audio") && is_text(b.get("secret")))),
        ("video", |_, r| any_body(r, |b| is(b.get("type"), "video") && is_text(b.get("thumb")))),
        ("a length of 0", |_, r| {
            any_body(r, |b| b.get("length") == Some(&Json::Number("0".to_owned())))
        }),
        ("file", |_, r| any_body(r, |b| is(b.get("type"), "file"))),
        ("cmd with msg", |_, r| any_body(r, |b| is(b.get("type"), "cmd") && is_text(b.get("msg")))),
        ("custom with an array", |_, r| {
            any_body(
                r,
                |b| matches!(b.get("customExts"), Some(Json::Array(exts)) if !exts.is_empty()),
            )
        }),
        ("both kinds of customExts", |_, r| {
            any_body(r, |b| b.get("customExts").is_some() && b.get("v2:customExts").is_some())
        }),
        ("combined, of no type", |_, r| {
            any_body(r, |b| is(b.get("subType"), "sub_combine") && b.get("type").is_none())
        }),
        ("combined, of type txt", |_, r| {
            any_body(r, |b| is(b.get("subType"), "sub_combine") && is(b.get("type"), "txt"))
        }),
        ("a type that nobody knows", |_, r| any_body(r, |b| is(b.get("type"), "new"))),
        ("a misfit", |_, r| any_body(r, |b| is(b.get("file_length"), "12k"))),
        ("an unknown key at the top", |_, r| r.get("uuid").is_some()),
        ("an unknown key in the payload", |_, r| payload(r).get("meta").is_some()),
        ("an unknown key in a body", |_, r| any_body(r, |b| b.get("file_name").is_some())),
        ("ext with keys that stand twice", |_, r| payload(r).get("ext").is_some_and(has_doubles)),
        ("ext that is no object", |_, r| is_text(payload(r).get("ext"))),
        ("a lone surrogate", |text, _| text.contains("\\ud83d") && !text.contains("\\ud83d\\ude")),
        ("an emoji", |text, _| text.contains('😀')),
        ("an emoji by its escapes", |text, _| text.contains("\\ud83d\\ude00")),
        ("an escape in a known key", |text, _| text.contains("\"\\u0070ayload\"")),
        ("a number beyond all types", |text, _| text.contains("123456789012345678901234567890")),
        ("an infinite number", |text, _| text.contains("1e400")),
        ("a carriage return between tokens", |text, _| text.contains('\r')),
    ];
    let messages = samples(message(), 4000);
    let trees: Vec<_> =
        messages.iter().map(|text| (text, json::parse(text.as_bytes()).unwrap())).collect();
    let seen = |shape: &&Shape| trees.iter().any(|(text, tree)| shape.1(text, tree));
    let missing: Vec<_> = SHAPES.iter().filter(|shape| !seen(shape)).map(|shape| shape.0).collect();
    assert!(missing.is_empty(), "{missing:?}");
}

#[test]
fn messages_are_records_and_stand_on_one_line() {
    for message in samples(message(), 1000) {
        assert!(!message.contains('\n'));
        assert!(RecordBuf::from_json(&message).is_ok(), "{message}");
    }
}

#[test]
fn of_records_most_are_right_and_of_broken_ones_most_are_not() {
    let is_right = |bytes: &[u8]| oracle::expected(bytes).is_ok();
    let n_right = samples(record(), 1000).iter().filter(|text| is_right(text.as_bytes())).count();
    assert!((500..950).contains(&n_right), "{n_right}");
    let n_right = samples(broken::bytes(), 1000).iter().filter(|bytes| is_right(bytes)).count();
    assert!((100..500).contains(&n_right), "{n_right}");
}

#[test]
fn files_have_every_framing_and_members_anywhere() {
    let files = samples(file(), 300);
    for framing in [Framing::Lines, Framing::Concatenated, Framing::Array] {
        assert!(files.iter().any(|file| file.framing == framing), "{framing:?}");
    }
    let starts = |mark: &[u8]| files.iter().filter(|file| file.bytes.starts_with(mark)).count();
    assert!((100..200).contains(&starts(b"\xef\xbb\xbf")));
    assert!(files.iter().any(|file| file.bytes.ends_with(b"\r\n")));

    let packings = samples(packing(), 300);
    let n_members = |packing: &Packing| match packing {
        Packing::Gzip(_, cuts) => cuts.len() + 1,
        _ => 0,
    };
    assert!(packings.iter().any(|packing| n_members(packing) > 3));
    assert!(packings.iter().any(|packing| matches!(packing, Packing::Zstd(_))));
    assert!(packings.iter().any(|packing| packing.pack(b"x") == b"x"));
}
