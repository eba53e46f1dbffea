//! Documents that show whether somebody edited them.
//!
//! The last member of such a document is `check`: the SHA-256 of the document's bytes as they are
//! with an empty `check`. It is no secret and keeps no forger out; it finds edits, and halves.

use chatlake_core::schema;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::mark::sha256_of;

/// Why a document is not what was written.
#[derive(Debug, thiserror::Error)]
pub enum Unsound {
    /// Not a document of this kind at all.
    #[error("it is no manifest: {0}")]
    Json(#[from] serde_json::Error),
    /// Written by somebody who knows more.
    #[error("its format is {0}, and this chatlake knows format 1: use a newer chatlake")]
    Format(u64),
    /// Of another version of the schema.
    #[error(
        "its schema is {found}, and this chatlake knows schema {}: use a newer chatlake",
        schema::VERSION
    )]
    Schema {
        /// Which one.
        found: String,
    },
    /// Its bytes are not what they were.
    #[error("it was edited or cut off: its check does not fit what it says")]
    Edited,
    /// It names what no manifest of this name can name.
    #[error("it says {what} `{found}`, and that would be `{expected}`")]
    Elsewhere {
        /// Which member.
        what: &'static str,
        /// What it says.
        found: String,
        /// What it could say.
        expected: String,
    },
    /// Its accounts do not balance.
    #[error("its accounts do not balance")]
    Unbalanced,
}

/// What precedes the check, which is the last member.
const CHECK: &str = "\"check\": \"";
/// What follows it.
const END: &str = "\"\n}\n";

/// The text of a document whose `check` is empty, and the check that belongs there.
pub(crate) fn seal(document: &impl Serialize) -> (String, String) {
    let mut text = serde_json::to_string_pretty(document)
        .expect("manifests are text, numbers and lists of them, which always serialise");
    text.push('\n');
    let check = sha256_of(text.as_bytes());
    let at = text.len() - END.len();
    text.insert_str(at, &check);
    (text, check)
}

/// The document that a text is, if nobody edited it.
pub(crate) fn unseal<T: DeserializeOwned>(text: &[u8]) -> Result<T, Unsound> {
    #[derive(serde::Deserialize)]
    struct Head {
        format: u64,
    }
    let head: Head = serde_json::from_slice(text)?;
    if head.format != 1 {
        return Err(Unsound::Format(head.format));
    }
    let text = std::str::from_utf8(text).map_err(|_| Unsound::Edited)?;
    let body = text.strip_suffix(END).ok_or(Unsound::Edited)?;
    let (body, check) = body.rsplit_once(CHECK).ok_or(Unsound::Edited)?;
    if sha256_of(format!("{body}{CHECK}{END}").as_bytes()) != check {
        return Err(Unsound::Edited);
    }
    Ok(serde_json::from_str(text)?)
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::*;

    #[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
    struct Document {
        format: u32,
        name: String,
        check: String,
    }

    fn document(name: &str) -> Document {
        Document { format: 1, name: name.to_owned(), check: String::new() }
    }

    #[test]
    fn what_was_sealed_is_read_and_no_edit_goes_unnoticed() {
        for name in ["a", "\"check\": \"", "\"\n}\n"] {
            let (text, check) = seal(&document(name));
            let read: Document = unseal(text.as_bytes()).expect("what was written");
            assert_eq!(read, Document { check, ..document(name) });
        }
        let (text, _) = seal(&document("a"));
        for (place, _) in text.char_indices() {
            let cut = unseal::<Document>(&text.as_bytes()[..place]);
            assert!(cut.is_err(), "cut at {place}");
            let mut edited = text.clone().into_bytes();
            edited[place] ^= 1;
            assert!(unseal::<Document>(&edited).is_err(), "edited at {place}");
        }
        let newer = text.replace("\"format\": 1", "\"format\": 2");
        assert!(matches!(unseal::<Document>(newer.as_bytes()), Err(Unsound::Format(2))));
    }
}
