//! The input of a record, rebuilt from the rows that another reader found in an output.

use std::collections::BTreeMap;

use super::expected;
use crate::json::{self, Json, Unit, unit};

/// The columns of one row that are not null, by name, as text. Numbers are spelled in any way,
/// instants are microseconds since the epoch.
pub type Columns = BTreeMap<&'static str, String>;

type Members = Vec<(Unit, Json)>;

/// Who wrote and to whom, where the row says nothing of where that stood. No key is spelled so.
const SENDER: &str = "\0sender";
const RECIPIENT: &str = "\0recipient";

/// The messages that rows of the flat layout tell, in order. Every message has a `source_record` of
/// its own.
///
/// # Panics
///
/// Where they cannot come from messages.
pub fn flat_all(rows: &[Columns]) -> Vec<Json> {
    rows.chunk_by(|a, b| a["source_record"] == b["source_record"]).map(flat).collect()
}

/// The message that its rows tell, one per body.
fn flat(rows: &[Columns]) -> Json {
    let n_bodies = rows[0]["body_count"].parse().expect("a number of bodies");
    assert_eq!(rows.len(), std::cmp::max(n_bodies, 1), "a row per body, and at least one");
    for (index, row) in rows.iter().enumerate() {
        assert_eq!(row["body_index"], index.to_string());
    }
    nested(&rows[0], &rows[..n_bodies])
}

/// The message that a row of the nested layout tells, and its bodies.
///
/// # Panics
///
/// Where they cannot come from a message.
pub fn nested(row: &Columns, bodies: &[Columns]) -> Json {
    let mut message = left(row, "message").map_or_else(Vec::new, members);
    text(&mut message, "msg_id", row.get("msg_id"));
    let millis = row.get("timestamp").map(|micros| {
        micros.strip_suffix("000").unwrap_or(if micros == "0" { "0" } else { "?" }).to_owned()
    });
    number(&mut message, "timestamp", millis.as_ref());
    text(&mut message, "chat_type", row.get("chat_type"));
    text(&mut message, "direction", row.get("direction"));
    text(&mut message, SENDER, row.get("sender"));
    text(&mut message, RECIPIENT, row.get("recipient"));
    text(&mut message, "from", row.get("from_raw"));
    text(&mut message, "to", row.get("to_raw"));

    let mut payload = left(row, "payload").map_or_else(Vec::new, members);
    raw(&mut payload, "ext", row.get("ext"));
    if !bodies.is_empty() {
        payload.push((unit("bodies"), Json::Array(bodies.iter().map(body).collect())));
    }
    if !payload.is_empty() {
        message.push((unit("payload"), Json::Object(payload)));
    }
    Json::Object(message).sorted()
}

pub(super) fn body(row: &Columns) -> Json {
    let mut body = match left(row, "body") {
        None => Vec::new(),
        Some(Json::Object(members)) => members,
        Some(other) => return other,
    };
    kind(&mut body, row.get("body_type"));
    for (key, column) in [
        ("msg", "text"),
        ("url", "url"),
        ("filename", "filename"),
        ("thumb", "thumb_url"),
        ("thumbFilename", "thumb_filename"),
        ("addr", "addr"),
        ("action", "cmd_action"),
        ("customEvent", "custom_event"),
        ("title", "title"),
        ("summary", "summary"),
        ("secret", "secret"),
        ("thumb_secret", "thumb_secret"),
    ] {
        text(&mut body, key, row.get(column));
    }
    number(&mut body, "file_length", row.get("file_length"));
    number(&mut body, "length", row.get("duration_s"));
    number(&mut body, "combineLevel", row.get("combine_level"));
    number(&mut body, "lat", row.get("lat").map(|degrees| float(degrees)).as_ref());
    number(&mut body, "lng", row.get("lng").map(|degrees| float(degrees)).as_ref());
    raw(&mut body, "customExts", row.get("custom_exts"));

    let mut size = Vec::new();
    number(&mut size, "width", row.get("width"));
    number(&mut size, "height", row.get("height"));
    if !size.is_empty() {
        match body.iter_mut().find(|(key, _)| *key == unit("size")) {
            Some((_, Json::Object(left))) => left.extend(size),
            Some(_) => panic!("a size that is no object has neither width nor height"),
            None => body.push((unit("size"), Json::Object(size))),
        }
    }
    Json::Object(body)
}

/// `type` and `subType`: `combine` stands for `sub_combine` unless `extra` says otherwise.
fn kind(members: &mut Members, name: Option<&String>) {
    let is_combined = name.is_some_and(|name| name == "combine");
    let is_named = members.iter().any(|(key, value)| {
        *key == unit("type") && value.as_text().is_some_and(|kind| kind == "combine")
    });
    match (is_combined, is_named) {
        (true, true) => {}
        (true, false) => members.push((unit("subType"), Json::Text(unit("sub_combine")))),
        (false, _) => text(members, "type", name),
    }
}

/// What [`expected`](super::expected) says of a record, less what columns do not tell: whether the
/// people of the payload stand at the top as well, and whether those at the top stand in the
/// payload.
///
/// # Panics
///
/// Where the schema refuses the record.
pub fn told_by_columns(record: &str) -> Json {
    let mut message = members(expected::message(record.as_bytes()).expect("a record"));
    let payload = take(&mut message, "payload");
    let (mut payload, other) = match payload {
        Some(Json::Object(members)) => (members, None),
        other => (Vec::new(), other),
    };
    for (key, told) in [("from", SENDER), ("to", RECIPIENT)] {
        let inner = take_text(&mut payload, key);
        let outer = take_text(&mut message, key);
        let person = inner.or_else(|| outer.clone());
        if outer != person {
            message.extend(outer.map(|outer| (unit(key), Json::Text(unit(&outer)))));
        }
        message.extend(person.map(|person| (unit(told), Json::Text(unit(&person)))));
    }
    let payload = (!payload.is_empty()).then_some(Json::Object(payload)).or(other);
    message.extend(payload.map(|payload| (unit("payload"), payload)));
    Json::Object(message).sorted()
}

fn take(members: &mut Members, key: &str) -> Option<Json> {
    let at = members.iter().position(|(name, _)| *name == unit(key))?;
    Some(members.remove(at).1)
}

fn take_text(members: &mut Members, key: &str) -> Option<String> {
    let at =
        members.iter().position(|(name, value)| *name == unit(key) && value.as_text().is_some());
    members.remove(at?).1.as_text()
}

pub(super) fn members(json: Json) -> Members {
    match json {
        Json::Object(members) => members,
        other => panic!("no object: {other:?}"),
    }
}

pub(super) fn of_extra(extra: &str, place: &str) -> Option<Json> {
    json(extra).get(place).cloned()
}

fn left(row: &Columns, place: &str) -> Option<Json> {
    of_extra(row.get("extra")?, place)
}

fn json(text: &str) -> Json {
    json::parse(text.as_bytes()).unwrap_or_else(|| panic!("no JSON: {text}"))
}

fn float(spelled: &str) -> String {
    format!("{:?}", spelled.parse::<f64>().expect("a number"))
}

pub(super) fn text(members: &mut Members, key: &str, value: Option<&String>) {
    members.extend(value.map(|value| (unit(key), Json::Text(unit(value)))));
}

pub(super) fn number(members: &mut Members, key: &str, value: Option<&String>) {
    members.extend(value.map(|value| (unit(key), Json::Number(value.clone()))));
}

pub(super) fn raw(members: &mut Members, key: &str, value: Option<&String>) {
    members.extend(value.map(|value| (unit(key), json(value))));
}
