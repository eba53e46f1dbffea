//! What users name: a folder, or a bucket and where in it.

mod bucket;

use std::fmt;
use std::path::PathBuf;
use std::str::FromStr;

pub use bucket::{BucketPlace, Service};

/// Where files lie.
///
/// Text with a scheme is a bucket: `s3://bucket/prefix`, `gs://bucket/prefix`,
/// `az://container/prefix`, `abfss://container@account.dfs.core.windows.net/prefix` or
/// `oss://bucket/prefix`. All other text is a folder.
///
/// ```
/// use chatlake_store::Place;
///
/// let place: Place = "s3://logs/lake/".parse()?;
/// assert_eq!(place.to_string(), "s3://logs/lake");
/// assert!("ftp://logs/lake".parse::<Place>().is_err());
/// # Ok::<(), chatlake_store::BadPlace>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// A folder on this machine.
    Folder(PathBuf),
    /// A bucket, or what begins with a prefix in it.
    Bucket(BucketPlace),
}

/// Text that names no place. Does not repeat what could be a secret.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum BadPlace {
    /// Nothing at all.
    #[error("a place has a name: a folder, or a bucket such as s3://bucket/prefix")]
    Empty,
    /// A scheme that means nothing here.
    #[error("{scheme}:// is no place: there are folders, {}", Service::schemes())]
    Scheme {
        /// As it was given.
        scheme: String,
    },
    /// Something before an `@`, around a `:`, or after a `?`, that nobody should see.
    #[error(
        "a {scheme}:// url holds no credentials and no query: who asks is said by the environment, as the store's own tools read it"
    )]
    Credentials {
        /// Of the url.
        scheme: &'static str,
    },
    /// A scheme without its slashes, which would be a folder of that name.
    #[error(
        "{scheme}: is no place: write {scheme}://{}, or ./{scheme}: for a folder",
        Service::SHAPE
    )]
    Slashes {
        /// Of the url that is meant.
        scheme: &'static str,
    },
    /// No name of a bucket.
    #[error("`{url}` names no bucket: expected {scheme}://{}", Service::SHAPE)]
    Bucket {
        /// As it was given.
        url: String,
        /// Of the url.
        scheme: &'static str,
    },
    /// No name within a bucket.
    #[error("`{url}` has a part that is empty, `.` or `..`, or holds control characters")]
    Prefix {
        /// As it was given.
        url: String,
    },
}

impl Place {
    /// Whether text is meant as a url: it begins with a scheme and `://`, known or not.
    pub fn is_url_like(text: &str) -> bool {
        text.split_once("://").is_some_and(|(scheme, _)| is_scheme(scheme))
    }

    /// Reads a place in which `?` is a sign of a pattern: the names of objects that are looked for.
    ///
    /// # Errors
    ///
    /// As for any place; a query is one still.
    pub fn of_pattern(text: &str) -> Result<Self, BadPlace> {
        Self::read(text, true)
    }

    fn read(text: &str, is_pattern: bool) -> Result<Self, BadPlace> {
        if text.is_empty() {
            return Err(BadPlace::Empty);
        }
        if let Some((scheme, rest)) = text.split_once("://").filter(|(it, _)| !it.contains('/')) {
            return Ok(Place::Bucket(BucketPlace::parse(scheme, rest, is_pattern)?));
        }
        match text.split_once(':').and_then(|(scheme, _)| BucketPlace::scheme_of(scheme)) {
            Some(scheme) => Err(BadPlace::Slashes { scheme }),
            None => Ok(Place::Folder(PathBuf::from(text))),
        }
    }

    /// A file in it, for people.
    pub fn shown(&self, key: &str) -> String {
        match self {
            Place::Folder(path) => path.join(key).display().to_string(),
            Place::Bucket(bucket) => bucket.shown(key),
        }
    }
}

impl FromStr for Place {
    type Err = BadPlace;

    fn from_str(text: &str) -> Result<Self, BadPlace> {
        Self::read(text, false)
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Place::Folder(path) => path.display().fmt(f),
            Place::Bucket(bucket) => bucket.fmt(f),
        }
    }
}

/// As RFC 3986, 3.1 has it.
fn is_scheme(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(text: &str) -> Place {
        text.parse().expect("a place")
    }

    #[test]
    fn what_has_no_scheme_is_a_folder() {
        for text in ["lake", "./s3", "/var/lake", "a:b", "./s3:/x", "./s3://x"] {
            assert_eq!(place(text), Place::Folder(PathBuf::from(text)));
            assert!(!Place::is_url_like(text), "{text}");
        }
    }

    #[test]
    fn buckets_are_shown_as_they_are_named() {
        let places = [
            ("s3://b", "s3://b"),
            ("s3://b/", "s3://b"),
            ("s3://my-logs.eu/a/b/", "s3://my-logs.eu/a/b"),
            ("S3A://b/x", "s3://b/x"),
            ("gs://b/x", "gs://b/x"),
            ("az://c/x", "az://c/x"),
            ("abfss://c@acc.dfs.core.windows.net/x/", "abfss://c@acc.dfs.core.windows.net/x"),
            ("oss://b/org=a b/app=\u{4f60}", "oss://b/org=a b/app=\u{4f60}"),
        ];
        for (text, shown) in places {
            assert_eq!(place(text).to_string(), shown);
            assert_eq!(place(shown), place(text));
        }
        assert_eq!(place("s3://b/x").shown("_lake.json"), "s3://b/x/_lake.json");
        assert_eq!(place("s3://b").shown("_lake.json"), "s3://b/_lake.json");
        assert_eq!(place("x").shown("_lake.json"), "x/_lake.json");
    }

    #[test]
    fn what_is_no_place_is_told_how_places_look() {
        let told = |text: &str| text.parse::<Place>().expect_err(text).to_string();
        let schemes =
            "ftp:// is no place: there are folders, s3://, gs://, az://, abfss:// and oss://";
        assert_eq!(told("ftp://x/y"), schemes);
        for text in ["s3:/x", "S3:x"] {
            assert_eq!(
                told(text),
                "s3: is no place: write s3://bucket/prefix, or ./s3: for a folder"
            );
        }
        assert!(told("s_3://b/x").starts_with("s_3:// is no place"));
        for text in ["s3://", "s3:///x", "oss://a_b$/x", "abfss://c/x", "abfss://@a.b/x"] {
            assert!(told(text).contains("names no bucket"), "{text}: {}", told(text));
        }
        for text in ["s3://b/a//b", "s3://b/../x", "gs://b//x", "az://b/a/./b"] {
            assert!(told(text).contains("has a part that is empty"), "{text}: {}", told(text));
        }
    }

    #[test]
    fn credentials_in_a_url_are_refused_and_not_repeated() {
        for text in [
            "s3://AKIA:hunter2@b/x",
            "s3://AKIA:hunter2/x",
            "oss://hunter2@b",
            "abfss://c:hunter2@a.b/x",
            "s3://b/x?X-Amz-Signature=hunter2",
            "s3://b?hunter2",
            "s3://b//x?hunter2",
        ] {
            let told = text.parse::<Place>().expect_err(text).to_string();
            assert!(told.contains("no credentials") && !told.contains("hunter2"), "{told}");
        }
    }

    #[test]
    fn a_pattern_may_hold_signs_and_no_query() {
        let found = Place::of_pattern("s3://b/app=a/2018112?17.gz").expect("a pattern");
        assert_eq!(found.to_string(), "s3://b/app=a/2018112?17.gz");
        assert!(Place::of_pattern("s3://b/x.gz?X-Amz-Signature=hunter2").is_err());
    }
}
