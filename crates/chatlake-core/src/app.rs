//! Whose hours they are.

use std::fmt;
use std::path::PathBuf;
use std::str::FromStr;

/// An app, as it is called in the archive: `ORG/APP`, or `app-id/ID` where the platform knows it
/// by one id. Both parts are names that are safe as folders.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AppKey {
    text: String,
}

impl AppKey {
    /// An app of an organisation.
    ///
    /// # Errors
    ///
    /// One of the names could not be a folder's.
    pub fn of_org(org: &str, app: &str) -> Result<Self, BadAppKey> {
        format!("{org}/{app}").parse()
    }

    /// An app that is known by one id.
    ///
    /// # Errors
    ///
    /// The id could not be a folder's name.
    pub fn of_id(id: &str) -> Result<Self, BadAppKey> {
        Self::of_org("app-id", id)
    }

    /// `ORG/APP`.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Two folders, one in the other.
    pub fn to_path(&self) -> PathBuf {
        PathBuf::from(&self.text)
    }
}

impl fmt::Display for AppKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl FromStr for AppKey {
    type Err = BadAppKey;

    fn from_str(text: &str) -> Result<Self, BadAppKey> {
        let is_good = text.split_once('/').is_some_and(|(org, app)| is_name(org) && is_name(app));
        if is_good { Ok(Self { text: text.to_owned() }) } else { Err(BadAppKey(text.to_owned())) }
    }
}

/// Safe as the name of a folder; what the platform takes as a segment of its urls is.
fn is_name(name: &str) -> bool {
    let is_safe = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte);
    !name.is_empty()
        && name.len() <= 200
        && name.bytes().all(is_safe)
        && !name.bytes().all(|byte| byte == b'.')
}

/// A text that names no app.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` names no app: ORG/APP is two names of letters, digits, `-`, `_`, `.` and `~`")]
pub struct BadAppKey(pub String);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_that_leads_out_of_the_archive_is_refused() {
        for text in ["a/..", "../a", "a/b/c", "a", "", "/", "a/", "/a", "a/.", "a/b\0", "a/b c"] {
            assert!(text.parse::<AppKey>().is_err(), "{text:?}");
        }
        for text in ["1122/my-app", "easemob-demo/chatdemoui", "app-id/0a1B"] {
            assert_eq!(text.parse::<AppKey>().expect("a good name").as_str(), text);
        }
    }
}
