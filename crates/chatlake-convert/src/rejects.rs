//! Rejected records as lines of JSON, each with its bytes.

mod read;

use std::io::{self, Write};

use base64::display::Base64Display;
use base64::engine::general_purpose::STANDARD;
use chatlake_core::{Reject, RejectReason};
use serde::{Serialize, Serializer};

use crate::options::RejectBytes;

pub(crate) use read::{Kept, LineError, NoReject, Raw, read_line, read_long};

/// A line of a file of rejects.
#[derive(Serialize)]
struct Line<'a> {
    source: &'a str,
    record: u64,
    byte_offset: u64,
    reason: String,
    /// Null where it is withheld.
    #[serde(skip_serializing_if = "Option::is_none")]
    raw: Option<Option<&'a str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    raw_base64: Option<Base64<'a>>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    raw_withheld: bool,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    raw_truncated: bool,
}

/// Bytes, written in base64 bit by bit.
struct Base64<'a>(&'a [u8]);

impl Serialize for Base64<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&Base64Display::new(self.0, &STANDARD))
    }
}

/// Writes the line of a reject, bit by bit: it may take many times what its bytes do. `source` is
/// the name of its input.
///
/// Bytes that are not UTF-8 come as `raw_base64` instead of `raw`; a cut within a character takes
/// that character with it. Where bytes are withheld, `raw` is null and `raw_withheld` is true.
///
/// # Errors
///
/// What `out` says.
pub(crate) fn write_line(
    source: &str,
    reject: &Reject<'_>,
    bytes: RejectBytes,
    mut out: impl Write,
) -> io::Result<()> {
    // What was withheld before is not there, whatever is asked for now.
    let is_withheld =
        bytes == RejectBytes::Withheld || matches!(reject.reason, RejectReason::Withheld);
    let (raw, raw_base64) = match text(reject) {
        _ if is_withheld => (Some(None), None),
        Some(text) => (Some(Some(text)), None),
        None => (None, Some(Base64(reject.raw))),
    };
    let line = Line {
        source,
        record: reject.record,
        byte_offset: reject.byte_offset,
        reason: reason(reject.reason, bytes),
        raw,
        raw_base64,
        raw_withheld: is_withheld,
        raw_truncated: reject.is_truncated,
    };
    serde_json::to_writer(&mut out, &line)?;
    out.write_all(b"\n")
}

/// The bytes that are kept of a reject, if they are text.
fn text<'a>(reject: &Reject<'a>) -> Option<&'a str> {
    match std::str::from_utf8(reject.raw) {
        Ok(raw) => Some(raw),
        Err(error) if reject.is_truncated && error.error_len().is_none() => {
            let whole = reject.raw.get(..error.valid_up_to()).unwrap_or_default();
            std::str::from_utf8(whole).ok()
        }
        Err(_) => None,
    }
}

/// Why a record was refused; where its bytes are withheld, without anything that stands in it.
pub(crate) fn reason(reason: &RejectReason, bytes: RejectBytes) -> String {
    use RejectReason as Reason;
    match reason {
        _ if bytes == RejectBytes::Kept => reason.to_string(),
        Reason::Syntax { at, expected, found: _ } => {
            format!("invalid JSON at byte {at} of the record: expected {expected}")
        }
        Reason::ControlCharacter { at, byte: _ } => {
            format!("control character inside a string at byte {at} of the record")
        }
        Reason::DuplicateKey { key: _, at } => {
            format!("duplicate key at byte {at} of the record")
        }
        // These tell of places and limits alone.
        Reason::NotAnObject
        | Reason::InvalidUtf8 { .. }
        | Reason::Compressed
        | Reason::UnclosedString { .. }
        | Reason::InvalidEscape { .. }
        | Reason::TooDeep { .. }
        | Reason::TooManyBodies { .. }
        | Reason::TooMuchRepeated { .. }
        | Reason::TooLong { .. }
        | Reason::Cut
        | Reason::Withheld
        | Reason::MsgId
        | Reason::Envelope
        | Reason::Timestamp { .. } => reason.to_string(),
        // One that is new here may quote.
        _ => reason.kind().to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(raw: &[u8], is_truncated: bool) -> serde_json::Value {
        let reason = RejectReason::MsgId;
        let reject = Reject { record: 3, byte_offset: 99, reason: &reason, raw, is_truncated };
        let mut out = Vec::new();
        write_line("a.gz", &reject, RejectBytes::Kept, &mut out).unwrap();
        assert_eq!(out.pop(), Some(b'\n'));
        serde_json::from_slice(&out).unwrap()
    }

    #[test]
    fn a_line_tells_where_why_and_what() {
        let line = line("{\"é\"\0".as_bytes(), false);
        assert_eq!(line["source"], "a.gz");
        assert_eq!(line["record"], 3);
        assert_eq!(line["byte_offset"], 99);
        assert_eq!(line["reason"], "msg_id is not a non-empty string");
        assert_eq!(line["raw"], "{\"é\"\0");
        assert_eq!(line.get("raw_base64"), None);
        assert_eq!(line.get("raw_truncated"), None);
    }

    #[test]
    fn bytes_that_are_no_text_come_in_base64() {
        let line = line(b"\xff{}", false);
        assert_eq!(line.get("raw"), None);
        assert_eq!(line["raw_base64"], "/3t9");
    }

    #[test]
    fn a_cut_within_a_character_takes_the_character_with_it() {
        let line = line(b"ab\xe4\xbd", true);
        assert_eq!(line["raw"], "ab");
        assert_eq!(line["raw_truncated"], true);
    }
}
