//! The input of a record, rebuilt from what its columns and `extra` carry.

use chatlake_core::{Body, Record, Secrets, Text};

use crate::json::{self, Json, Unit, unit};

type Members = Vec<(Unit, Json)>;

pub(super) fn message(record: Record<'_>) -> Json {
    let extra = told(&record.extra(Secrets::Included).to_string());
    let mut message = part(&extra, "message");
    text(&mut message, "msg_id", Some(record.msg_id()));
    number(&mut message, "timestamp", record.timestamp_ms());
    text(&mut message, "chat_type", record.chat_type());
    text(&mut message, "direction", record.direction());
    text(&mut message, "from", record.from());
    text(&mut message, "to", record.to());

    let mut payload = part(&extra, "payload");
    text(&mut payload, "from", record.payload_from());
    text(&mut payload, "to", record.payload_to());
    raw(&mut payload, "ext", record.ext());
    let bodies: Vec<_> = record.bodies().map(body).collect();
    assert_eq!(bodies.len(), record.body_count());
    if !bodies.is_empty() {
        payload.push((unit("bodies"), Json::Array(bodies)));
    }
    if !payload.is_empty() {
        message.push((unit("payload"), Json::Object(payload)));
    }
    Json::Object(message)
}

fn body(body: Body<'_>) -> Json {
    let extra = told(&body.extra(Secrets::Included).to_string());
    let mut members = match extra.get("body") {
        None => Vec::new(),
        Some(Json::Object(members)) => members.clone(),
        Some(other) => return other.clone(),
    };
    kind(&mut members, body);
    text(&mut members, "msg", body.msg());
    text(&mut members, "url", body.url());
    text(&mut members, "filename", body.filename());
    text(&mut members, "thumb", body.thumb_url());
    text(&mut members, "thumbFilename", body.thumb_filename());
    text(&mut members, "addr", body.addr());
    text(&mut members, "action", body.cmd_action());
    text(&mut members, "customEvent", body.custom_event());
    text(&mut members, "title", body.title());
    text(&mut members, "summary", body.summary());
    text(&mut members, "secret", body.secret());
    text(&mut members, "thumb_secret", body.thumb_secret());
    number(&mut members, "file_length", body.file_length());
    number(&mut members, "length", body.duration_s());
    number(&mut members, "combineLevel", body.combine_level());
    number(&mut members, "lat", body.lat().map(|degrees| format!("{degrees:?}")));
    number(&mut members, "lng", body.lng().map(|degrees| format!("{degrees:?}")));
    raw(&mut members, "customExts", body.custom_exts());

    let mut size = Vec::new();
    number(&mut size, "width", body.width());
    number(&mut size, "height", body.height());
    if !size.is_empty() {
        match members.iter_mut().find(|(key, _)| *key == unit("size")) {
            Some((_, Json::Object(left))) => left.extend(size),
            Some(_) => panic!("a size that is no object has neither width nor height"),
            None => members.push((unit("size"), Json::Object(size))),
        }
    }
    Json::Object(members)
}

/// `type` and `subType`: `combine` stands for `sub_combine` unless `extra` says otherwise.
fn kind(members: &mut Members, body: Body<'_>) {
    let find = |members: &Members, key| {
        members.iter().find(|(name, _)| *name == unit(key)).map(|(_, value)| value.clone())
    };
    let Some(name) = body.type_name() else { return };
    if name != "combine" {
        return text(members, "type", Some(name));
    }
    let is_named =
        find(members, "type").and_then(|kind| kind.as_text()).is_some_and(|k| k == "combine");
    if !is_named {
        members.push((unit("subType"), Json::Text(unit("sub_combine"))));
    }
}

fn told(extra: &str) -> Json {
    json::parse(extra.as_bytes()).unwrap_or_else(|| panic!("extra is no JSON: {extra}"))
}

fn part(extra: &Json, name: &str) -> Members {
    extra.get(name).map(|part| part.members().to_vec()).unwrap_or_default()
}

fn text(members: &mut Members, key: &str, value: Option<Text<'_>>) {
    members.extend(value.map(|value| (unit(key), Json::Text(unit(&value.to_str())))));
}

fn number(members: &mut Members, key: &str, value: Option<impl ToString>) {
    members.extend(value.map(|value| (unit(key), Json::Number(value.to_string()))));
}

fn raw(members: &mut Members, key: &str, value: Option<&str>) {
    members.extend(value.map(|value| (unit(key), told(value))));
}
