//! What no column carries, as one JSON object.

use std::fmt;

use super::fields::{BodyFields, Fields, Member, Place};
use super::withheld::{is_withheld, write_without};
use crate::schema::{Secrets, Withheld};

/// Every key and value of a row that no other column carries, with its place:
/// `{"message":{…},"payload":{…},"body":{…}}`, parts without members left out.
///
/// Keys and values are verbatim. A member of `size` stands in `"body":{"size":{…}}`; a body
/// that is no object stands whole, as `"body":value`; the `type` behind `combine` is a member,
/// and so is `subType` where both say the same. Credentials that are withheld are left out, and
/// null where they stand elsewhere, as everything is that is withheld.
#[derive(Clone, Copy)]
pub struct Extra<'a> {
    pub(super) text: &'a str,
    pub(super) message: &'a [Member],
    pub(super) body: Option<(&'a BodyFields, &'a [Member])>,
    pub(super) withheld: Withheld,
}

impl<'a> Extra<'a> {
    pub(super) fn of_message(text: &'a str, fields: &'a Fields, withheld: Withheld) -> Self {
        Self { text, message: &fields.extra, body: None, withheld }
    }

    /// Whether there is nothing to tell; the column is null then.
    pub fn is_empty(&self) -> bool {
        self.message.is_empty()
            && match self.body {
                None => true,
                Some((body, members)) => {
                    body.not_object.is_none()
                        && self.type_behind_combine().is_none()
                        && !members.iter().any(|member| self.is_told(member.place))
                }
            }
    }

    /// The keys in it, each with its place: `message`, `payload`, `body` or `body.size`. They are
    /// spelled as in the file, and those of credentials that are withheld are left out.
    pub fn keys(self) -> impl Iterator<Item = (&'static str, &'a str)> {
        let members = self.body.map(|(_, members)| members).unwrap_or_default();
        let told = self.message.iter().chain(members).filter(move |it| self.is_told(it.place));
        told.map(move |member| {
            let place = match member.place {
                Place::Message => "message",
                Place::Payload => "payload",
                Place::Body | Place::Credential => "body",
                Place::Size => "body.size",
            };
            (place, member.key.raw(self.text).unwrap_or_default())
        })
    }

    /// Writes the JSON object.
    pub fn write_to(&self, out: &mut impl fmt::Write) -> fmt::Result {
        let mut parts = List::open(out, '{')?;
        for (name, place) in [("message", Place::Message), ("payload", Place::Payload)] {
            let is_there = |member: &&Member| member.place == place;
            if self.message.iter().any(|member| is_there(&member)) {
                write!(parts.next()?, "\"{name}\":")?;
                self.write_members(parts.out, self.message.iter().filter(is_there))?;
            }
        }
        if let Some((body, members)) = self.body {
            self.write_body(&mut parts, body, members)?;
        }
        parts.close('}')
    }

    fn write_body<W: fmt::Write>(
        &self,
        parts: &mut List<'_, W>,
        body: &BodyFields,
        members: &[Member],
    ) -> fmt::Result {
        if let Some(value) = body.not_object.raw(self.text) {
            parts.next()?.write_str("\"body\":")?;
            return self.write_value(parts.out, value);
        }
        let of_size = |member: &&Member| member.place == Place::Size;
        let of_body = |member: &&Member| !of_size(member) && self.is_told(member.place);
        let kind = self.type_behind_combine();
        let sized = members.iter().any(|member| of_size(&member));
        if kind.is_none() && !sized && !members.iter().any(|member| of_body(&member)) {
            return Ok(());
        }
        parts.next()?.write_str("\"body\":")?;
        let mut list = List::open(parts.out, '{')?;
        if let Some(kind) = kind {
            match self.withheld.has("type") {
                true => list.next()?.write_str("\"type\":null")?,
                false => write!(list.next()?, "\"type\":\"{kind}\"")?,
            }
            if body.is_sub_combine && self.is_named_combine(body) {
                list.next()?.write_str("\"subType\":\"sub_combine\"")?;
            }
        }
        for member in members.iter().filter(of_body) {
            self.write_member(list.next()?, member)?;
        }
        if sized {
            list.next()?.write_str("\"size\":")?;
            self.write_members(list.out, members.iter().filter(of_size))?;
        }
        list.close('}')
    }

    fn write_members<'m>(
        &self,
        out: &mut impl fmt::Write,
        members: impl Iterator<Item = &'m Member>,
    ) -> fmt::Result {
        let mut list = List::open(out, '{')?;
        for member in members {
            self.write_member(list.next()?, member)?;
        }
        list.close('}')
    }

    fn write_member(&self, out: &mut impl fmt::Write, member: &Member) -> fmt::Result {
        let key = member.key.raw(self.text).unwrap_or_default();
        let value = member.value.raw(self.text).unwrap_or("null");
        write!(out, "\"{key}\":")?;
        let key = member.key.text(self.text);
        if key.is_some_and(|key| is_withheld(self.withheld, key)) {
            return out.write_str("null");
        }
        self.write_value(out, value)
    }

    /// Writes a value, without what is withheld within it.
    fn write_value(&self, out: &mut impl fmt::Write, value: &str) -> fmt::Result {
        if self.withheld.is_nothing() {
            return out.write_str(value);
        }
        write_without(self.withheld, value, out)
    }

    fn type_behind_combine(&self) -> Option<&'a str> {
        let (body, _) = self.body?;
        let kind = body.kind.raw(self.text)?;
        (body.is_sub_combine || self.is_named_combine(body)).then_some(kind)
    }

    fn is_named_combine(&self, body: &BodyFields) -> bool {
        body.kind.text(self.text).is_some_and(|kind| kind == "combine")
    }

    fn is_told(&self, place: Place) -> bool {
        place != Place::Credential || self.withheld.secrets() == Secrets::Included
    }
}

impl fmt::Display for Extra<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.write_to(f)
    }
}

/// Something in brackets with commas between.
struct List<'w, W: fmt::Write> {
    out: &'w mut W,
    is_first: bool,
}

impl<'w, W: fmt::Write> List<'w, W> {
    fn open(out: &'w mut W, bracket: char) -> Result<Self, fmt::Error> {
        out.write_char(bracket)?;
        Ok(Self { out, is_first: true })
    }

    fn next(&mut self) -> Result<&mut W, fmt::Error> {
        if !std::mem::take(&mut self.is_first) {
            self.out.write_char(',')?;
        }
        Ok(self.out)
    }

    fn close(self, bracket: char) -> fmt::Result {
        self.out.write_char(bracket)
    }
}
