//! The members of a body.

use super::cursor::{Cursor, Kind, Token, Value};
use super::keys::{Keys, Predicted};
use super::member::{self, UnknownKeys};
use super::number;
use crate::record::fields::{BodyFields, Fields, Member, Place};
use crate::record::span::Span;
use crate::reject::RejectReason;

/// Keys of a body that have a column, `subType` and `size`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Key {
    Type,
    Msg,
    Url,
    Filename,
    FileLength,
    Length,
    Size,
    Secret,
    Thumb,
    ThumbSecret,
    ThumbFilename,
    Lat,
    Lng,
    Addr,
    Action,
    CustomEvent,
    CustomExts,
    CustomExtsV2,
    CombineLevel,
    Title,
    Summary,
    SubType,
}

impl Keys for Key {
    const ALL: &'static [(&'static str, Key)] = &[
        ("type", Key::Type),
        ("msg", Key::Msg),
        ("url", Key::Url),
        ("filename", Key::Filename),
        ("file_length", Key::FileLength),
        ("length", Key::Length),
        ("size", Key::Size),
        ("secret", Key::Secret),
        ("thumb", Key::Thumb),
        ("thumb_secret", Key::ThumbSecret),
        ("thumbFilename", Key::ThumbFilename),
        ("lat", Key::Lat),
        ("lng", Key::Lng),
        ("addr", Key::Addr),
        ("action", Key::Action),
        ("customEvent", Key::CustomEvent),
        ("customExts", Key::CustomExts),
        ("v2:customExts", Key::CustomExtsV2),
        ("combineLevel", Key::CombineLevel),
        ("title", Key::Title),
        ("summary", Key::Summary),
        ("subType", Key::SubType),
    ];

    fn number(self) -> usize {
        self as usize
    }
}

/// The orders of keys in bodies.
#[derive(Debug, Default)]
pub(crate) struct Orders {
    body: Predicted<Key>,
    size: Predicted<SizeKey>,
}

/// Decodes the body that `open` begins and adds it; record, payload and array are open around it.
pub(crate) fn decode(
    cursor: &mut Cursor<'_>,
    open: Token,
    orders: &mut Orders,
    fields: &mut Fields,
) -> Result<(), RejectReason> {
    let Fields { bodies, body_extra, .. } = fields;
    let first_extra = body_extra.len() as u32;
    // Filled where it stays: it is large to move.
    bodies.push(BodyFields::default());
    let Some(body) = bodies.last_mut() else { return Ok(()) };
    if open.byte == b'{' {
        cursor.enter(open, 4)?;
        members(cursor, orders, body, body_extra)?;
    } else {
        body.not_object = cursor.value(open, 3)?.raw();
    }
    body.extra = (first_extra, body_extra.len() as u32);
    Ok(())
}

fn members(
    cursor: &mut Cursor<'_>,
    orders: &mut Orders,
    body: &mut BodyFields,
    extra: &mut Vec<Member>,
) -> Result<(), RejectReason> {
    let mut seen = orders.body.begin();
    let mut unknown = UnknownKeys::default();
    let earlier = extra.len();
    let mut exts_v2 = None;
    let mut is_first = true;
    while let Some(key) = cursor.next_key(is_first)? {
        is_first = false;
        let token = cursor.next("a value")?;
        let Some(known) = seen.find(cursor.text, key)? else {
            let value = cursor.value(token, 4)?;
            let member = member::member(Place::Body, key, value);
            unknown.keep(cursor.text, extra, earlier, member)?;
            continue;
        };
        if known == Key::Size && token.byte == b'{' {
            size(cursor, token, &mut orders.size, body, extra)?;
            continue;
        }
        let value = cursor.value(token, 4)?;
        let place = match known {
            Key::Secret | Key::ThumbSecret => Place::Credential,
            _ => Place::Body,
        };
        if let Some(slot) = text_slot(body, known) {
            member::text(slot, extra, place, key, value);
            continue;
        }
        let text = cursor.text;
        let fits = match known {
            Key::FileLength => set(&mut body.file_length, whole(text, value)),
            Key::Length => set(&mut body.duration_s, narrow(text, value)),
            Key::CombineLevel => set(&mut body.combine_level, narrow(text, value)),
            Key::Lat => set(&mut body.lat, degrees(text, value)),
            Key::Lng => set(&mut body.lng, degrees(text, value)),
            Key::SubType => {
                let name = value.text().and_then(|content| content.text(text));
                body.is_sub_combine = name.is_some_and(|name| name == "sub_combine");
                body.is_sub_combine
            }
            Key::CustomExts if value.kind != Kind::Null => {
                body.custom_exts = value.raw();
                true
            }
            Key::CustomExtsV2 if value.kind != Kind::Null => {
                exts_v2 = Some((key, value));
                true
            }
            _ => false,
        };
        if !fits {
            member::keep_misfit(extra, place, key, value);
        }
    }
    match exts_v2 {
        Some((_, value)) if body.custom_exts.is_none() => body.custom_exts = value.raw(),
        Some((key, value)) => extra.push(member::member(Place::Body, key, value)),
        None => {}
    }
    Ok(())
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SizeKey {
    Width,
    Height,
}

impl Keys for SizeKey {
    const ALL: &'static [(&'static str, SizeKey)] =
        &[("width", SizeKey::Width), ("height", SizeKey::Height)];

    fn number(self) -> usize {
        self as usize
    }
}

/// `size`: width and height, and whatever else stands in it.
fn size(
    cursor: &mut Cursor<'_>,
    open: Token,
    order: &mut Predicted<SizeKey>,
    body: &mut BodyFields,
    extra: &mut Vec<Member>,
) -> Result<(), RejectReason> {
    cursor.enter(open, 5)?;
    let mut seen = order.begin();
    let mut unknown = UnknownKeys::default();
    let earlier = extra.len();
    let mut is_first = true;
    while let Some(key) = cursor.next_key(is_first)? {
        is_first = false;
        let token = cursor.next("a value")?;
        let known = seen.find(cursor.text, key)?;
        let value = cursor.value(token, 5)?;
        let slot = match known {
            Some(SizeKey::Width) => &mut body.width,
            Some(SizeKey::Height) => &mut body.height,
            None => {
                let member = member::member(Place::Size, key, value);
                unknown.keep(cursor.text, extra, earlier, member)?;
                continue;
            }
        };
        if !set(slot, narrow(cursor.text, value)) {
            member::keep_misfit(extra, Place::Size, key, value);
        }
    }
    Ok(())
}

fn text_slot(body: &mut BodyFields, key: Key) -> Option<&mut Span> {
    Some(match key {
        Key::Type => &mut body.kind,
        Key::Msg => &mut body.text,
        Key::Url => &mut body.url,
        Key::Filename => &mut body.filename,
        Key::Secret => &mut body.secret,
        Key::Thumb => &mut body.thumb_url,
        Key::ThumbSecret => &mut body.thumb_secret,
        Key::ThumbFilename => &mut body.thumb_filename,
        Key::Addr => &mut body.addr,
        Key::Action => &mut body.cmd_action,
        Key::CustomEvent => &mut body.custom_event,
        Key::Title => &mut body.title,
        Key::Summary => &mut body.summary,
        _ => return None,
    })
}

fn set<T>(slot: &mut Option<T>, value: Option<T>) -> bool {
    *slot = value;
    slot.is_some()
}

fn whole(text: &str, value: Value) -> Option<i64> {
    match value.kind {
        Kind::Number => number::whole(value.raw().raw(text)?.as_bytes()),
        _ => number::digits(value.text()?.text(text)?.to_str().as_bytes()),
    }
}

fn narrow(text: &str, value: Value) -> Option<i32> {
    whole(text, value)?.try_into().ok()
}

fn degrees(text: &str, value: Value) -> Option<f64> {
    match value.kind {
        Kind::Number => number::float(value.raw().raw(text)?),
        _ => number::float(&value.text()?.text(text)?.to_str()),
    }
}
