//! Lines that are no records, among lines that are.

use super::super::Sample;
use super::super::expected::Expected;
use super::{record, sample};

/// Files of bad lines: every one of them is a reject, and the good line before and after is not.
const FILES: &[(&str, &str, &[&str])] = &[
    (
        "not_json.jsonl",
        "Near misses of JSON: each line a reject.",
        &[
            r#"{"msg_id":"1",}"#,
            r#"{msg_id:"1"}"#,
            r#"{'msg_id':'1'}"#,
            r#"{"msg_id":"1"} // comment"#,
            r#"{"msg_id":"1" "to":"x"}"#,
            r#"{"msg_id":"1",,"to":"x"}"#,
            r#"{"msg_id":"1","n":NaN}"#,
            r#"{"msg_id":"1","n":-Infinity}"#,
            r#"{"msg_id":"1","n":01}"#,
            r#"{"msg_id":"1","n":1.}"#,
            r#"{"msg_id":"1","n":.5}"#,
            r#"{"msg_id":"1","n":+1}"#,
            r#"{"msg_id":"1","n":1e}"#,
            r#"{"msg_id":"1","n":0x10}"#,
            r#"{"msg_id":"1","n":True}"#,
            r#"{"msg_id":"1","n":nul}"#,
            r#"{"msg_id":"1","n":[1,]}"#,
            r#"{"msg_id":"1","n":[1}}"#,
            r#"{"msg_id":"1"}}"#,
            r#"{"msg_id":"1""#,
            r#"{"msg_id":"1"#,
            r#"{"msg_id"}"#,
            r#"{"msg_id":}"#,
            r#"{"msg_id":"1"]"#,
            r#"{"msg_id":"1"},"#,
            r"{",
            r"}",
            r"...",
        ],
    ),
    (
        "bad_strings.jsonl",
        "Escapes that do not exist, raw control characters, a quote without end.",
        &[
            r#"{"msg_id":"\x41"}"#,
            r#"{"msg_id":"\u12"}"#,
            r#"{"msg_id":"\u12G4"}"#,
            r#"{"msg_id":"\'"}"#,
            r#"{"msg_id":"\"}"#,
            "{\"msg_id\":\"a\tb\"}",
            "{\"msg_id\":\"a\u{1}b\"}",
            "{\"msg_id\":\"a\u{1f}b\"}",
            r#"{"msg_id":"1","payload":{"ext":{"a":"\q"}}}"#,
            r#"{"msg_id":"1","unknown":"\u00zz"}"#,
        ],
    ),
    (
        "not_objects.jsonl",
        "JSON, but not objects.",
        &["null", "true", "17", "-0.5e3", "\"text\"", "[]", r#"[{"msg_id":"1"}]"#],
    ),
    (
        "bad_ids.jsonl",
        "Ids that are missing, empty or not text.",
        &[
            "{}",
            r#"{"timestamp":1543280400123}"#,
            r#"{"msg_id":""}"#,
            r#"{"msg_id":null}"#,
            r#"{"msg_id":539805344897728531}"#,
            r#"{"msg_id":["1"]}"#,
            r#"{"MSG_ID":"1"}"#,
            r#"{"payload":{"msg_id":"1"}}"#,
        ],
    ),
    (
        "bad_timestamps.jsonl",
        "Timestamps that are no whole number of milliseconds in range.",
        &[
            r#"{"msg_id":"1","timestamp":"yesterday"}"#,
            r#"{"msg_id":"1","timestamp":""}"#,
            r#"{"msg_id":"1","timestamp":" 1543280400123"}"#,
            r#"{"msg_id":"1","timestamp":"+1543280400123"}"#,
            r#"{"msg_id":"1","timestamp":"1.5e12"}"#,
            r#"{"msg_id":"1","timestamp":"2018-11-27T09:00:00Z"}"#,
            r#"{"msg_id":"1","timestamp":1543280400123.25}"#,
            r#"{"msg_id":"1","timestamp":1e300}"#,
            r#"{"msg_id":"1","timestamp":1e999999999999}"#,
            r#"{"msg_id":"1","timestamp":99999999999999999999999999}"#,
            r#"{"msg_id":"1","timestamp":"99999999999999999999999999"}"#,
            r#"{"msg_id":"1","timestamp":true}"#,
            r#"{"msg_id":"1","timestamp":[1543280400123]}"#,
            r#"{"msg_id":"1","timestamp":{"$numberLong":"1543280400123"}}"#,
        ],
    ),
    (
        "duplicate_keys.jsonl",
        "A key twice where the schema knows the place, with and without escapes.",
        &[
            r#"{"msg_id":"1","msg_id":"1"}"#,
            r#"{"msg_id":"1","\u006dsg_id":"2"}"#,
            r#"{"msg_id":"1","payload":{},"payload":{}}"#,
            r#"{"msg_id":"1","payload":{"ext":{},"ext":{}}}"#,
            r#"{"msg_id":"1","payload":{"bodies":[{"msg":"a","msg":"b"}]}}"#,
            r#"{"msg_id":"1","payload":{"bodies":[{"size":{"width":1,"width":2}}]}}"#,
        ],
    ),
];

pub(super) fn samples() -> Vec<Sample> {
    let mut samples: Vec<_> = FILES
        .iter()
        .map(|(name, shows, bad)| {
            let expected = Expected::rejects(bad.len() as u64, 2);
            sample(name, shows, expected, around(&bad.join("\n")))
        })
        .collect();
    samples.push(sample(
        "deep.jsonl",
        "One container more than `--max-depth`, then thousands: a reject each.",
        Expected::rejects(2, 2),
        around(&[nested(127), nested(4_000)].join("\n")),
    ));
    samples.push(sample(
        "suspect_timestamps.jsonl",
        "Seconds, microseconds: written as they are, with a warning.",
        Expected::warned(4),
        around("{\"msg_id\":\"1\",\"timestamp\":1543280400}\n{\"msg_id\":\"2\",\"timestamp\":1543280400123456}"),
    ));
    samples
}

fn around(bad: &str) -> Vec<u8> {
    format!("{}\n{bad}\n{}\n", record(0), record(1)).into_bytes()
}

/// A record of `depth` containers and two more: itself and its payload.
fn nested(depth: usize) -> String {
    let (open, close) = ("[".repeat(depth), "]".repeat(depth));
    format!(r#"{{"msg_id":"1","payload":{{"ext":{open}{close}}}}}"#)
}
