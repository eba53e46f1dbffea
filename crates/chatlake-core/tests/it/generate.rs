//! Made-up records with every trap of the format, and ways to break them.

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select};

/// So many cases; a failure is told, not kept in a file.
pub(crate) fn cases(cases: u32) -> ProptestConfig {
    ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() }
}

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
    ])
}

fn text() -> impl Strategy<Value = String> {
    vec(chunk(), 0..6).prop_map(|chunks| format!("\"{}\"", chunks.concat()))
}

fn number() -> impl Strategy<Value = String> {
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
fn object(members: impl Strategy<Value = Vec<(String, String)>>) -> impl Strategy<Value = String> {
    (members, blank(), blank()).prop_map(|(members, a, b)| {
        let members: Vec<_> =
            members.into_iter().map(|(key, value)| format!("{a}{key}{b}:{a}{value}{b}")).collect();
        format!("{{{}{a}}}", members.join(","))
    })
}

fn array(elements: impl Strategy<Value = Vec<String>>) -> impl Strategy<Value = String> {
    (elements, blank()).prop_map(|(elements, a)| format!("[{a}{}{a}]", elements.join(",")))
}

pub(crate) fn any_value() -> impl Strategy<Value = String> {
    prop_oneof![text(), number(), word()].prop_recursive(4, 24, 4, |inner| {
        prop_oneof![
            object(vec((text(), inner.clone()), 0..4)),
            array(vec(inner, 0..4)),
            Just("{}".to_owned()),
            Just("[]".to_owned()),
        ]
    })
}

/// A value that mostly is what its key promises.
fn value_of(key: &'static str) -> BoxedStrategy<String> {
    let likely: BoxedStrategy<String> = match key {
        "msg_id" => select(vec!["\"1\"", "\"5I02W-16-8278a\"", "\"\\u0031\""])
            .prop_map(str::to_owned)
            .boxed(),
        "timestamp" => select(vec!["1403099033211", "\"1403099033211\"", "null", "1.4e12"])
            .prop_map(str::to_owned)
            .boxed(),
        "chat_type" => select(vec!["\"chat\"", "\"groupchat\""]).prop_map(str::to_owned).boxed(),
        "type" => select(vec!["\"txt\"", "\"img\"", "\"combine\"", "\"custom\"", "\"new\""])
            .prop_map(str::to_owned)
            .boxed(),
        "subType" => select(vec!["\"sub_combine\"", "\"sub_\\u0063ombine\"", "\"other\""])
            .prop_map(str::to_owned)
            .boxed(),
        "file_length" | "length" | "width" | "height" | "combineLevel" | "lat" | "lng" => {
            number().boxed()
        }
        "payload" => payload().boxed(),
        "bodies" => {
            array(vec(prop_oneof![9 => body().boxed(), 1 => any_value().boxed()], 0..3)).boxed()
        }
        "ext" | "customExts" | "v2:customExts" => any_value().boxed(),
        "size" => object(members(&["width", "height"], 3)).boxed(),
        _ => text().boxed(),
    };
    prop_oneof![12 => likely, 1 => any_value(), 1 => Just("null".to_owned())].boxed()
}

/// A subset of the keys in any order, and now and then a stranger, a double, or an odd spelling.
fn members(
    keys: &'static [&'static str],
    most: usize,
) -> impl Strategy<Value = Vec<(String, String)>> {
    let known = proptest::sample::subsequence(keys.to_vec(), 0..=keys.len().min(most))
        .prop_shuffle()
        .prop_flat_map(|keys| keys.into_iter().map(member_of).collect::<Vec<_>>());
    let strangers = prop_oneof![
        6 => Just(Vec::new()),
        3 => vec((text(), any_value()), 1..4),
        1 => select(keys).prop_flat_map(|key| vec(member_of(key), 1)),
    ];
    (known, strangers, any::<Index>()).prop_map(|(mut members, strangers, at)| {
        let at = at.index(members.len() + 1);
        members.splice(at..at, strangers);
        members
    })
}

fn member_of(key: &'static str) -> BoxedStrategy<(String, String)> {
    let plain = format!("\"{key}\"");
    let odd = format!("\"\\u{:04x}{}\"", u32::from(key.as_bytes()[0]), &key[1..]);
    (prop_oneof![20 => Just(plain), 1 => Just(odd)], value_of(key)).boxed()
}

fn body() -> impl Strategy<Value = String> {
    object(members(
        &[
            "type",
            "msg",
            "url",
            "filename",
            "file_length",
            "length",
            "size",
            "secret",
            "thumb",
            "thumb_secret",
            "thumbFilename",
            "lat",
            "lng",
            "addr",
            "action",
            "customEvent",
            "customExts",
            "v2:customExts",
            "combineLevel",
            "title",
            "summary",
            "subType",
        ],
        8,
    ))
}

fn payload() -> impl Strategy<Value = String> {
    object(members(&["bodies", "ext", "from", "to"], 4))
}

/// A record, on one line, that mostly is a right one.
pub(crate) fn record() -> impl Strategy<Value = String> {
    let rest = members(&["timestamp", "direction", "to", "from", "chat_type", "payload"], 6);
    let id = prop_oneof![
        12 => value_of("msg_id").prop_map(|id| vec![("\"msg_id\"".to_owned(), id)]),
        1 => Just(Vec::new()),
    ];
    object((id, rest).prop_map(|(id, rest)| [id, rest].concat()))
}

/// Bytes that are next to a record, or far from one.
pub(crate) fn bytes() -> impl Strategy<Value = Vec<u8>> {
    let broken =
        (record(), vec((any::<Index>(), mutation()), 1..4)).prop_map(|(record, changes)| {
            let mut bytes = record.into_bytes();
            for (at, change) in changes {
                let at = at.index(bytes.len().max(1));
                match change {
                    _ if bytes.is_empty() => {}
                    Mutation::Flip(bit) => bytes[at] ^= 1 << bit,
                    Mutation::Insert(byte) => bytes.insert(at, byte),
                    Mutation::Delete(n) => {
                        bytes.drain(at..(at + n).min(bytes.len()));
                    }
                }
            }
            bytes
        });
    prop_oneof![
        4 => broken,
        2 => record().prop_map(String::into_bytes),
        1 => any_value().prop_map(String::into_bytes),
        1 => vec(select(b"{}[]\",:\\ 0e.-tn\x00\x1f\xff\xe4\n".to_vec()), 0..40),
        1 => vec(any::<u8>(), 0..40),
    ]
}

#[derive(Clone, Copy, Debug)]
enum Mutation {
    Flip(u8),
    Insert(u8),
    Delete(usize),
}

fn mutation() -> impl Strategy<Value = Mutation> {
    prop_oneof![
        (0u8..8).prop_map(Mutation::Flip),
        select(b"{}[]\",:\\ 0e.-tu\x00\x1f\xff\xe4".to_vec()).prop_map(Mutation::Insert),
        any::<u8>().prop_map(Mutation::Insert),
        (1usize..4).prop_map(Mutation::Delete),
    ]
}

/// What stands on one line: `bytes` without line breaks or blanks around it, and not empty.
pub(crate) fn line() -> impl Strategy<Value = Vec<u8>> {
    bytes().prop_map(|mut bytes| {
        bytes.retain(|byte| *byte != b'\n');
        let blank = [&b" "[..], b"\t", b"\r", b"\xef\xbb\xbf"];
        while let Some(blank) = blank.iter().find(|blank| bytes.starts_with(blank)) {
            bytes.drain(..blank.len());
        }
        while let Some(blank) = blank.iter().find(|blank| bytes.ends_with(blank)) {
            bytes.truncate(bytes.len() - blank.len());
        }
        if bytes.is_empty() {
            bytes.push(b'x');
        }
        bytes
    })
}
