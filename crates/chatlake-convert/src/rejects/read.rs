//! A line of a file of rejects, read back.

use std::fmt;
use std::io::BufRead;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::Deserialize;
use serde::de::{Deserializer, Error, Visitor};

/// A reject that was written before.
#[derive(Debug)]
pub(crate) struct Kept {
    /// The name of its input then.
    pub(crate) source: String,
    pub(crate) record: u64,
    pub(crate) byte_offset: u64,
    pub(crate) raw: Raw,
}

/// What was kept of the bytes of a reject.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Raw {
    /// All of them.
    Whole(Vec<u8>),
    /// The first ones.
    Beginning(Vec<u8>),
    /// None.
    Withheld,
}

/// A line of a file of rejects that is none. Says where and why, and nothing of what it holds.
#[derive(Debug, thiserror::Error)]
#[error("line {line} is not a reject: {why}; rejects are read as chatlake writes them")]
pub(crate) struct LineError {
    /// The number of the line, from 1.
    pub(crate) line: u64,
    pub(crate) why: NoReject,
}

/// Why a line is no reject.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum NoReject {
    #[error("it is not a JSON object")]
    NotAnObject,
    #[error("it ends in the middle of its JSON")]
    Torn,
    #[error("a field is there twice, or of the wrong type")]
    Field,
    #[error("it has no `{0}`")]
    Missing(&'static str),
    #[error("it has more than one of `raw`, `raw_base64` and `raw_withheld`")]
    Raw,
    #[error("`raw_base64` is not base64")]
    Base64,
    #[error("it holds more than {most} bytes (--max-record)")]
    TooLong { most: usize },
}

/// The fields of a line. What is not known is left alone.
#[derive(Deserialize)]
struct Line {
    source: Option<String>,
    record: Option<u64>,
    byte_offset: Option<u64>,
    reason: Option<SomeText>,
    raw: Option<String>,
    raw_base64: Option<String>,
    #[serde(default)]
    raw_withheld: bool,
    #[serde(default)]
    raw_truncated: bool,
}

/// A string that is there, whatever it says.
struct SomeText;

impl<'de> Deserialize<'de> for SomeText {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Seen;

        impl Visitor<'_> for Seen {
            type Value = SomeText;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a string")
            }

            fn visit_str<E: Error>(self, _: &str) -> Result<SomeText, E> {
                Ok(SomeText)
            }
        }

        deserializer.deserialize_str(Seen)
    }
}

/// Reads a line. White space around it has been left out.
pub(crate) fn read_line(text: &[u8]) -> Result<Kept, NoReject> {
    // An array would do for serde.
    if !text.starts_with(b"{") {
        return Err(NoReject::NotAnObject);
    }
    kept(serde_json::from_slice(text).map_err(|error| why(&error))?)
}

/// Reads a line as it comes, to its end. White space before it has been left out.
pub(crate) fn read_long(mut text: impl BufRead) -> Result<Kept, NoReject> {
    if !text.fill_buf().is_ok_and(|text| text.starts_with(b"{")) {
        return Err(NoReject::NotAnObject);
    }
    kept(serde_json::from_reader(text).map_err(|error| why(&error))?)
}

fn why(error: &serde_json::Error) -> NoReject {
    match error.classify() {
        serde_json::error::Category::Eof => NoReject::Torn,
        serde_json::error::Category::Data => NoReject::Field,
        _ => NoReject::NotAnObject,
    }
}

fn kept(line: Line) -> Result<Kept, NoReject> {
    let Line { source, record, byte_offset, reason, raw, raw_base64, raw_withheld, raw_truncated } =
        line;
    let missing = NoReject::Missing;
    reason.ok_or(missing("reason"))?;
    let read = if raw_truncated { Raw::Beginning } else { Raw::Whole };
    let raw = match (raw, raw_base64, raw_withheld) {
        (Some(raw), None, false) => read(raw.into_bytes()),
        (None, Some(raw), false) => read(STANDARD.decode(raw).map_err(|_| NoReject::Base64)?),
        (None, None, true) => Raw::Withheld,
        (None, None, false) => return Err(missing("raw")),
        _ => return Err(NoReject::Raw),
    };
    Ok(Kept {
        source: source.filter(|name| !name.is_empty()).ok_or(missing("source"))?,
        record: record.ok_or(missing("record"))?,
        byte_offset: byte_offset.ok_or(missing("byte_offset"))?,
        raw,
    })
}

#[cfg(test)]
mod tests {
    use chatlake_core::{Reject, RejectReason};
    use proptest::prelude::*;

    use super::*;
    use crate::options::RejectBytes;
    use crate::rejects::write_line;

    fn line(raw: &str) -> String {
        format!(r#"{{"source":"a.gz","record":3,"byte_offset":99,"reason":"x",{raw}}}"#)
    }

    fn why(line: &str) -> NoReject {
        read_line(line.as_bytes()).map(|_| ()).expect_err(line)
    }

    #[test]
    fn a_line_is_read_as_it_was_written() {
        let kept = read_line(line(r#""raw":"{\"\u0000\n""#).as_bytes()).expect("a reject");
        assert_eq!((kept.source.as_str(), kept.record, kept.byte_offset), ("a.gz", 3, 99));
        assert_eq!(kept.raw, Raw::Whole(b"{\"\0\n".to_vec()));
        let kept = read_line(line(r#""raw_base64":"/3t9","raw_truncated":true"#).as_bytes());
        let kept = kept.expect("a reject");
        assert_eq!(kept.raw, Raw::Beginning(b"\xff{}".to_vec()));
        let kept = read_line(line(r#""raw":null,"raw_withheld":true"#).as_bytes());
        assert_eq!(kept.expect("a reject").raw, Raw::Withheld);
    }

    #[test]
    fn what_is_no_reject_is_told_why() {
        for (line, expected) in [
            ("nonsense", NoReject::NotAnObject),
            (r#"["a.gz",3,99,"x","{}",null,false]"#, NoReject::NotAnObject),
            (r#"{"source":"a.gz",}"#, NoReject::NotAnObject),
            (r#"{} {}"#, NoReject::NotAnObject),
            (r#"{"source":"a.g"#, NoReject::Torn),
            (r#"{"source":1}"#, NoReject::Field),
            (r#"{"record":-1}"#, NoReject::Field),
            (r#"{"record":1.5}"#, NoReject::Field),
            (r#"{"record":18446744073709551616}"#, NoReject::Field),
            (r#"{"record":1,"record":1}"#, NoReject::Field),
            (r#"{"msg_id":"1"}"#, NoReject::Missing("reason")),
            (r#"{"reason":"x","raw":"","record":1,"byte_offset":1}"#, NoReject::Missing("source")),
            (r#"{"reason":"x","source":"","raw":"","record":1}"#, NoReject::Missing("source")),
        ] {
            assert_eq!(why(line), expected, "{line}");
        }
        assert_eq!(why(&line(r#""raw_truncated":false"#)), NoReject::Missing("raw"));
        assert_eq!(why(&line(r#""raw":"","raw_base64":"""#)), NoReject::Raw);
        assert_eq!(why(&line(r#""raw_base64":"/3t""#)), NoReject::Base64);
        assert_eq!(why(&line(r#""raw":"","raw_withheld":true"#)), NoReject::Raw);
        assert_eq!(why(&line(r#""raw":null,"raw_withheld":false"#)), NoReject::Missing("raw"));
        assert_eq!(why(&line(r#""raw":null,"raw_withheld":1"#)), NoReject::Field);
        assert_eq!(why(&line(r#""raw":"","raw_truncated":"no""#)), NoReject::Field);
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_and_written_the_same(
            source in ".{1,20}",
            (record, byte_offset, is_truncated) in any::<(u64, u64, bool)>(),
            raw in prop_oneof![".{0,40}".prop_map(String::into_bytes), any::<Vec<u8>>()],
        ) {
            let write = |source: &str, raw: &[u8], bytes| {
                let reason = &RejectReason::DuplicateKey { key: "\"\u{1}\n".to_owned(), at: 1 };
                let reject = Reject { record, byte_offset, reason, raw, is_truncated };
                let mut line = Vec::new();
                write_line(source, &reject, bytes, &mut line).expect("memory takes it");
                prop_assert_eq!(line.pop(), Some(b'\n'));
                prop_assert!(!line.contains(&b'\n'));
                Ok(line)
            };
            let written = write(&source, &raw, RejectBytes::Kept)?;
            let kept = read_line(&written).expect("a reject");
            prop_assert_eq!((kept.record, kept.byte_offset), (record, byte_offset));
            let kept_raw = match &kept.raw {
                Raw::Whole(kept) => {
                    prop_assert!(!is_truncated && *kept == raw);
                    kept
                }
                Raw::Beginning(kept) => {
                    prop_assert!(is_truncated && raw.starts_with(kept));
                    kept
                }
                Raw::Withheld => return Err(TestCaseError::fail("nothing was withheld")),
            };
            prop_assert_eq!(write(&kept.source, kept_raw, RejectBytes::Kept)?, written);
            let withheld = write(&source, &raw, RejectBytes::Withheld)?;
            let kept = read_line(&withheld).expect("a reject");
            prop_assert_eq!((kept.record, kept.byte_offset), (record, byte_offset));
            prop_assert_eq!(kept.raw, Raw::Withheld);
            prop_assert_eq!(write(&kept.source, b"", RejectBytes::Withheld)?, withheld);
        }
    }

    #[test]
    fn an_error_shows_nothing_of_what_the_line_holds() {
        let secret = r#"{"source":{"secret":"hunter2"},"raw":"hunter2"}"#;
        let error = LineError { line: 7, why: why(secret) };
        assert!(error.to_string().contains("line 7"), "{error}");
        assert!(!format!("{error} {error:?}").contains("hunter2"));
    }
}
