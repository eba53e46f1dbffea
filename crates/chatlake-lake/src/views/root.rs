//! What engines call the folder of rows.

use std::path::Path;

use chatlake_store::{BucketPlace, Place, Service};

use super::{CannotRead, Dialect, Views};
use crate::layout::MESSAGES;

impl Views<'_> {
    /// The folder of the rows, as an engine calls it.
    pub(super) fn root(&self, dialect: Dialect) -> Result<String, CannotRead> {
        let root = match self.place {
            Place::Folder(path) => of_folder(path, dialect)?,
            Place::Bucket(bucket) => self.of_bucket(bucket, dialect)?,
        };
        Ok(format!("{}/{MESSAGES}", root.trim_end_matches('/')))
    }

    fn of_bucket(&self, place: &BucketPlace, dialect: Dialect) -> Result<String, CannotRead> {
        let by = |scheme: &str| format!("{scheme}://{}/{}", place.bucket(), place.prefix());
        let refused = |what, instead| Err(CannotRead { dialect: dialect.name(), what, instead });
        match (dialect, place.service()) {
            (Dialect::BigQuery | Dialect::ClickHouse, Service::Gcs) => Ok(by("gs")),
            (Dialect::BigQuery, _) => refused("buckets of others", GS_ALONE),
            (Dialect::ClickHouse, Service::S3) => Ok(by("s3")),
            (Dialect::ClickHouse, Service::Azure | Service::Oss) => {
                refused("this bucket", " without an endpoint or a connection string")
            }
            (Dialect::Spark, Service::S3) => Ok(by("s3a")),
            (Dialect::Spark, Service::Oss) => Ok(by("oss")),
            // They know the service by the words of another.
            (_, Service::S3 | Service::Oss) => Ok(by("s3")),
            (_, Service::Gcs) => Ok(by("gs")),
            (Dialect::DuckDb, Service::Azure) => Ok(by("az")),
            (_, Service::Azure) => Ok(self.abfss(place)),
        }
    }

    fn abfss(&self, place: &BucketPlace) -> String {
        let host = match (place.host(), self.account) {
            (Some(host), _) => host.to_owned(),
            (None, account) => format!("{}.dfs.core.windows.net", account.unwrap_or(ACCOUNT)),
        };
        format!("abfss://{}@{host}/{}", place.bucket(), place.prefix())
    }

    /// All files; what else lies beside the days is no row.
    pub(super) fn files(&self, root: &str) -> String {
        let (org, app) = self.names_of_app();
        format!("{root}/org={org}/app={app}/date=*/*.parquet")
    }

    pub(super) fn names_of_app(&self) -> (&str, &str) {
        self.app.as_str().split_once('/').unwrap_or((self.app.as_str(), ""))
    }

    pub(super) fn is_local(&self) -> bool {
        matches!(self.place, Place::Folder(_))
    }

    /// Whether something is to be put in by the reader: the name of the storage account.
    pub(super) fn lacks_account(&self) -> bool {
        match self.place {
            Place::Bucket(place) => {
                place.service() == Service::Azure
                    && place.host().is_none()
                    && self.account.is_none()
            }
            Place::Folder(_) => false,
        }
    }
}

/// What stands where the name of a storage account should.
pub(super) const ACCOUNT: &str = "ACCOUNT";

const GS_ALONE: &str = ": it reads gs://, and a lake may be copied as it is";

fn of_folder(path: &Path, dialect: Dialect) -> Result<String, CannotRead> {
    let path = path.to_string_lossy();
    let refused = |what, instead| Err(CannotRead { dialect: dialect.name(), what, instead });
    match dialect {
        Dialect::BigQuery => refused("folders of this machine", GS_ALONE),
        Dialect::ClickHouse if path.contains(['*', '?', '{', '}']) => refused(
            "folders whose names have `*`, `?`, `{` or `}`",
            ": these stand for other characters there",
        ),
        Dialect::Spark | Dialect::Trino => Ok(format!("file://{path}")),
        Dialect::DuckDb | Dialect::ClickHouse => Ok(path.into_owned()),
    }
}

/// A path in which no character stands for others: DuckDB takes one in brackets for itself.
pub(super) fn without_signs(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    for c in path.chars() {
        match c {
            '*' | '?' | '[' => out.extend(['[', c, ']']),
            c => out.push(c),
        }
    }
    out
}

/// The same for Hadoop, where a backslash does it.
pub(super) fn without_globs(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    for c in path.chars() {
        if "*?[]{}\\^".contains(c) {
            out.push('\\');
        }
        out.push(c);
    }
    out
}
