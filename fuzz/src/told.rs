//! Values as text.

use chatlake_core::Value;
use chatlake_core::timestamp::write_iso;

/// A value in words; none for null. Numbers are as Rust writes them.
pub fn told(value: Value<'_>) -> Option<String> {
    Some(match value {
        Value::Null => return None,
        Value::Text(text) => text.to_str().into_owned(),
        Value::Json(json) => json.to_owned(),
        Value::Extra(extra) => extra.to_string(),
        Value::Conversation(conversation) => {
            let mut id = String::new();
            conversation.write_to(&mut id).expect("a string takes what it is given");
            id
        }
        Value::Int(value) => value.to_string(),
        Value::Float(value) => format!("{value:?}"),
        Value::Timestamp(micros) => {
            let mut text = Vec::new();
            write_iso(micros, &mut text);
            String::from_utf8(text).expect("an instant is ASCII")
        }
    })
}
