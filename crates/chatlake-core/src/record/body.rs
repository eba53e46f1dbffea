//! A body of a message.

use super::extra::Extra;
use super::fields::{BodyFields, Fields, Member};
use super::text::Text;
use crate::schema::Withheld;

/// A body of a message, borrowed: `payload.bodies[i]`.
///
/// Columns go by key whatever the type of the body, so every accessor answers for every type;
/// [`BodyType`] says which of them the platform normally fills.
#[derive(Clone, Copy)]
pub struct Body<'a> {
    text: &'a str,
    fields: &'a BodyFields,
    members: &'a [Member],
}

/// The kinds of body that the platform documents.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum BodyType<'a> {
    /// `txt`: [`Body::msg`].
    Text,
    /// `img`: url, filename, file_length, width, height, secret, sometimes a thumbnail name.
    Image,
    /// `loc`: lat, lng, addr.
    Location,
    /// `audio`: url, filename, file_length, duration_s, secret.
    Audio,
    /// `video`: as audio, with size, thumb and thumb_secret.
    Video,
    /// `file`: url, filename, file_length, secret.
    File,
    /// `cmd`: [`Body::cmd_action`].
    Command,
    /// `custom`: custom_event, custom_exts.
    Custom,
    /// A combined message: title, summary, combine_level, msg, and a file.
    Combine,
    /// Another name, as it is spelled in the file.
    Other(&'a str),
    /// No `type`, or one that is not text.
    Missing,
}

macro_rules! texts {
    ($( $(#[$doc:meta])* $name:ident, )*) => {
        $( $(#[$doc])* pub fn $name(self) -> Option<Text<'a>> { self.fields.$name.text(self.text) } )*
    };
}

macro_rules! numbers {
    ($( $(#[$doc:meta])* $name:ident: $kind:ty, )*) => {
        $( $(#[$doc])* pub fn $name(self) -> Option<$kind> { self.fields.$name } )*
    };
}

impl<'a> Body<'a> {
    pub(super) fn new(text: &'a str, message: &'a Fields, fields: &'a BodyFields) -> Self {
        let (start, end) = fields.extra;
        let members = message.body_extra.get(start as usize..end as usize).unwrap_or_default();
        Self { text, fields, members }
    }

    /// The type as the schema names it: `type`, or `combine` where `subType` is `sub_combine`.
    pub fn type_name(self) -> Option<Text<'a>> {
        if self.fields.is_sub_combine {
            return Some(Text::from("combine"));
        }
        self.fields.kind.text(self.text)
    }

    /// The type as one of the documented kinds.
    pub fn body_type(self) -> BodyType<'a> {
        let Some(name) = self.type_name() else { return BodyType::Missing };
        match name.as_str() {
            Some("txt") => BodyType::Text,
            Some("img") => BodyType::Image,
            Some("loc") => BodyType::Location,
            Some("audio") => BodyType::Audio,
            Some("video") => BodyType::Video,
            Some("file") => BodyType::File,
            Some("cmd") => BodyType::Command,
            Some("custom") => BodyType::Custom,
            Some("combine") => BodyType::Combine,
            _ => BodyType::Other(name.raw()),
        }
    }

    /// `msg`: what was written.
    pub fn msg(self) -> Option<Text<'a>> {
        self.fields.text.text(self.text)
    }

    texts! {
        /// `url`.
        url,
        /// `filename`.
        filename,
        /// `thumb`.
        thumb_url,
        /// `thumbFilename`.
        thumb_filename,
        /// `addr`.
        addr,
        /// `action`.
        cmd_action,
        /// `customEvent`.
        custom_event,
        /// `title`.
        title,
        /// `summary`.
        summary,
        /// `secret`, a download credential.
        secret,
        /// `thumb_secret`, a download credential.
        thumb_secret,
    }

    numbers! {
        /// `file_length`, bytes.
        file_length: i64,
        /// `length`, seconds.
        duration_s: i32,
        /// `size.width`, pixels.
        width: i32,
        /// `size.height`, pixels.
        height: i32,
        /// `lat`, degrees.
        lat: f64,
        /// `lng`, degrees.
        lng: f64,
        /// `combineLevel`.
        combine_level: i32,
    }

    /// `customExts`, else `v2:customExts`: the verbatim JSON, an object or an array of objects.
    pub fn custom_exts(self) -> Option<&'a str> {
        self.fields.custom_exts.raw(self.text)
    }

    /// What no accessor carries: `{"body":{…}}`.
    pub fn extra(self, withheld: impl Into<Withheld>) -> Extra<'a> {
        let body = Some((self.fields, self.members));
        Extra { text: self.text, message: &[], body, withheld: withheld.into() }
    }
}
