//! The input of a record, rebuilt from what its accessors and `extra` carry.

use chatlake_core::{Body, Record, Secrets, Text};

use super::columns::{self, Columns, number, of_extra, raw, text};
use crate::json::{Json, unit};

/// The record as its accessors and `extra` tell it.
///
/// # Panics
///
/// Where `extra` is no JSON, or contradicts them.
pub fn message(record: Record<'_>) -> Json {
    let extra = record.extra(Secrets::Included).to_string();
    let mut message = of_extra(&extra, "message").map_or_else(Vec::new, columns::members);
    for (key, value) in [
        ("msg_id", Some(record.msg_id())),
        ("chat_type", record.chat_type()),
        ("direction", record.direction()),
        ("from", record.from()),
        ("to", record.to()),
    ] {
        text(&mut message, key, told(value).as_ref());
    }
    let millis = record.timestamp_ms().map(|millis| millis.to_string());
    number(&mut message, "timestamp", millis.as_ref());

    let mut payload = of_extra(&extra, "payload").map_or_else(Vec::new, columns::members);
    text(&mut payload, "from", told(record.payload_from()).as_ref());
    text(&mut payload, "to", told(record.payload_to()).as_ref());
    raw(&mut payload, "ext", record.ext().map(str::to_owned).as_ref());
    let bodies: Vec<_> = record.bodies().map(|body| columns::body(&row(body))).collect();
    assert_eq!(bodies.len(), record.body_count());
    if !bodies.is_empty() {
        payload.push((unit("bodies"), Json::Array(bodies)));
    }
    if !payload.is_empty() {
        message.push((unit("payload"), Json::Object(payload)));
    }
    Json::Object(message)
}

fn row(body: Body<'_>) -> Columns {
    let texts = [
        ("body_type", body.type_name()),
        ("text", body.msg()),
        ("url", body.url()),
        ("filename", body.filename()),
        ("thumb_url", body.thumb_url()),
        ("thumb_filename", body.thumb_filename()),
        ("addr", body.addr()),
        ("cmd_action", body.cmd_action()),
        ("custom_event", body.custom_event()),
        ("title", body.title()),
        ("summary", body.summary()),
        ("secret", body.secret()),
        ("thumb_secret", body.thumb_secret()),
    ];
    let numbers = [
        ("file_length", body.file_length().map(|number| number.to_string())),
        ("duration_s", body.duration_s().map(|number| number.to_string())),
        ("width", body.width().map(|number| number.to_string())),
        ("height", body.height().map(|number| number.to_string())),
        ("lat", body.lat().map(|number| number.to_string())),
        ("lng", body.lng().map(|number| number.to_string())),
        ("combine_level", body.combine_level().map(|number| number.to_string())),
        ("custom_exts", body.custom_exts().map(str::to_owned)),
        ("extra", Some(body.extra(Secrets::Included).to_string())),
    ];
    let texts = texts.map(|(column, value)| (column, told(value)));
    let values = texts.into_iter().chain(numbers);
    values.filter_map(|(column, value)| value.map(|value| (column, value))).collect()
}

fn told(value: Option<Text<'_>>) -> Option<String> {
    value.map(|text| text.to_string())
}
