//! Where things lie in an archive.
//!
//! ```text
//! ARCHIVE/.lock                                      who works in it
//! ARCHIVE/catalogue.sqlite                           what is known of every hour
//! ARCHIVE/raw/ORG/APP/.terms                         how its hours are named, and since when they are kept
//! ARCHIVE/raw/ORG/APP/YYYY-MM-DD/YYYYMMDDHH.gz       the vendor's bytes
//!                               /YYYYMMDDHH.2.gz     where an hour comes in several files
//!                               /YYYYMMDDHH.v1.gz    what they were before they had grown
//!                               /YYYYMMDDHH.damaged.gz    what the server has, if it is damaged
//!                               /YYYYMMDDHH.empty    an hour without a file; or .unstored, .expired
//! ARCHIVE/parquet/ORG/APP/YYYY-MM-DD/YYYYMMDDHH.parquet
//! ARCHIVE/media/ab/abcd….jpg                         attachments, by their SHA-256
//! ```
//!
//! The catalogue can be made again from the rest.

mod lock;
mod name;
mod scan;
mod terms;

use std::io;
use std::path::{Path, PathBuf};

use chatlake_core::{AppKey, Hour};
use chatlake_store::durable;

pub use lock::{Lock, LockError};
pub(crate) use name::MARKED;
pub use name::{RawKind, RawName};
pub use scan::{FoundHour, FoundRaw, ScanError, scan};
pub use terms::Terms;

/// An archive: a folder, and the names of what is in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Archive {
    root: PathBuf,
}

impl Archive {
    /// The archive in a folder, which may be there or not.
    pub fn at(root: impl Into<PathBuf>) -> Self {
        Self { root: absolute(&root.into()) }
    }

    /// Makes the folder, for its owner alone, if it is not there.
    ///
    /// # Errors
    ///
    /// The system refuses.
    pub fn create(&self) -> io::Result<()> {
        durable::create_folder(&self.root)
    }

    /// Takes the archive for this process, until the lock is dropped.
    ///
    /// # Errors
    ///
    /// Another process has it, or the system refuses.
    pub fn lock(&self) -> Result<Lock, LockError> {
        Lock::take(&self.root.join(".lock"))
    }

    /// The folder.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// The catalogue.
    pub fn catalogue(&self) -> PathBuf {
        self.root.join("catalogue.sqlite")
    }

    /// Where the vendor's bytes are.
    pub fn raw_root(&self) -> PathBuf {
        self.root.join("raw")
    }

    /// Says how the hours of an app are named, and since when they are kept.
    pub fn terms_file(&self, app: &AppKey) -> PathBuf {
        self.raw_root().join(app.to_path()).join(".terms")
    }

    /// The folder of an hour's day.
    pub fn raw_day(&self, app: &AppKey, hour: Hour) -> PathBuf {
        self.raw_root().join(app.to_path()).join(hour.date())
    }

    /// A file of an hour.
    pub fn raw(&self, app: &AppKey, name: RawName) -> PathBuf {
        self.raw_day(app, name.hour).join(name.to_string())
    }

    /// Where attachments are.
    pub fn media_root(&self) -> PathBuf {
        self.root.join("media")
    }

    /// An attachment, by its SHA-256 in hexadecimal; `extension` is empty or begins with a dot.
    pub fn media(&self, sha256: &str, extension: &str) -> PathBuf {
        let folder = sha256.get(..2).unwrap_or("__");
        self.media_root().join(folder).join(format!("{sha256}{extension}"))
    }

    /// Where converted hours go, unless told otherwise: a folder called after the format.
    pub fn output_root(&self, format: &str) -> PathBuf {
        self.root.join(format)
    }

    /// The folder of an hour's outputs below `root`.
    pub fn output_day(root: &Path, app: &AppKey, hour: Hour) -> PathBuf {
        root.join(app.to_path()).join(hour.date())
    }

    /// Where outputs are made that are only to be compared.
    pub(crate) fn scratch(&self) -> PathBuf {
        self.root.join(".again")
    }

    /// A path as the catalogue writes it: from the root, if it is below, else absolute.
    pub fn shorten(&self, path: &Path) -> String {
        let path = absolute(path);
        path.strip_prefix(&self.root).unwrap_or(&path).to_string_lossy().into_owned()
    }

    /// A path of the catalogue.
    pub fn lengthen(&self, path: &str) -> PathBuf {
        self.root.join(path)
    }
}

/// A path that means the same wherever the next process is started.
fn absolute(path: &Path) -> PathBuf {
    std::path::absolute(path).unwrap_or_else(|_| path.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn things_lie_where_the_picture_says() {
        let archive = Archive::at("/A");
        let app: AppKey = "org/app".parse().expect("an app");
        let hour = Hour::of_name("2018112717").expect("an hour");
        let raw = |part, kind| archive.raw(&app, RawName { hour, part, kind });
        let day = "/A/raw/org/app/2018-11-27";
        for (found, expected) in [
            (raw(1, RawKind::Current), format!("{day}/2018112717.gz")),
            (raw(2, RawKind::Current), format!("{day}/2018112717.2.gz")),
            (raw(1, RawKind::Version(1)), format!("{day}/2018112717.v1.gz")),
            (raw(2, RawKind::Damaged), format!("{day}/2018112717.2.damaged.gz")),
            (archive.media("abcd", ".jpg"), "/A/media/ab/abcd.jpg".to_owned()),
            (
                Archive::output_day(&archive.output_root("parquet"), &app, hour),
                "/A/parquet/org/app/2018-11-27".to_owned(),
            ),
        ] {
            assert_eq!(found, PathBuf::from(expected));
        }
        let path = raw(1, RawKind::Current);
        assert_eq!(archive.shorten(&path), "raw/org/app/2018-11-27/2018112717.gz");
        assert_eq!(archive.lengthen(&archive.shorten(&path)), path);
        let elsewhere = Path::new("/elsewhere/x.parquet");
        assert_eq!(archive.lengthen(&archive.shorten(elsewhere)), elsewhere);
        let beside = Path::new("out/x.parquet");
        assert_eq!(archive.lengthen(&archive.shorten(beside)), absolute(beside));
        let relative = Archive::at("archive");
        let below = Path::new("archive/parquet/x.parquet");
        assert_eq!(relative.shorten(below), "parquet/x.parquet");
    }
}
