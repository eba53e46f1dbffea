//! Whose messages they are.

use std::fmt;
use std::str::FromStr;

/// An app, as the platform's urls name it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum App {
    /// An organisation and one of its apps; together they are the app key, `org#app`.
    Org {
        /// The organisation.
        org: Segment,
        /// The app.
        app: Segment,
    },
    /// The one id that Agora and Shengwang give.
    AppId(Segment),
}

impl App {
    /// The app of an Agora or Shengwang id.
    ///
    /// # Errors
    ///
    /// A text that cannot be a segment of a url.
    pub fn of_id(id: &str) -> Result<Self, BadApp> {
        Ok(App::AppId(Segment::new(id)?))
    }

    /// Its path on the platform, without slashes around: `org/app` or `app-id/ID`.
    pub fn path(&self) -> String {
        match self {
            App::Org { org, app } => format!("{org}/{app}"),
            App::AppId(id) => format!("app-id/{id}"),
        }
    }
}

impl fmt::Display for App {
    /// As people write it: `org/app`, or the id.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            App::Org { org, app } => write!(f, "{org}/{app}"),
            App::AppId(id) => write!(f, "{id}"),
        }
    }
}

impl FromStr for App {
    type Err = BadApp;

    /// Reads `org/app`, or `org#app` as consoles show it.
    fn from_str(text: &str) -> Result<Self, BadApp> {
        let parts = text.split_once('/').or_else(|| text.split_once('#'));
        let (org, app) = parts.ok_or_else(|| BadApp::NotTwo(text.to_owned()))?;
        Ok(App::Org { org: Segment::new(org)?, app: Segment::new(app)? })
    }
}

/// A name that is safe as one segment of a url and as the name of a folder.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Segment(String);

impl Segment {
    const LONGEST: usize = 128;

    /// Takes ASCII letters, digits and `-_.~`, at most 128 of them, and not dots alone.
    ///
    /// # Errors
    ///
    /// Any other text.
    pub fn new(text: &str) -> Result<Self, BadApp> {
        let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte);
        let is_segment = (1..=Self::LONGEST).contains(&text.len())
            && text.bytes().all(is_plain)
            && !text.bytes().all(|byte| byte == b'.');
        if is_segment { Ok(Self(text.to_owned())) } else { Err(BadApp::Segment(text.to_owned())) }
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Segment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A text that names no app.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum BadApp {
    /// Not an organisation and an app.
    #[error("`{}` is no app: write ORG/APP, the two halves of the app key, such as 1122161011178276/testapp", .0.escape_debug())]
    NotTwo(String),
    /// A part that cannot stand in a url.
    #[error("`{}` cannot be part of an app's name: letters, digits, `-`, `_`, `.` and `~` can", .0.escape_debug())]
    Segment(String),
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_app_is_an_organisation_and_a_name_or_an_id() {
        for (text, path) in
            [("1122/test", "1122/test"), ("1122#test", "1122/test"), ("a-b/C_d.e~", "a-b/C_d.e~")]
        {
            assert_eq!(text.parse::<App>().unwrap().path(), path);
        }
        assert_eq!(App::of_id("0f1e").unwrap().path(), "app-id/0f1e");
    }

    #[test]
    fn what_could_lead_elsewhere_is_no_app() {
        let long = "a".repeat(129);
        for text in [
            "", "a", "a/", "/a", "../a", "a/..", "a/b/c", "a/b?c", "a/b#c", "a/%2e", "a/b\n",
            "a/ü", "a/ ", "a\\b/c",
        ] {
            assert!(text.parse::<App>().is_err(), "{text:?}");
        }
        assert!(App::of_id(&long).is_err());
        assert!(App::of_id("..").is_err());
    }
}
