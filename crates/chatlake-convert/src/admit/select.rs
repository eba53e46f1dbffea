//! Choosing messages by their columns.

use std::fmt;

use chatlake_core::timestamp::write_iso;
use chatlake_core::{Body, Record, Text};

/// Which messages are kept: those that satisfy every condition. A message is kept whole, when
/// any of its bodies satisfies the condition on bodies.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Select {
    conditions: Vec<Condition>,
    since_ms: Option<i64>,
    until_ms: Option<i64>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Condition {
    field: Field,
    values: Vec<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Field {
    MsgId,
    ChatType,
    Direction,
    Sender,
    Recipient,
    ConversationId,
    BodyType,
}

const FIELDS: &[(&str, Field)] = &[
    ("msg_id", Field::MsgId),
    ("chat_type", Field::ChatType),
    ("direction", Field::Direction),
    ("sender", Field::Sender),
    ("recipient", Field::Recipient),
    ("conversation_id", Field::ConversationId),
    ("body_type", Field::BodyType),
];

/// A condition that cannot be meant.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SelectError {
    /// Not a column that can be selected by.
    #[error(
        "cannot select by `{0}`; there are msg_id, chat_type, direction, sender, recipient, conversation_id, body_type, since, until"
    )]
    UnknownField(String),
    /// The same column twice.
    #[error("`{0}` is selected by twice; write several values as {0}=a|b")]
    Twice(String),
}

impl Select {
    /// Keeps messages whose column has one of these values.
    ///
    /// # Errors
    ///
    /// The column is none that can be selected by, or was selected by before.
    pub fn with(mut self, field: &str, values: Vec<String>) -> Result<Self, SelectError> {
        let Some((_, field_)) = FIELDS.iter().find(|(name, _)| *name == field) else {
            return Err(SelectError::UnknownField(field.to_owned()));
        };
        if self.conditions.iter().any(|condition| condition.field == *field_) {
            return Err(SelectError::Twice(field.to_owned()));
        }
        self.conditions.push(Condition { field: *field_, values });
        Ok(self)
    }

    /// Keeps messages of this instant or later, milliseconds since the epoch.
    pub fn since_ms(mut self, since: i64) -> Self {
        self.since_ms = Some(since);
        self
    }

    /// Keeps messages before this instant, milliseconds since the epoch.
    pub fn until_ms(mut self, until: i64) -> Self {
        self.until_ms = Some(until);
        self
    }

    /// Whether everything is kept.
    pub fn is_everything(&self) -> bool {
        *self == Self::default()
    }

    /// Whether a message is kept. One without a timestamp is in no span of time.
    pub fn keeps(&self, record: Record<'_>) -> bool {
        let in_time = match (self.since_ms, self.until_ms) {
            (None, None) => true,
            (since, until) => record.timestamp_ms().is_some_and(|ms| {
                since.is_none_or(|since| ms >= since) && until.is_none_or(|until| ms < until)
            }),
        };
        in_time && self.conditions.iter().all(|condition| condition.holds(record))
    }
}

/// As it would be asked for: `sender=ann|bob,since=2018-11-27T09:00:00.000000Z`. Nothing where
/// everything is kept.
impl fmt::Display for Select {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let instant = |name: &str, ms: &i64| {
            let mut text = Vec::new();
            write_iso(ms.saturating_mul(1000), &mut text);
            format!("{name}={}", String::from_utf8_lossy(&text))
        };
        let conditions = self.conditions.iter().map(Condition::to_string);
        let since = self.since_ms.iter().map(|ms| instant("since", ms));
        let until = self.until_ms.iter().map(|ms| instant("until", ms));
        f.write_str(&conditions.chain(since).chain(until).collect::<Vec<_>>().join(","))
    }
}

impl fmt::Display for Condition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = FIELDS.iter().find(|(_, field)| *field == self.field).map(|(name, _)| *name);
        let escaped =
            |value: &String| value.replace('\\', "\\\\").replace(',', "\\,").replace('|', "\\|");
        let values: Vec<String> = self.values.iter().map(escaped).collect();
        write!(f, "{}={}", name.unwrap_or_default(), values.join("|"))
    }
}

impl Condition {
    fn holds(&self, record: Record<'_>) -> bool {
        match self.field {
            Field::MsgId => self.has(Some(record.msg_id())),
            Field::ChatType => self.has(record.chat_type()),
            Field::Direction => self.has(record.direction()),
            Field::Sender => self.has(record.sender()),
            Field::Recipient => self.has(record.recipient()),
            Field::ConversationId => record.conversation().is_some_and(|conversation| {
                let mut id = String::new();
                conversation.write_to(&mut id).is_ok() && self.values.contains(&id)
            }),
            Field::BodyType => record.bodies().any(|body: Body<'_>| self.has(body.type_name())),
        }
    }

    fn has(&self, value: Option<Text<'_>>) -> bool {
        value.is_some_and(|value| self.values.iter().any(|wanted| value == wanted.as_str()))
    }
}
