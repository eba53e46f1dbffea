//! Messages that nobody sends.

use std::collections::BTreeMap;

use proptest::prelude::*;
use proptest::{collection, option, sample};
use serde_json::{Value, json};

use crate::timestamp::MICROS;

/// The JSON of a message, every known key now and then, in a spelling with escapes now and then.
pub(crate) fn message() -> impl Strategy<Value = String> {
    let top = members(&["chat_type", "direction", "from", "to"]);
    let payload = members(&["from", "to", "type"]);
    let timestamp = option::of(MICROS.start / 1000..MICROS.end / 1000);
    let parts = (top, payload, timestamp, option::of(json()), collection::vec(body(), 0..3));
    (parts, "[a-z0-9=]{1,4}", any::<bool>(), any::<bool>()).prop_map(
        |((top, payload, timestamp, ext, bodies), msg_id, is_pretty, is_spelled)| {
            let mut payload: BTreeMap<String, Value> = payload;
            payload.extend(ext.map(|ext| ("ext".to_owned(), ext)));
            payload.insert("bodies".to_owned(), Value::from(bodies));
            let mut message = top;
            message.extend(timestamp.map(|millis| ("timestamp".to_owned(), json!(millis))));
            message.insert("msg_id".to_owned(), json!(msg_id));
            message.insert("payload".to_owned(), json!(payload));
            let message = json!(message);
            let text = if is_pretty { format!("{message:#}") } else { message.to_string() };
            // These stand in strings only.
            if is_spelled { text.replace('你', r"\u4f60").replace('=', r"\u003d") } else { text }
        },
    )
}

fn body() -> impl Strategy<Value = Value> {
    let texts = members(&[
        "type",
        "msg",
        "url",
        "filename",
        "thumb",
        "thumbFilename",
        "addr",
        "action",
        "customEvent",
        "title",
        "summary",
        "secret",
        "thumb_secret",
        "unknown",
    ]);
    let ints = numbers(&["file_length", "length", "combineLevel"], any::<i32>().prop_map_into());
    let floats = numbers(&["lat", "lng"], (-180.0..180.0).prop_map(|degrees: f64| json!(degrees)));
    (texts, ints, floats, option::of(json())).prop_map(|(mut body, ints, floats, custom_exts)| {
        body.extend(ints);
        body.extend(floats);
        body.extend(custom_exts.map(|value| ("customExts".to_owned(), value)));
        json!(body)
    })
}

fn members(keys: &'static [&str]) -> impl Strategy<Value = BTreeMap<String, Value>> {
    numbers(keys, text().prop_map_into())
}

fn numbers(
    keys: &'static [&str],
    value: impl Strategy<Value = Value>,
) -> impl Strategy<Value = BTreeMap<String, Value>> {
    let key = sample::select(keys).prop_map_into();
    collection::btree_map(key, value, 0..=keys.len())
}

fn text() -> impl Strategy<Value = String> {
    prop_oneof!["[=+@'\",\t\r\n a你😀-]{0,5}", "\\PC{0,80}", Just("sub_combine".to_owned())]
}

fn json() -> impl Strategy<Value = Value> {
    prop_oneof![
        any::<i64>().prop_map_into(),
        text().prop_map_into(),
        members(&["a", "=", ",", "\""]).prop_map(|object| json!([object])),
        members(&["a", "=", ",", "\""]).prop_map(|object| json!(object)),
    ]
}
