//! Typed structs by serde, borrowed where there are no escapes: what a careful Rust program
//! would use. They hold all fields of the schema; what is mixed in the exports (numbers that may
//! be strings, objects that may be arrays) stays raw JSON.

use std::borrow::Cow;

use serde::Deserialize;
use serde_json::value::RawValue;
use sonic_rs::LazyValue;

use crate::facts::Facts;

/// A message. `R` is raw JSON in the words of the parser.
#[derive(Deserialize)]
#[serde(bound(deserialize = "'de: 'a, R: Deserialize<'de>"))]
#[expect(dead_code, reason = "fields are parsed to be counted, not to be read")]
struct Message<'a, R> {
    #[serde(borrow)]
    msg_id: Text<'a>,
    timestamp: Option<R>,
    chat_type: Option<Text<'a>>,
    direction: Option<Text<'a>>,
    from: Option<Text<'a>>,
    to: Option<Text<'a>>,
    payload: Payload<'a, R>,
}

#[derive(Deserialize)]
#[serde(bound(deserialize = "'de: 'a, R: Deserialize<'de>"))]
#[expect(dead_code, reason = "fields are parsed to be counted, not to be read")]
struct Payload<'a, R> {
    #[serde(borrow)]
    from: Option<Text<'a>>,
    to: Option<Text<'a>>,
    ext: Option<R>,
    bodies: Vec<Body<'a, R>>,
}

#[derive(Deserialize)]
#[serde(bound(deserialize = "'de: 'a, R: Deserialize<'de>"))]
#[expect(dead_code, reason = "fields are parsed to be counted, not to be read")]
struct Body<'a, R> {
    #[serde(borrow)]
    r#type: Option<Text<'a>>,
    #[serde(rename = "subType")]
    sub_type: Option<Text<'a>>,
    msg: Option<Text<'a>>,
    url: Option<Text<'a>>,
    filename: Option<Text<'a>>,
    file_length: Option<R>,
    length: Option<R>,
    size: Option<Size>,
    thumb: Option<Text<'a>>,
    #[serde(rename = "thumbFilename")]
    thumb_filename: Option<Text<'a>>,
    lat: Option<R>,
    lng: Option<R>,
    addr: Option<Text<'a>>,
    action: Option<Text<'a>>,
    #[serde(rename = "customEvent")]
    custom_event: Option<Text<'a>>,
    #[serde(rename = "customExts")]
    custom_exts: Option<R>,
    #[serde(rename = "v2:customExts")]
    custom_exts_v2: Option<R>,
    #[serde(rename = "combineLevel")]
    combine_level: Option<R>,
    title: Option<Text<'a>>,
    summary: Option<Text<'a>>,
    secret: Option<Text<'a>>,
    thumb_secret: Option<Text<'a>>,
}

#[derive(Deserialize)]
#[expect(dead_code, reason = "fields are parsed to be counted, not to be read")]
struct Size {
    width: Option<i32>,
    height: Option<i32>,
}

/// An `Option<Cow>` would never borrow; an `Option` of this does.
#[derive(Deserialize)]
struct Text<'a>(#[serde(borrow)] Cow<'a, str>);

/// Parses every record with serde_json.
///
/// # Errors
///
/// A record that does not fit.
pub fn serde_json_typed(records: &[&[u8]]) -> serde_json::Result<Facts> {
    let mut facts = Facts::default();
    for record in records {
        facts += facts_of(&serde_json::from_slice::<Message<'_, &RawValue>>(record)?);
    }
    Ok(facts)
}

/// Parses every record with sonic-rs.
///
/// # Errors
///
/// A record that does not fit.
pub fn sonic_rs_typed(records: &[&[u8]]) -> sonic_rs::Result<Facts> {
    let mut facts = Facts::default();
    for record in records {
        facts += facts_of(&sonic_rs::from_slice::<Message<'_, LazyValue<'_>>>(record)?);
    }
    Ok(facts)
}

fn facts_of<R>(message: &Message<'_, R>) -> Facts {
    let bodies = &message.payload.bodies;
    let texts = bodies.iter().filter_map(|body| body.msg.as_ref());
    Facts {
        messages: 1,
        bodies: bodies.len() as u64,
        text_bytes: texts.map(|Text(text)| text.len() as u64).sum(),
    }
}
