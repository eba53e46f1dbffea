//! The members of `payload`.

use super::body;
use super::cursor::{Cursor, Kind, Token};
use super::keys::{Keys, Predicted};
use super::member::{self, UnknownKeys};
use crate::record::fields::{Fields, Place};
use crate::reject::RejectReason;

/// Keys of a payload that have a column, and `bodies`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Key {
    Bodies,
    Ext,
    From,
    To,
}

impl Keys for Key {
    const ALL: &'static [(&'static str, Key)] =
        &[("bodies", Key::Bodies), ("ext", Key::Ext), ("from", Key::From), ("to", Key::To)];

    fn number(self) -> usize {
        self as usize
    }
}

/// The orders of keys in payloads and what they hold.
#[derive(Debug, Default)]
pub(crate) struct Orders {
    payload: Predicted<Key>,
    body: body::Orders,
}

/// Decodes the payload that `open` begins; the record is open around it.
pub(crate) fn decode(
    cursor: &mut Cursor<'_>,
    open: Token,
    orders: &mut Orders,
    fields: &mut Fields,
) -> Result<(), RejectReason> {
    cursor.enter(open, 2)?;
    let mut seen = orders.payload.begin();
    let mut unknown = UnknownKeys::default();
    let earlier = fields.extra.len();
    let mut is_first = true;
    while let Some(key) = cursor.next_key(is_first)? {
        is_first = false;
        let token = cursor.next("a value")?;
        let Some(known) = seen.find(cursor.text, key)? else {
            let value = cursor.value(token, 2)?;
            let member = member::member(Place::Payload, key, value);
            unknown.keep(cursor.text, &mut fields.extra, earlier, member)?;
            continue;
        };
        if known == Key::Bodies && token.byte == b'[' {
            cursor.enter(token, 3)?;
            let mut is_first = true;
            while let Some(element) = cursor.next_element(is_first)? {
                is_first = false;
                if fields.bodies.len() == cursor.limits.max_bodies {
                    let limit = cursor.limits.max_bodies;
                    return Err(RejectReason::TooManyBodies { at: element.at, limit });
                }
                body::decode(cursor, element, &mut orders.body, fields)?;
            }
            repeats(cursor, token, fields.bodies.len())?;
            continue;
        }
        let value = cursor.value(token, 2)?;
        match known {
            Key::Bodies => member::keep_misfit(&mut fields.extra, Place::Payload, key, value),
            Key::Ext if value.kind == Kind::Null => {}
            Key::Ext => fields.ext = value.raw(),
            Key::From => {
                let slot = &mut fields.payload_from;
                member::text(slot, &mut fields.extra, Place::Payload, key, value);
            }
            Key::To => {
                let slot = &mut fields.payload_to;
                member::text(slot, &mut fields.extra, Place::Payload, key, value);
            }
        }
    }
    Ok(())
}

/// That rows of all bodies, which begin at `open` and end here, do not repeat too much.
fn repeats(cursor: &Cursor<'_>, open: Token, bodies: usize) -> Result<(), RejectReason> {
    let limit = cursor.limits.max_repeated();
    let bytes = (cursor.text.len() + open.at).saturating_sub(cursor.last_end());
    if bytes as u64 * bodies as u64 > limit {
        return Err(RejectReason::TooMuchRepeated { bytes, bodies, limit });
    }
    Ok(())
}
