//! A column as a member of an object.

use std::fmt;

use chatlake_core::number::{write_float, write_int};
use chatlake_core::record::Conversation;
use chatlake_core::schema::Column;
use chatlake_core::timestamp::write_iso;
use chatlake_core::{Row, Teller, Text, Value};

use crate::escape::write_string;

/// Writes rows as objects.
#[derive(Debug)]
pub(crate) struct RowWriter {
    members: Vec<Member>,
    /// Holds a text that has to be put together before it can be escaped.
    scratch: String,
}

#[derive(Debug)]
struct Member {
    column: Column,
    /// `,"name":`
    prefix: String,
    /// Whether its texts are spelled in the file as JSON spells them.
    is_json: bool,
}

impl RowWriter {
    pub(crate) fn new(columns: &[Column]) -> Self {
        let member = |&column: &Column| Member {
            column,
            prefix: format!(",\"{column}\":"),
            is_json: column != Column::SourceFile,
        };
        Self { members: columns.iter().map(member).collect(), scratch: String::new() }
    }

    /// Appends a row as one object, without a line end.
    pub(crate) fn write(
        &mut self,
        row: &Row<'_>,
        teller: &mut Teller,
        out: &mut Vec<u8>,
    ) -> fmt::Result {
        let start = out.len();
        for Member { column, prefix, is_json } in &self.members {
            let value = teller.value(row, *column);
            if matches!(value, Value::Null) {
                continue;
            }
            out.extend_from_slice(prefix.as_bytes());
            match value {
                Value::Null => {}
                Value::Text(text) if *is_json => write_spelled(text, out),
                Value::Text(text) => write_string(text.raw().as_bytes(), out),
                Value::Json(json) => write_string(json.as_bytes(), out),
                Value::Extra(extra) => {
                    self.scratch.clear();
                    extra.write_to(&mut self.scratch)?;
                    write_string(self.scratch.as_bytes(), out);
                }
                Value::Conversation(conversation) => write_conversation(conversation, out),
                Value::Int(value) => write_int(value, out),
                Value::Float(value) => write_float(value, out),
                Value::Timestamp(micros) => {
                    out.push(b'"');
                    write_iso(micros, out);
                    out.push(b'"');
                }
            }
        }
        match out.get_mut(start) {
            // The comma before the first member.
            Some(comma) => *comma = b'{',
            None => out.push(b'{'),
        }
        out.push(b'}');
        Ok(())
    }
}

/// The spelling of the file is that of JSON already, escapes and all.
fn write_spelled(text: Text<'_>, out: &mut Vec<u8>) {
    out.push(b'"');
    out.extend_from_slice(text.raw().as_bytes());
    out.push(b'"');
}

fn write_conversation(conversation: Conversation<'_>, out: &mut Vec<u8>) {
    match conversation {
        Conversation::Group(group) => write_spelled(group, out),
        Conversation::Pair(a, b) => {
            out.push(b'"');
            out.extend_from_slice(a.raw().as_bytes());
            out.push(b'|');
            out.extend_from_slice(b.raw().as_bytes());
            out.push(b'"');
        }
    }
}
