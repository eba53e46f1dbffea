//! What is told of a message, whatever its bodies.

use arrow::datatypes::TimestampMicrosecondType;
use chatlake_core::record::Record;
use chatlake_core::row::{differing, millis_to_micros};
use chatlake_core::{Column, Projection, Teller, Text};

use super::arrays::Arrays;
use super::number::NumberColumn;
use super::text::TextColumn;

const TEXTS: [Column; 7] = [
    Column::MsgId,
    Column::ChatType,
    Column::Direction,
    Column::Sender,
    Column::Recipient,
    Column::FromRaw,
    Column::ToRaw,
];

/// The columns from `msg_id` to `conversation_id`, and `ext`.
pub(crate) struct MessageColumns {
    /// As [`TEXTS`].
    texts: [TextColumn; TEXTS.len()],
    timestamp: NumberColumn<TimestampMicrosecondType>,
    conversation: TextColumn,
    ext: TextColumn,
}

impl MessageColumns {
    pub(crate) fn new(projection: &Projection) -> Self {
        Self {
            texts: TEXTS.map(|column| TextColumn::new(column, projection)),
            timestamp: NumberColumn::new(Column::Timestamp, projection),
            conversation: TextColumn::new(Column::ConversationId, projection),
            ext: TextColumn::new(Column::Ext, projection),
        }
    }

    /// Fills a row; returns the bytes of its texts.
    #[inline]
    pub(crate) fn append(&mut self, row: usize, record: Record<'_>, teller: &mut Teller) -> usize {
        let (sender, recipient) = (record.sender(), record.recipient());
        let [msg_id, chat_type, direction, of_sender, of_recipient, from_raw, to_raw] =
            &mut self.texts;
        let mut append = |column: &mut TextColumn, text: Option<Text<'_>>| {
            column.append(row, teller.text(column.column(), text))
        };
        let mut bytes = append(msg_id, Some(record.msg_id()));
        bytes += append(chat_type, record.chat_type());
        bytes += append(direction, record.direction());
        bytes += append(of_sender, sender);
        bytes += append(of_recipient, recipient);
        bytes += append(from_raw, differing(record.from(), sender));
        bytes += append(to_raw, differing(record.to(), recipient));
        self.timestamp.append(row, record.timestamp_ms().map(millis_to_micros));
        if self.conversation.is_wanted()
            && let Some(conversation) = teller.conversation(record)
        {
            bytes += self.conversation.append_with(row, |out| conversation.write_to(out));
        }
        if let Some(ext) = record.ext() {
            bytes += self.ext.append_str(row, ext);
        }
        bytes
    }

    pub(crate) fn finish(&mut self, rows: usize, arrays: &mut Arrays) {
        let Self { texts, timestamp, conversation, ext } = self;
        for column in texts {
            column.finish(rows, arrays);
        }
        timestamp.finish(rows, arrays);
        conversation.finish(rows, arrays);
        ext.finish(rows, arrays);
    }
}
