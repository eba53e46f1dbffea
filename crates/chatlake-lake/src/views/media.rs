//! A row per body that lies somewhere else.

use chatlake_core::Column;

use super::words::{PARTITIONS, listed};
use super::{Dialect, Views};

/// The columns, and what they are called here.
const COLUMNS: &[(Column, &str)] = &[
    (Column::BodyType, "type"),
    (Column::Url, "url"),
    (Column::Filename, "filename"),
    (Column::FileLength, "bytes"),
    (Column::Width, "width"),
    (Column::Height, "height"),
    (Column::DurationS, "duration_s"),
    (Column::ThumbUrl, "thumb_url"),
    (Column::MsgId, "msg_id"),
    (Column::BodyIndex, "body_index"),
    (Column::Sender, "sender"),
    (Column::ConversationId, "conversation_id"),
    (Column::Timestamp, "timestamp"),
];

impl Views<'_> {
    /// None for a lake without urls.
    pub(super) fn media(&self, dialect: Dialect) -> Option<String> {
        if !self.has(Column::Url) {
            return None;
        }
        let there = COLUMNS.iter().filter(|(column, _)| self.has(*column));
        let items = there.map(|(column, name)| match column.name() == *name {
            true => (*name).to_owned(),
            false => format!("b.{column} AS {name}"),
        });
        let items: Vec<String> = items.chain(PARTITIONS.map(str::to_owned)).collect();
        Some(format!(
            "-- One row per body that has a url: pictures, sounds, videos, files.\n\
             {}SELECT\n{}\n{}WHERE b.url IS NOT NULL;\n",
            dialect.view("media"),
            listed(&items),
            dialect.rows()
        ))
    }
}
