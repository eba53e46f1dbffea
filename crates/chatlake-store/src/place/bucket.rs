//! Buckets, and where in them.

use std::fmt;

use super::BadPlace;
use crate::key;

/// A bucket of an object store, or what begins with a prefix in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BucketPlace {
    service: Service,
    bucket: String,
    /// Where the url names it: `account.dfs.core.windows.net`.
    host: Option<String>,
    /// Without slashes at its ends; empty for the whole bucket.
    prefix: String,
}

/// Whose bucket it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Service {
    /// Amazon S3, and all that speak as it does.
    S3,
    /// Google Cloud Storage.
    Gcs,
    /// Azure Blob Storage.
    Azure,
    /// Alibaba Cloud OSS.
    Oss,
}

/// Schemes, of which the first of a service is the one that is shown. Spark's way of writing
/// S3 is understood.
const SCHEMES: [(&str, Service); 6] = [
    ("s3", Service::S3),
    ("s3a", Service::S3),
    ("gs", Service::Gcs),
    ("az", Service::Azure),
    ("abfss", Service::Azure),
    ("oss", Service::Oss),
];

impl Service {
    pub(super) const SHAPE: &str = "bucket/prefix";

    /// For messages.
    pub(super) fn schemes() -> &'static str {
        "s3://, gs://, az://, abfss:// and oss://"
    }
}

impl BucketPlace {
    /// A scheme as it is shown, if it is one.
    pub(super) fn scheme_of(given: &str) -> Option<&'static str> {
        let known = SCHEMES.iter().find(|(name, _)| name.eq_ignore_ascii_case(given));
        known.map(|(name, _)| *name)
    }

    /// Reads what stands behind a scheme. In a pattern `?` is a sign, unless a query begins there.
    pub(super) fn parse(given: &str, rest: &str, is_pattern: bool) -> Result<Self, BadPlace> {
        let lower = given.to_ascii_lowercase();
        let Some((scheme, service)) = SCHEMES.into_iter().find(|(name, _)| *name == lower) else {
            return Err(BadPlace::Scheme { scheme: lower });
        };
        let query = rest.split_once('?').map(|(_, query)| query);
        if query.is_some_and(|query| !is_pattern || is_query(query)) {
            return Err(BadPlace::Credentials { scheme });
        }
        let (authority, path) = rest.split_once('/').unwrap_or((rest, ""));
        // A key and its secret, whatever follows.
        if authority.contains(':') {
            return Err(BadPlace::Credentials { scheme });
        }
        let (bucket, host) = match authority.split_once('@') {
            Some((bucket, host)) if scheme == "abfss" => (bucket, Some(host)),
            Some(_) => return Err(BadPlace::Credentials { scheme }),
            None => (authority, None),
        };
        let url = || format!("{scheme}://{rest}");
        let needs_host = scheme == "abfss";
        if !is_name(bucket)
            || host.is_some_and(|host| !is_name(host))
            || needs_host != host.is_some()
        {
            return Err(BadPlace::Bucket { url: url(), scheme });
        }
        let prefix = path.strip_suffix('/').unwrap_or(path);
        if !prefix.is_empty() && !key::is_key(prefix) {
            return Err(BadPlace::Prefix { url: url() });
        }
        Ok(Self {
            service,
            bucket: bucket.to_owned(),
            host: host.map(str::to_owned),
            prefix: prefix.to_owned(),
        })
    }

    /// Whose it is.
    pub fn service(&self) -> Service {
        self.service
    }

    /// The bucket, or the container.
    pub fn bucket(&self) -> &str {
        &self.bucket
    }

    /// The server of an account, where the url names it.
    pub fn host(&self) -> Option<&str> {
        self.host.as_deref()
    }

    /// What all keys begin with, without slashes at its ends; empty for the whole bucket.
    pub fn prefix(&self) -> &str {
        &self.prefix
    }

    /// The whole bucket.
    pub fn root(&self) -> Self {
        Self { prefix: String::new(), ..self.clone() }
    }

    /// What a file of it is called in its bucket.
    pub(crate) fn full_key(&self, key: &str) -> String {
        match (self.prefix.as_str(), key) {
            ("", key) => key.to_owned(),
            (prefix, "") => prefix.to_owned(),
            (prefix, key) => format!("{prefix}/{key}"),
        }
    }

    /// A file in it, for people.
    pub(crate) fn shown(&self, key: &str) -> String {
        match self.full_key(key) {
            key if key.is_empty() => self.to_string(),
            key => format!("{}/{key}", self.root()),
        }
    }
}

impl fmt::Display for BucketPlace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { service, bucket, host, prefix } = self;
        match (service, host) {
            (_, Some(host)) => write!(f, "abfss://{bucket}@{host}")?,
            (Service::S3, None) => write!(f, "s3://{bucket}")?,
            (Service::Gcs, None) => write!(f, "gs://{bucket}")?,
            (Service::Azure, None) => write!(f, "az://{bucket}")?,
            (Service::Oss, None) => write!(f, "oss://{bucket}")?,
        }
        if prefix.is_empty() { Ok(()) } else { write!(f, "/{prefix}") }
    }
}

/// Whether text is a query, `name=value`, and not the rest of a pattern.
fn is_query(text: &str) -> bool {
    let is_of_names = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    text.split_once('=').is_some_and(|(name, _)| !name.is_empty() && name.chars().all(is_of_names))
}

/// A bucket's name becomes part of the name of a host, so it is no more than that could hold.
fn is_name(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphanumeric())
        && text.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.'))
}
