//! The typed fields of one record, as the parser leaves them: numbers and spans.

use super::span::Span;

/// The fields of a message. Reused from record to record; `clear` keeps the allocations.
#[derive(Clone, Debug, Default)]
pub(crate) struct Fields {
    pub(crate) msg_id: Span,
    /// Milliseconds since the epoch.
    pub(crate) timestamp: Option<i64>,
    pub(crate) chat_type: Span,
    pub(crate) direction: Span,
    pub(crate) from: Span,
    pub(crate) to: Span,
    pub(crate) payload_from: Span,
    pub(crate) payload_to: Span,
    /// Raw JSON.
    pub(crate) ext: Span,
    pub(crate) bodies: Vec<BodyFields>,
    /// What no column carries: of the message and its payload.
    pub(crate) extra: Vec<Member>,
    /// The same of all bodies, in their order; each body knows its range.
    pub(crate) body_extra: Vec<Member>,
}

impl Fields {
    pub(crate) fn clear(&mut self) {
        let Self {
            msg_id,
            timestamp,
            chat_type,
            direction,
            from,
            to,
            payload_from,
            payload_to,
            ext,
            bodies,
            extra,
            body_extra,
        } = self;
        *timestamp = None;
        for span in [msg_id, chat_type, direction, from, to, payload_from, payload_to, ext] {
            *span = Span::NONE;
        }
        bodies.clear();
        extra.clear();
        body_extra.clear();
    }
}

/// The fields of a body.
#[derive(Clone, Debug, Default)]
pub(crate) struct BodyFields {
    /// `type` as it stands; `combine` is derived.
    pub(crate) kind: Span,
    pub(crate) is_sub_combine: bool,
    pub(crate) text: Span,
    pub(crate) url: Span,
    pub(crate) filename: Span,
    pub(crate) file_length: Option<i64>,
    pub(crate) duration_s: Option<i32>,
    pub(crate) width: Option<i32>,
    pub(crate) height: Option<i32>,
    pub(crate) thumb_url: Span,
    pub(crate) thumb_filename: Span,
    pub(crate) lat: Option<f64>,
    pub(crate) lng: Option<f64>,
    pub(crate) addr: Span,
    pub(crate) cmd_action: Span,
    pub(crate) custom_event: Span,
    /// Raw JSON.
    pub(crate) custom_exts: Span,
    pub(crate) combine_level: Option<i32>,
    pub(crate) title: Span,
    pub(crate) summary: Span,
    pub(crate) secret: Span,
    pub(crate) thumb_secret: Span,
    /// The raw value of a body that is not an object.
    pub(crate) not_object: Span,
    /// Its members in `Fields::body_extra`.
    pub(crate) extra: (u32, u32),
}

/// A key and value that no column carries.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Member {
    pub(crate) place: Place,
    /// The JSON spelling between the quotes.
    pub(crate) key: Span,
    /// The raw JSON of the value.
    pub(crate) value: Span,
}

/// The object that a member stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    Message,
    Payload,
    Body,
    /// `size` of a body.
    Size,
    /// A body's credential whose type did not fit: to be withheld like its column.
    Credential,
}
