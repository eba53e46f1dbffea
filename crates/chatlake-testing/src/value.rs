//! JSON that messages hold: texts, numbers, and values of any kind.

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

/// A piece of a string between its quotes.
fn chunk() -> impl Strategy<Value = &'static str> {
    select(vec![
        "a",
        "hello",
        " ",
        "你好",
        "😀",
        "é",
        "}",
        "{",
        "[",
        "]",
        ",",
        ":",
        "|",
        "'",
        "/",
        "\\n",
        "\\\"",
        "\\\\",
        "\\/",
        "\\t",
        "\\u0041",
        "\\u4f60",
        "\\ud83d\\ude00",
        "\\ud83d",
        "\\uDE00",
        "\\u0000",
        "secret",
        "\u{feff}",
        "\u{2028}",
        "0",
        "17",
        "-3",
        "1.5",
        "1e2",
        "=",
        "+",
        "@",
        "-",
        "\\u003d",
        "\\r",
        "\u{7f}",
    ])
}

/// A text in its quotes.
pub fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        6 => vec(chunk(), 0..6).prop_map(|chunks| format!("\"{}\"", chunks.concat())),
        // What has no special place in strings; quotes and backslashes have.
        1 => "\"[^\\pC\"\\\\]{0,80}\"",
    ]
}

/// Keys that the platform writes and nobody has explained, and their like.
const UNEXPLAINED: &[&str] = &[
    "\"uuid\"",
    "\"type\"",
    "\"created\"",
    "\"modified\"",
    "\"groupId\"",
    "\"group_id\"",
    "\"meta\"",
    "\"file_name\"",
    "\"secret\"",
    "\"\\u0073ecret\"",
    "\"thumb_secret\"",
    "\"\"",
];

/// A key, in its quotes, that is known at no place, or at another one.
pub(crate) fn key() -> impl Strategy<Value = String> {
    prop_oneof![1 => text(), 1 => select(UNEXPLAINED).prop_map(str::to_owned)]
}

/// A number, or text that nearly is one, in and out of every range.
pub fn number() -> impl Strategy<Value = String> {
    let fixed = select(vec![
        "0",
        "-0",
        "1",
        "-1",
        "17",
        "1.0",
        "1e3",
        "1.5e1",
        "2147483647",
        "2147483648",
        "-5",
        "1403099033211",
        "9223372036854775807",
        "9223372036854775808",
        "1e400",
        "0.1",
        "39.90743000000001",
        "123456789012345678901234567890",
        "1E+2",
        "-0.0e-9",
        "100e-2",
    ]);
    prop_oneof![
        3 => fixed.prop_map(str::to_owned),
        1 => any::<i64>().prop_map(|n| n.to_string()),
        1 => any::<i32>().prop_map(|n| format!("\"{n}\"")),
        1 => (-180.0..180.0f64).prop_map(|n| n.to_string()),
    ]
}

fn word() -> impl Strategy<Value = String> {
    select(vec!["null", "true", "false"]).prop_map(str::to_owned)
}

fn blank() -> impl Strategy<Value = &'static str> {
    prop_oneof![8 => Just(""), 1 => Just(" "), 1 => Just("\t "), 1 => Just("  \r")]
}

/// `{` members `}`, with white space where it may stand.
pub(crate) fn object(
    members: impl Strategy<Value = Vec<(String, String)>>,
) -> impl Strategy<Value = String> {
    (members, blank(), blank()).prop_map(|(members, a, b)| {
        let members: Vec<_> =
            members.into_iter().map(|(key, value)| format!("{a}{key}{b}:{a}{value}{b}")).collect();
        format!("{{{}{a}}}", members.join(","))
    })
}

pub(crate) fn array(elements: impl Strategy<Value = Vec<String>>) -> impl Strategy<Value = String> {
    (elements, blank()).prop_map(|(elements, a)| format!("[{a}{}{a}]", elements.join(",")))
}

/// A value of any kind, with keys that may stand twice.
pub fn any_value() -> impl Strategy<Value = String> {
    prop_oneof![text(), number(), word()].prop_recursive(4, 24, 4, |inner| {
        prop_oneof![
            object(vec((key(), inner.clone()), 0..4)),
            array(vec(inner, 0..4)),
            Just("{}".to_owned()),
            Just("[]".to_owned()),
        ]
    })
}
