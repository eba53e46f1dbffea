//! The members of a message.

use super::cursor::{Cursor, Kind, Value};
use super::keys::{Keys, Predicted};
use super::member::{self, UnknownKeys};
use super::{number, payload};
use crate::record::fields::{Fields, Place};
use crate::record::span::Span;
use crate::reject::RejectReason;

/// Keys of a message that have a column, and `payload`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Key {
    MsgId,
    Timestamp,
    Direction,
    To,
    From,
    ChatType,
    Payload,
}

impl Keys for Key {
    const ALL: &'static [(&'static str, Key)] = &[
        ("msg_id", Key::MsgId),
        ("timestamp", Key::Timestamp),
        ("direction", Key::Direction),
        ("to", Key::To),
        ("from", Key::From),
        ("chat_type", Key::ChatType),
        ("payload", Key::Payload),
    ];

    fn number(self) -> usize {
        self as usize
    }
}

/// What the parser remembers of the order of keys in earlier records.
#[derive(Debug, Default)]
pub(crate) struct Orders {
    message: Predicted<Key>,
    payload: payload::Orders,
}

/// Milliseconds beyond this do not fit the microseconds of the schema.
const MAX_MILLIS: i64 = i64::MAX / 1000;

/// Decodes one record.
pub(crate) fn decode(
    cursor: &mut Cursor<'_>,
    orders: &mut Orders,
    fields: &mut Fields,
) -> Result<(), RejectReason> {
    fields.clear();
    if !cursor.text.starts_with('{') {
        return Err(RejectReason::NotAnObject);
    }
    let open = cursor.next("an object")?;
    cursor.enter(open, 1)?;
    let mut seen = orders.message.begin();
    let mut unknown = UnknownKeys::default();
    let mut is_first = true;
    while let Some(key) = cursor.next_key(is_first)? {
        is_first = false;
        let token = cursor.next("a value")?;
        let Some(known) = seen.find(cursor.text, key)? else {
            let value = cursor.value(token, 1)?;
            let member = member::member(Place::Message, key, value);
            unknown.keep(cursor.text, &mut fields.extra, 0, member)?;
            continue;
        };
        if known == Key::Payload && token.byte == b'{' {
            payload::decode(cursor, token, &mut orders.payload, fields)?;
            continue;
        }
        let value = cursor.value(token, 1)?;
        let slot = match known {
            Key::MsgId => {
                fields.msg_id = value.text().unwrap_or(Span::NONE);
                continue;
            }
            Key::Timestamp => {
                fields.timestamp = timestamp(cursor.text, value)?;
                continue;
            }
            Key::Direction => &mut fields.direction,
            Key::To => &mut fields.to,
            Key::From => &mut fields.from,
            Key::ChatType => &mut fields.chat_type,
            Key::Payload => {
                member::keep_misfit(&mut fields.extra, Place::Message, key, value);
                continue;
            }
        };
        member::text(slot, &mut fields.extra, Place::Message, key, value);
    }
    cursor.finish()?;
    if fields.msg_id.raw(cursor.text).is_none_or(str::is_empty) {
        return Err(without_id(cursor.text, fields));
    }
    Ok(())
}

/// Absent and null are no timestamp; everything else must be one.
fn timestamp(text: &str, value: Value) -> Result<Option<i64>, RejectReason> {
    let millis = match value.kind {
        Kind::Null => return Ok(None),
        Kind::Number => value.raw().raw(text).and_then(|raw| number::whole(raw.as_bytes())),
        Kind::Text(_) => value.text().and_then(|content| {
            let content = content.text(text)?;
            number::digits(content.to_str().as_bytes())
        }),
        _ => None,
    };
    match millis {
        Some(millis) if (-MAX_MILLIS..=MAX_MILLIS).contains(&millis) => Ok(Some(millis)),
        _ => Err(RejectReason::Timestamp { at: value.start }),
    }
}

fn without_id(text: &str, fields: &Fields) -> RejectReason {
    let has = |name| fields.extra.iter().any(|member| member.key.raw(text) == Some(name));
    if has("entities") || (has("data") && has("action")) {
        RejectReason::Envelope
    } else {
        RejectReason::MsgId
    }
}
