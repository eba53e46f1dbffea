//! Columns that hold pseudonyms in place of their values.

mod key;

use super::column::{Column, ColumnType};
use super::column_set::ColumnSet;

pub use key::{PseudonymKey, ShortKey};

/// Who takes part: a pseudonym in one of these would be worth little with names in the others.
const PEOPLE: &[Column] =
    &[Column::Sender, Column::Recipient, Column::FromRaw, Column::ToRaw, Column::ConversationId];

/// Columns that hold pseudonyms in place of their values, and the key that these are made with.
///
/// A pseudonym is the HMAC-SHA-256 of a value's UTF-8 under the key, 64 lower-case hexadecimal
/// digits: the same value has the same pseudonym in every column, file and run, so that what was
/// joined by values is joined by pseudonyms. Null stays null, and `""` stays `""`.
///
/// * `sender` or `recipient` brings all of `sender`, `recipient`, `from_raw`, `to_raw` and
///   `conversation_id` along, for a conversation id holds both people. It is made of their
///   pseudonyms then, in the schema's own way: `a|b`, the two in byte order, or the recipient's.
/// * `conversation_id` without those is the pseudonym of the id.
/// * `extra` withholds the values that such a column could not hold, wherever they stand: those
///   of `from`, `to`, `groupId` and `group_id` for people, that of `msg` for `text`, and so on.
/// * What a person or an app wrote ([`Column::is_free_form`]) may name people all the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pseudonyms {
    columns: ColumnSet,
    key: PseudonymKey,
}

impl Pseudonyms {
    /// Pseudonyms in these columns, and in those that they bring along.
    ///
    /// # Errors
    ///
    /// A column whose values are not text of their own.
    pub fn new(columns: &[Column], key: PseudonymKey) -> Result<Self, NoPseudonyms> {
        columns.iter().try_for_each(|column| check(*column))?;
        let named = ColumnSet::of(columns);
        let columns = match named.has_any_of(&[Column::Sender, Column::Recipient]) {
            true => PEOPLE.iter().fold(named, |all, column| all.with(*column)),
            false => named,
        };
        Ok(Self { columns, key })
    }

    /// The columns, in the order of the schema.
    pub fn columns(&self) -> impl Iterator<Item = Column> {
        self.columns.iter()
    }

    /// Whether a column holds pseudonyms.
    pub fn has(&self, column: Column) -> bool {
        self.columns.has(column)
    }

    /// What tells one key from another and says nothing else of it: the first 16 digits of the
    /// pseudonym of `chatlake key check`.
    pub fn key_check(&self) -> String {
        self.key.check()
    }

    /// The pseudonym of a value.
    pub fn of(&self, value: &str) -> String {
        let mut pseudonym = String::new();
        if !value.is_empty() {
            self.key.write(value, &mut pseudonym);
        }
        pseudonym
    }

    pub(crate) fn column_set(&self) -> ColumnSet {
        self.columns
    }

    pub(crate) fn key(&self) -> &PseudonymKey {
        &self.key
    }
}

fn check(column: Column) -> Result<(), NoPseudonyms> {
    match column.column_type() {
        // The metadata of outputs name it, too.
        ColumnType::Text if column == Column::SourceFile => Err(NoPseudonyms::SourceFile),
        ColumnType::Text => Ok(()),
        ColumnType::Json => Err(NoPseudonyms::Json(column)),
        ColumnType::Int32 | ColumnType::Int64 | ColumnType::Float64 | ColumnType::Timestamp => {
            Err(NoPseudonyms::NotText(column))
        }
    }
}

/// A column that can hold no pseudonyms.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum NoPseudonyms {
    /// Names may be anywhere in it.
    #[error(
        "`{0}` is JSON of any shape and cannot be pseudonymised: leave it out with --drop-columns {0}"
    )]
    Json(Column),
    /// A number or an instant.
    #[error("`{0}` is not text and cannot be pseudonymised: leave it out with --drop-columns {0}")]
    NotText(Column),
    /// The name of a file is no message's.
    #[error(
        "`source_file` cannot be pseudonymised: it names an export, as the metadata of outputs do"
    )]
    SourceFile,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pseudonyms(columns: &[Column]) -> Result<Pseudonyms, NoPseudonyms> {
        Pseudonyms::new(columns, PseudonymKey::new(b"a key of 17 bytes").expect("long enough"))
    }

    #[test]
    fn one_side_brings_the_other_and_the_conversation_along() {
        for (named, columns) in [
            (&[Column::Sender][..], PEOPLE),
            (&[Column::Recipient, Column::Recipient], PEOPLE),
            (&[Column::ConversationId], &[Column::ConversationId]),
            (&[Column::Text, Column::FromRaw], &[Column::FromRaw, Column::Text]),
            (&[], &[]),
        ] {
            let found: Vec<Column> = pseudonyms(named).unwrap().columns().collect();
            assert_eq!(found, columns, "{named:?}");
        }
    }

    #[test]
    fn only_texts_have_pseudonyms() {
        for column in Column::ALL {
            let is_text = column.column_type() == ColumnType::Text;
            let may = is_text && *column != Column::SourceFile;
            assert_eq!(pseudonyms(&[*column]).is_ok(), may, "{column}");
        }
        let says = pseudonyms(&[Column::Sender, Column::Ext]).unwrap_err().to_string();
        assert!(says.contains("--drop-columns ext"), "{says}");
    }

    #[test]
    fn nothing_stays_nothing() {
        let pseudonyms = pseudonyms(&[Column::Sender]).unwrap();
        assert_eq!(pseudonyms.of(""), "");
        assert_eq!(pseudonyms.of("li").len(), 64);
        assert_ne!(pseudonyms.of("li"), pseudonyms.of("wu"));
    }
}
