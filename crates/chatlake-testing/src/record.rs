//! Made-up records with every trap of the format.

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, SizeRange, select};

use crate::keys::{BODY, PAYLOAD, SIZE};
use crate::oracle;
use crate::value::{any_value, array, key, number, object, text};

/// Bodies as the platform has them: `type`, unless it is missing, and the keys that come with it.
const KINDS: &[(Option<&str>, &[&str])] = &[
    (Some("txt"), &["msg"]),
    (Some("img"), &["file_length", "filename", "secret", "size", "url", "thumbFilename"]),
    (Some("loc"), &["addr", "lat", "lng"]),
    (Some("audio"), &["file_length", "filename", "length", "secret", "url"]),
    (
        Some("video"),
        &["file_length", "filename", "length", "secret", "size", "thumb", "thumb_secret", "url"],
    ),
    (Some("file"), &["file_length", "filename", "secret", "url"]),
    (Some("cmd"), &["action", "msg"]),
    (Some("custom"), &["customEvent", "customExts", "v2:customExts"]),
    (Some("txt"), COMBINED),
    (None, COMBINED),
];

const COMBINED: &[&str] = &[
    "combineLevel",
    "title",
    "summary",
    "msg",
    "subType",
    "filename",
    "file_length",
    "secret",
    "url",
];

/// A record, on one line, that mostly is a right one.
pub fn record() -> impl Strategy<Value = String> {
    const REST: &[&str] = &["timestamp", "direction", "to", "from", "chat_type", "payload"];
    let rest = prop_oneof![1 => members(REST, 0..=6), 2 => members(REST, 5..=6)];
    let id = prop_oneof![
        12 => value_of("msg_id").prop_map(|id| vec![("\"msg_id\"".to_owned(), id)]),
        1 => Just(Vec::new()),
    ];
    object((id, rest, any::<Index>()).prop_map(|(id, mut members, at)| {
        let at = at.index(members.len() + 1);
        members.splice(at..at, id);
        members
    }))
}

/// A record, on one line, that is a right one by the words of the schema.
pub fn message() -> impl Strategy<Value = String> {
    record().prop_filter("no record by the schema", |record| {
        oracle::expected(record.as_bytes()).is_ok()
    })
}

fn payload() -> impl Strategy<Value = String> {
    object(prop_oneof![1 => members(PAYLOAD, 0..=4), 2 => members(PAYLOAD, 3..=4)])
}

fn body() -> impl Strategy<Value = String> {
    let of_a_kind = select(KINDS).prop_flat_map(|(kind, keys)| {
        let kind = kind.map(|kind| ("\"type\"".to_owned(), format!("\"{kind}\"")));
        let fewest = keys.len().saturating_sub(2);
        members(keys, fewest..=keys.len())
            .prop_map(move |members| kind.clone().into_iter().chain(members).collect())
    });
    object(prop_oneof![2 => of_a_kind, 1 => members(BODY, 0..=8)])
}

/// A value that mostly is what its key promises.
fn value_of(key: &'static str) -> BoxedStrategy<String> {
    let one_of = |values: &'static [&str]| select(values).prop_map(str::to_owned).boxed();
    let likely: BoxedStrategy<String> = match key {
        "msg_id" => one_of(&[
            "\"1\"",
            "\"5I02W-16-8278a\"",
            "\"1234567890123456789\"",
            "\"\\u0031\"",
            "\"=1\"",
        ]),
        "timestamp" => timestamp().boxed(),
        "chat_type" => {
            one_of(&["\"chat\"", "\"chat\"", "\"groupchat\"", "\"chatroom\"", "\"new\""])
        }
        "direction" => one_of(&["\"outgoing\"", "\"incoming\""]),
        "from" | "to" => prop_oneof![
            1 => one_of(&["\"li\"", "\"wu\"", "\"admin@easemob.com\"", "\"\"", "\"\\u006ci\""]),
            1 => text(),
        ]
        .boxed(),
        "type" => one_of(&["\"txt\"", "\"img\"", "\"combine\"", "\"custom\"", "\"new\"", "\"\""]),
        "subType" => one_of(&["\"sub_combine\"", "\"sub_\\u0063ombine\"", "\"other\""]),
        "lat" | "lng" => prop_oneof![
            2 => number(),
            1 => one_of(&["\"39.90743000000001\"", "\"1e2\"", "\"-0.5\"", "\"NaN\"", "\" 1\""]),
        ]
        .boxed(),
        "file_length" | "length" | "width" | "height" | "combineLevel" => {
            prop_oneof![9 => number(), 1 => Just("\"12k\"".to_owned())].boxed()
        }
        "payload" => payload().boxed(),
        "bodies" => {
            array(vec(prop_oneof![9 => body().boxed(), 1 => any_value().boxed()], 0..3)).boxed()
        }
        "ext" => any_value().boxed(),
        "customExts" | "v2:customExts" => prop_oneof![
            1 => any_value(),
            1 => array(vec(object(vec((text(), any_value()), 1)), 0..3)),
        ]
        .boxed(),
        "size" => object(members(SIZE, 0..=2)).boxed(),
        _ => text().boxed(),
    };
    prop_oneof![12 => likely, 1 => any_value(), 1 => Just("null".to_owned())].boxed()
}

/// Milliseconds, as number or text, near today and as far away as instants go.
fn timestamp() -> impl Strategy<Value = String> {
    const FARTHEST: i64 = i64::MAX / 1000;
    let millis = prop_oneof![
        6 => 1_230_768_000_000i64..4_102_444_800_000,
        1 => -FARTHEST..=FARTHEST,
        1 => select(vec![0, -1, 1, FARTHEST, -FARTHEST]),
    ];
    let spelled = (millis, 0..4).prop_map(|(millis, spelling)| match spelling {
        0 => format!("\"{millis}\""),
        1 => format!("{millis}.0"),
        _ => millis.to_string(),
    });
    prop_oneof![6 => spelled, 1 => Just("1.4e12".to_owned()), 1 => Just("null".to_owned())]
}

/// Some of the keys in any order, and now and then a stranger, a double, or an odd spelling.
fn members(
    keys: &'static [&'static str],
    how_many: impl Into<SizeRange>,
) -> BoxedStrategy<Vec<(String, String)>> {
    let known = proptest::sample::subsequence(keys.to_vec(), how_many)
        .prop_shuffle()
        .prop_flat_map(|keys| keys.into_iter().map(member_of).collect::<Vec<_>>());
    let strangers = prop_oneof![
        6 => Just(Vec::new()),
        3 => vec((key(), any_value()), 1..4),
        1 => select(keys).prop_flat_map(|key| vec(member_of(key), 1)),
    ];
    (known, strangers, any::<Index>())
        .prop_map(|(mut members, strangers, at)| {
            let at = at.index(members.len() + 1);
            members.splice(at..at, strangers);
            members
        })
        .boxed()
}

fn member_of(key: &'static str) -> BoxedStrategy<(String, String)> {
    let plain = format!("\"{key}\"");
    let odd = format!("\"\\u{:04x}{}\"", u32::from(key.as_bytes()[0]), &key[1..]);
    (prop_oneof![20 => Just(plain), 1 => Just(odd)], value_of(key)).boxed()
}
