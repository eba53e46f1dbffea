//! Messages are kept whole or not at all.

use chatlake_convert::{Options, Select};

use crate::harness::{PLAIN, Place, assert_balanced, options};

const LINES: &[&str] = &[
    r#"{"msg_id":"1","timestamp":1000,"chat_type":"chat","payload":{"from":"a|b","bodies":[{"type":"txt","msg":"x"},{"type":"img"}]}}"#,
    r#"{"msg_id":"2","timestamp":"2000","chat_type":"groupchat","from":"c","payload":{"bodies":[{"type":"txt","msg":"y"}]}}"#,
    r#"{"msg_id":"3","chat_type":"\u0063hat","from":"c","payload":{"bodies":[]}}"#,
];

fn kept(select: Select) -> Vec<u32> {
    let place = Place::new().with_lines("a.gz", LINES);
    let report = place.run(&Options { select, ..options(PLAIN) });
    assert_balanced(&report.inputs[0]);
    assert_eq!(report.totals.filtered + report.totals.written, 3);
    let id = |line: &str| serde_json::from_str::<serde_json::Value>(line).unwrap();
    let lines = place.read("out/a.jsonl");
    lines.lines().map(|line| id(line)["msg_id"].as_str().unwrap().parse().unwrap()).collect()
}

fn values(values: &[&str]) -> Vec<String> {
    values.iter().map(|value| (*value).to_owned()).collect()
}

#[test]
fn any_body_and_any_value_will_do() {
    let by = |field, of: &[&str]| kept(Select::default().with(field, values(of)).unwrap());
    assert_eq!(by("body_type", &["img", "audio"]), [1]);
    assert_eq!(by("chat_type", &["chat"]), [1, 3], "by value, not by spelling");
    assert_eq!(by("sender", &["a|b"]), [1]);
    assert_eq!(by("chat_type", &["nothing"]), [0; 0]);
}

#[test]
fn since_is_inclusive_and_until_exclusive() {
    assert_eq!(kept(Select::default().since_ms(1000)), [1, 2]);
    assert_eq!(kept(Select::default().until_ms(2000)), [1]);
    assert_eq!(kept(Select::default().since_ms(1001).until_ms(2001)), [2]);
}

#[test]
fn conditions_that_cannot_be_meant_are_refused() {
    let unknown = Select::default().with("text", values(&["x"])).unwrap_err();
    assert!(unknown.to_string().contains("cannot select by `text`"));
    let twice = Select::default().with("sender", values(&["a"]));
    assert!(twice.unwrap().with("sender", values(&["b"])).is_err());
}
