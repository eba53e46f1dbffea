//! What lies in an archive, whatever its catalogue says.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use chatlake_core::{AppKey, Hour};

use super::{Archive, RawName};
use crate::window::ms;

/// A file of an hour.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundRaw {
    /// What its name says.
    pub name: RawName,
    /// Where it lies.
    pub path: PathBuf,
    /// Its size.
    pub bytes: u64,
    /// When it was written last, milliseconds since the epoch.
    pub modified_ms: i64,
}

/// The files of an hour, in the order of their names' parts and kinds.
pub type FoundHour = Vec<FoundRaw>;

/// A folder that could not be read.
#[derive(Debug, thiserror::Error)]
#[error("failed to read folder `{path}`: {source}")]
pub struct ScanError {
    /// Which one.
    pub path: PathBuf,
    /// Why.
    pub source: io::Error,
}

impl Archive {
    /// The apps that have a folder of raw files.
    ///
    /// # Errors
    ///
    /// A folder cannot be read. One that is not there has nothing in it.
    pub fn apps(&self) -> Result<Vec<AppKey>, ScanError> {
        let mut apps = Vec::new();
        for org in names(&self.raw_root())? {
            for app in names(&self.raw_root().join(&org))? {
                apps.extend(AppKey::of_org(&org, &app));
            }
        }
        Ok(apps)
    }
}

/// The hours of an app that have a file. Files that are nobody's are left out.
///
/// # Errors
///
/// A folder cannot be read.
pub fn scan(archive: &Archive, app: &AppKey) -> Result<BTreeMap<Hour, FoundHour>, ScanError> {
    let root = archive.raw_root().join(app.to_path());
    let mut hours: BTreeMap<Hour, FoundHour> = BTreeMap::new();
    for day in names(&root)? {
        let folder = root.join(day);
        if !folder.is_dir() {
            continue;
        }
        for name in names(&folder)? {
            let Some(found) = RawName::parse(&name) else { continue };
            let path = folder.join(name);
            if path != archive.raw(app, found) {
                continue;
            }
            let metadata = path.metadata().map_err(|source| error(&path, source))?;
            let modified =
                metadata.modified().ok().and_then(|at| at.duration_since(UNIX_EPOCH).ok());
            hours.entry(found.hour).or_default().push(FoundRaw {
                name: found,
                path,
                bytes: metadata.len(),
                modified_ms: modified.map_or(0, ms),
            });
        }
    }
    hours.values_mut().for_each(|files| files.sort_by_key(|file| file.name));
    Ok(hours)
}

/// The names in a folder, sorted; none if it is not there.
fn names(folder: &Path) -> Result<Vec<String>, ScanError> {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(source) if is_absent(&source) => return Ok(Vec::new()),
        Err(source) => return Err(error(folder, source)),
    };
    let mut names = Vec::new();
    for entry in entries {
        let entry = entry.map_err(|source| error(folder, source))?;
        names.extend(entry.file_name().into_string());
    }
    names.sort_unstable();
    Ok(names)
}

fn is_absent(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory)
}

fn error(path: &Path, source: io::Error) -> ScanError {
    ScanError { path: path.to_owned(), source }
}

#[cfg(test)]
mod tests {
    use super::super::RawKind;
    use super::*;

    #[test]
    fn files_are_found_where_they_belong_and_nowhere_else() {
        let place = tempfile::tempdir().expect("a folder");
        let archive = Archive::at(place.path());
        let app: AppKey = "org/app".parse().expect("an app");
        for (name, bytes) in [
            ("2018-11-27/2018112717.gz", 3),
            ("2018-11-27/2018112717.v1.gz", 2),
            ("2018-11-27/2018112718.empty", 0),
            ("2018-11-27/.2018112719.gz.part", 9),
            ("2018-11-28/2018112717.gz", 9),
            ("notes.txt", 9),
        ] {
            let path = archive.raw_root().join("org/app").join(name);
            chatlake_store::durable::write(&path, &vec![b'x'; bytes]).expect("a file");
        }
        assert_eq!(archive.apps().expect("apps").first(), Some(&app));
        let hours = scan(&archive, &app).expect("hours");
        let found: Vec<_> = hours.values().flatten().map(|f| (f.name.kind, f.bytes)).collect();
        assert_eq!(
            found,
            [
                (RawKind::Current, 3),
                (RawKind::Version(1), 2),
                (RawKind::Marker(crate::State::Empty), 0)
            ]
        );
    }

    #[test]
    fn an_archive_that_is_not_there_is_empty() {
        let archive = Archive::at("no-such-archive");
        assert!(archive.apps().expect("none").is_empty());
        assert!(scan(&archive, &"a/b".parse().expect("an app")).expect("none").is_empty());
    }
}
