//! A value as the text between two commas.

use std::fmt;

use chatlake_core::Value;
use chatlake_core::number::{write_float, write_int};
use chatlake_core::timestamp::write_iso;

use crate::guard::{Guard, is_formula};
use crate::quote::write_field;

/// Writes values as cells.
#[derive(Debug)]
pub(crate) struct CellWriter {
    guard: Guard,
    /// Holds a text that has to be put together before it can be looked at.
    scratch: String,
}

impl CellWriter {
    pub(crate) fn new(guard: Guard) -> Self {
        Self { guard, scratch: String::new() }
    }

    /// Appends the cell of a value, without the comma.
    pub(crate) fn write(&mut self, value: Value<'_>, out: &mut Vec<u8>) -> fmt::Result {
        match value {
            Value::Null => {}
            Value::Text(text) => match text.as_str() {
                Some(text) => self.write_str(text, out),
                None => self.compose(|scratch| text.write_to(scratch), out)?,
            },
            Value::Json(json) => self.write_str(json, out),
            Value::Extra(extra) => self.compose(|scratch| extra.write_to(scratch), out)?,
            Value::Conversation(id) => self.compose(|scratch| id.write_to(scratch), out)?,
            Value::Int(value) => write_int(value, out),
            Value::Float(value) => write_float(value, out),
            Value::Timestamp(micros) => write_iso(micros, out),
        }
        Ok(())
    }

    fn compose(
        &mut self,
        write: impl FnOnce(&mut String) -> fmt::Result,
        out: &mut Vec<u8>,
    ) -> fmt::Result {
        self.scratch.clear();
        write(&mut self.scratch)?;
        self.write_str(&self.scratch, out);
        Ok(())
    }

    fn write_str(&self, text: &str, out: &mut Vec<u8>) {
        let is_marked = self.guard == Guard::On && is_formula(text);
        write_field(is_marked.then_some(b'\''), text.as_bytes(), out);
    }
}
