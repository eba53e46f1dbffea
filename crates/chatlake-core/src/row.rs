//! A row of the schema, column by column.

mod pseudonym_cache;
mod pseudonymiser;
mod teller;

use crate::record::{Body, Conversation, Extra, Record, Text};
use crate::schema::{Column, Secrets, Withheld};

pub use teller::Teller;

/// What a record's file adds to its rows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Origin<'a> {
    /// The file's name without folders; none for stdin.
    pub file: Option<&'a str>,
    /// When the hour of the file starts, microseconds since the epoch.
    pub hour_us: Option<i64>,
    /// The number of the record in the file, from 0, rejects counted.
    pub record: u64,
}

/// One row of the flat layout: a message and one of its bodies, or none.
#[derive(Clone, Copy)]
pub struct Row<'a> {
    /// The message.
    pub record: Record<'a>,
    /// The body; none for a message without bodies.
    pub body: Option<Body<'a>>,
    /// The place of the body, from 0.
    pub body_index: usize,
    /// Where the message came from.
    pub origin: Origin<'a>,
    /// What is not told.
    pub withheld: Withheld,
}

/// The value of one column in one row.
#[derive(Clone, Copy)]
pub enum Value<'a> {
    /// Nothing.
    Null,
    /// Text.
    Text(Text<'a>),
    /// Verbatim JSON.
    Json(&'a str),
    /// The JSON of what no column carries; never empty.
    Extra(Extra<'a>),
    /// The text of a conversation id.
    Conversation(Conversation<'a>),
    /// A whole number.
    Int(i64),
    /// A finite number.
    Float(f64),
    /// Microseconds since the epoch.
    Timestamp(i64),
}

impl<'a> Row<'a> {
    /// The rows of a message in the flat layout: one per body, at least one.
    pub fn of(
        record: Record<'a>,
        origin: Origin<'a>,
        withheld: impl Into<Withheld>,
    ) -> impl Iterator<Item = Row<'a>> {
        let withheld = withheld.into();
        let empty = (record.body_count() == 0).then_some(None);
        empty
            .into_iter()
            .chain(record.bodies().map(Some))
            .enumerate()
            .map(move |(body_index, body)| Row { record, body, body_index, origin, withheld })
    }

    /// The value of a column, in the clear: a [`Teller`] knows where pseudonyms go in its place.
    #[inline]
    pub fn value(&self, column: Column) -> Value<'a> {
        let record = self.record;
        match column {
            Column::MsgId => Value::Text(record.msg_id()),
            Column::BodyIndex => int(self.body_index as i64),
            Column::BodyCount => int(record.body_count() as i64),
            Column::Timestamp => timestamp(record.timestamp_ms().map(millis_to_micros)),
            Column::ChatType => text(record.chat_type()),
            Column::Direction => text(record.direction()),
            Column::Sender => text(record.sender()),
            Column::Recipient => text(record.recipient()),
            Column::FromRaw => text(differing(record.from(), record.sender())),
            Column::ToRaw => text(differing(record.to(), record.recipient())),
            Column::ConversationId => {
                record.conversation().map_or(Value::Null, Value::Conversation)
            }
            Column::Ext => record.ext().map_or(Value::Null, Value::Json),
            Column::Extra => {
                let extra = record.extra_with(self.body, self.withheld);
                if extra.is_empty() { Value::Null } else { Value::Extra(extra) }
            }
            Column::SourceHour => timestamp(self.origin.hour_us),
            Column::SourceFile => text(self.origin.file.map(Text::from)),
            Column::SourceRecord => int(i64::try_from(self.origin.record).unwrap_or(i64::MAX)),
            _ => {
                let secrets = self.withheld.secrets();
                self.body.map_or(Value::Null, |body| body_value(body, column, secrets))
            }
        }
    }
}

#[inline]
fn body_value(body: Body<'_>, column: Column, secrets: Secrets) -> Value<'_> {
    if column.is_secret() && secrets == Secrets::Withheld {
        return Value::Null;
    }
    match column {
        Column::BodyType => text(body.type_name()),
        Column::Text => text(body.msg()),
        Column::Url => text(body.url()),
        Column::Filename => text(body.filename()),
        Column::FileLength => body.file_length().map_or(Value::Null, Value::Int),
        Column::DurationS => narrow(body.duration_s()),
        Column::Width => narrow(body.width()),
        Column::Height => narrow(body.height()),
        Column::ThumbUrl => text(body.thumb_url()),
        Column::ThumbFilename => text(body.thumb_filename()),
        Column::Lat => body.lat().map_or(Value::Null, Value::Float),
        Column::Lng => body.lng().map_or(Value::Null, Value::Float),
        Column::Addr => text(body.addr()),
        Column::CmdAction => text(body.cmd_action()),
        Column::CustomEvent => text(body.custom_event()),
        Column::CustomExts => body.custom_exts().map_or(Value::Null, Value::Json),
        Column::CombineLevel => narrow(body.combine_level()),
        Column::Title => text(body.title()),
        Column::Summary => text(body.summary()),
        Column::Secret => text(body.secret()),
        Column::ThumbSecret => text(body.thumb_secret()),
        _ => Value::Null,
    }
}

/// The instant of a record in the unit of the schema. The parser has refused what overflows.
pub fn millis_to_micros(millis: i64) -> i64 {
    millis.saturating_mul(1000)
}

/// The top-level name where it is not the one already told.
pub fn differing<'a>(raw: Option<Text<'a>>, told: Option<Text<'a>>) -> Option<Text<'a>> {
    if raw == told { None } else { raw }
}

fn text(value: Option<Text<'_>>) -> Value<'_> {
    value.map_or(Value::Null, Value::Text)
}

fn int<'a>(value: i64) -> Value<'a> {
    Value::Int(value)
}

fn narrow<'a>(value: Option<i32>) -> Value<'a> {
    value.map_or(Value::Null, |value| Value::Int(value.into()))
}

fn timestamp<'a>(value: Option<i64>) -> Value<'a> {
    value.map_or(Value::Null, Value::Timestamp)
}
