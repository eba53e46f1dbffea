//! Values as an output is to tell them.

use super::pseudonymiser::Pseudonymiser;
use super::{Row, Value};
use crate::record::{Conversation, Record, Text};
use crate::schema::{Column, Projection, Withheld};

/// Tells values as a projection wants them told, with pseudonyms where it has some; one per
/// encoder, for it remembers the pseudonyms of those who write most.
#[derive(Debug)]
pub struct Teller {
    withheld: Withheld,
    pseudonymiser: Option<Box<Pseudonymiser>>,
}

impl Teller {
    /// For an output of this shape.
    pub fn new(projection: &Projection) -> Self {
        let pseudonymiser = projection.pseudonyms().map(|it| Box::new(Pseudonymiser::new(it)));
        Self { withheld: projection.withheld(), pseudonymiser }
    }

    /// What is not told.
    pub fn withheld(&self) -> Withheld {
        self.withheld
    }

    /// Whether values may be longer than those of the record.
    pub fn has_pseudonyms(&self) -> bool {
        self.pseudonymiser.is_some()
    }

    /// What a row tells in a column.
    #[inline]
    pub fn value<'a>(&'a mut self, row: &Row<'a>, column: Column) -> Value<'a> {
        let value = row.value(column);
        let Some(pseudonymiser) = &mut self.pseudonymiser else { return value };
        match value {
            Value::Text(text) => Value::Text(pseudonymiser.text(column, text)),
            Value::Conversation(_) => {
                pseudonymiser.conversation(row.record).map_or(Value::Null, Value::Conversation)
            }
            _ => value,
        }
    }

    /// What a column tells of its text.
    #[inline]
    pub fn text<'a>(&'a mut self, column: Column, text: Option<Text<'a>>) -> Option<Text<'a>> {
        match &mut self.pseudonymiser {
            None => text,
            Some(pseudonymiser) => Some(pseudonymiser.text(column, text?)),
        }
    }

    /// What `conversation_id` tells.
    #[inline]
    pub fn conversation<'a>(&'a mut self, record: Record<'a>) -> Option<Conversation<'a>> {
        match &mut self.pseudonymiser {
            None => record.conversation(),
            Some(pseudonymiser) => pseudonymiser.conversation(record),
        }
    }
}
