//! What `extra` keeps to itself.

use super::column::Column;
use super::column_set::ColumnSet;
use super::projection::Secrets;

/// What is not told of a record: credentials, and in `extra` the values that columns with
/// pseudonyms could not hold. By default, credentials.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Withheld {
    secrets: Secrets,
    /// The values of their keys are null in `extra`.
    columns: ColumnSet,
}

/// The columns whose values open a download.
const CREDENTIALS: &[Column] = &[Column::Secret, Column::ThumbSecret];

impl Withheld {
    pub(super) fn new(secrets: Secrets, pseudonymous: ColumnSet) -> Self {
        let columns = match secrets {
            Secrets::Withheld => CREDENTIALS.iter().fold(pseudonymous, |all, it| all.with(*it)),
            Secrets::Included => pseudonymous,
        };
        Self { secrets, columns }
    }

    /// What becomes of credentials.
    pub fn secrets(self) -> Secrets {
        self.secrets
    }

    /// Whether everything is told.
    pub(crate) fn is_nothing(self) -> bool {
        self.columns.is_empty()
    }

    /// Whether the value of a key is null in `extra`, wherever it stands.
    pub(crate) fn has(self, key: &str) -> bool {
        self.columns.iter().any(|column| keys(column).contains(&key))
    }
}

impl From<Secrets> for Withheld {
    /// No more than credentials, if those.
    fn from(secrets: Secrets) -> Self {
        Self::new(secrets, ColumnSet::default())
    }
}

impl Default for Withheld {
    fn default() -> Self {
        Secrets::default().into()
    }
}

/// The keys of which a column has the values; where one that does not fit it, or that stands
/// elsewhere, is kept in `extra`, it tells the same.
const fn keys(column: Column) -> &'static [&'static str] {
    use Column::*;
    match column {
        MsgId => &["msg_id"],
        ChatType => &["chat_type"],
        Direction => &["direction"],
        // The group of a group chat is its recipient.
        Sender | Recipient | FromRaw | ToRaw => &["from", "to", "groupId", "group_id"],
        BodyType => &["type", "subType"],
        Text => &["msg"],
        Url => &["url"],
        Filename => &["filename", "file_name"],
        ThumbUrl => &["thumb"],
        ThumbFilename => &["thumbFilename"],
        Addr => &["addr"],
        CmdAction => &["action"],
        CustomEvent => &["customEvent"],
        Title => &["title"],
        Summary => &["summary"],
        Secret => &["secret"],
        ThumbSecret => &["thumb_secret"],
        // A conversation is no key, and the others have no pseudonyms.
        ConversationId => &[],
        BodyIndex | BodyCount | Timestamp | FileLength | DurationS | Width | Height | Lat | Lng
        | CustomExts | CombineLevel | Ext | Extra | SourceHour | SourceFile | SourceRecord => &[],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn credentials_are_withheld_unless_they_are_included() {
        for key in ["secret", "thumb_secret"] {
            assert!(Withheld::default().has(key));
            assert!(!Withheld::from(Secrets::Included).has(key));
        }
        assert!(!Withheld::default().has("from"));
        assert!(Withheld::from(Secrets::Included).is_nothing());
    }

    #[test]
    fn what_stands_in_for_a_person_is_withheld_with_people() {
        let people = Withheld::new(Secrets::Included, ColumnSet::of(&[Column::FromRaw]));
        for key in ["from", "to", "groupId", "group_id"] {
            assert!(people.has(key), "{key}");
        }
        assert!(!people.has("msg") && !people.has("secret"));
    }
}
