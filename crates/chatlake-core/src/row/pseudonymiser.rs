//! From values to pseudonyms.

use super::pseudonym_cache::PseudonymCache;
use crate::record::{Conversation, Record, Text};
use crate::schema::{Column, ColumnSet, PseudonymKey, Pseudonyms};

/// How many people are remembered: most messages of an hour are of fewer.
const PEOPLE: usize = 4096;
/// Of other columns, kinds and types repeat; ids and texts do not, whatever is remembered.
const OTHERS: usize = 256;

/// Puts pseudonyms in place of values, without an allocation for those that it remembers.
#[derive(Debug)]
pub(super) struct Pseudonymiser {
    columns: ColumnSet,
    people: Remembered,
    others: Remembered,
    /// Holds a conversation id, or its two sides.
    sides: [String; 2],
}

impl Pseudonymiser {
    pub(super) fn new(pseudonyms: &Pseudonyms) -> Self {
        Self {
            columns: pseudonyms.column_set(),
            people: Remembered::new(pseudonyms.key(), PEOPLE),
            others: Remembered::new(pseudonyms.key(), OTHERS),
            sides: [String::new(), String::new()],
        }
    }

    /// The text that stands in a column: a pseudonym, or what it was.
    pub(super) fn text<'a>(&'a mut self, column: Column, text: Text<'a>) -> Text<'a> {
        if !self.columns.has(column) {
            return text;
        }
        match column {
            Column::Sender | Column::Recipient | Column::FromRaw | Column::ToRaw => {
                self.people.pseudonym(text)
            }
            _ => self.others.pseudonym(text),
        }
    }

    /// The conversation of a message: of pseudonyms where people have some.
    pub(super) fn conversation<'a>(&'a mut self, record: Record<'a>) -> Option<Conversation<'a>> {
        if !self.columns.has(Column::ConversationId) {
            return record.conversation();
        }
        let Self { columns, people, others: _, sides: [first, second] } = self;
        if columns.has(Column::Sender) {
            let sender = side(people, record.sender(), first);
            let recipient = side(people, record.recipient(), second);
            return record.conversation_of(sender, recipient);
        }
        first.clear();
        record.conversation()?.write_to(first).expect("a String takes any text");
        Some(Conversation::Group(people.pseudonym(Text::from(first.as_str()))))
    }
}

/// The pseudonym of a side, kept while that of the other is found.
fn side<'a>(
    people: &mut Remembered,
    text: Option<Text<'_>>,
    out: &'a mut String,
) -> Option<Text<'a>> {
    out.clear();
    out.push_str(people.pseudonym(text?).raw());
    Some(Text::from(out.as_str()))
}

/// A key, and what was made with it of late.
#[derive(Debug)]
struct Remembered {
    key: PseudonymKey,
    cache: PseudonymCache,
    /// Holds a value that is spelled with escapes.
    decoded: String,
}

impl Remembered {
    fn new(key: &PseudonymKey, values: usize) -> Self {
        Self { key: key.clone(), cache: PseudonymCache::new(values), decoded: String::new() }
    }

    /// The pseudonym of a value; of nothing, nothing.
    fn pseudonym(&mut self, text: Text<'_>) -> Text<'_> {
        let Self { key, cache, decoded } = self;
        if text.is_empty() {
            return Text::from("");
        }
        let value = match text.as_str() {
            Some(value) => value,
            None => {
                decoded.clear();
                text.write_to(decoded).expect("a String takes any text");
                decoded
            }
        };
        Text::from(cache.get(value, |out| key.write(value, out)))
    }
}
