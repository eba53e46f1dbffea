//! A record that owns its text.

use std::fmt;

use super::Record;
use super::fields::Fields;
use crate::limits::Limits;
use crate::parse::Parser;
use crate::reject::RejectReason;

/// A record that owns its text, to be kept or filled again and again.
#[derive(Clone, Default)]
pub struct RecordBuf {
    text: String,
    fields: Fields,
    number: u64,
}

impl RecordBuf {
    /// An empty one, to be filled by [`Reader::read_record`](crate::Reader::read_record).
    pub fn new() -> Self {
        Self::default()
    }

    /// Parses one record.
    ///
    /// # Errors
    ///
    /// The reason for which a file's record would be rejected.
    ///
    /// ```
    /// # use chatlake_core::RecordBuf;
    /// let json = r#"{"msg_id":"1","payload":{"bodies":[{"type":"txt","msg":"hi"}]}}"#;
    /// let record = RecordBuf::from_json(json)?;
    /// assert_eq!(record.as_record().msg_id(), "1");
    /// # Ok::<(), chatlake_core::RejectReason>(())
    /// ```
    pub fn from_json(json: &str) -> Result<Self, RejectReason> {
        let limits = Limits::default();
        let json = json.trim_matches([' ', '\t', '\n', '\r']);
        if json.len() > limits.max_record {
            return Err(RejectReason::TooLong { limit: limits.max_record });
        }
        let mut parser = Parser::new(limits);
        let text = parser.decode(json.as_bytes())?.to_owned();
        Ok(Self { text, fields: std::mem::take(parser.fields_mut()), number: 0 })
    }

    /// Takes over what was parsed, recycling the memory.
    pub(crate) fn fill(&mut self, number: u64, record: Record<'_>) {
        self.text.clear();
        self.text.push_str(record.text);
        self.fields.clone_from(record.fields);
        self.number = number;
    }

    /// The record.
    pub fn as_record(&self) -> Record<'_> {
        Record::new(&self.text, &self.fields)
    }

    /// Its number in the source, from 0, rejects counted.
    pub fn number(&self) -> u64 {
        self.number
    }
}

impl fmt::Debug for RecordBuf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RecordBuf").field("number", &self.number).field("text", &self.text).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_longer_than_the_longest_record_is_none() {
        let limit = Limits::default().max_record;
        let text = |n: usize| format!(" {{\"msg_id\":\"{}\"}}\n", "x".repeat(n));
        let around = text(0).trim().len();
        assert!(RecordBuf::from_json(&text(limit - around)).is_ok());
        let refused = RecordBuf::from_json(&text(limit - around + 1)).unwrap_err();
        assert_eq!(refused, RejectReason::TooLong { limit });
    }
}
