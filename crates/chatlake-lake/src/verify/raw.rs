//! The exports that a lake was made of, wherever they are kept.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use chatlake_convert::stem;
use chatlake_core::AppKey;

use super::look::digest;
use crate::error::LakeError;
use crate::manifest::Raw;
use crate::slot::{Slot, without_mark};

/// Files that may be exports.
#[derive(Debug, Default)]
pub(super) struct RawFiles {
    files: Vec<RawFile>,
}

#[derive(Debug)]
struct RawFile {
    path: PathBuf,
    name: String,
    bytes: u64,
    /// Of its bytes, once somebody asked.
    sha256: Option<String>,
}

/// What there is of an export.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum RawMatch {
    /// The bytes that a slot was made of, under the name that it has on record or another.
    Same(PathBuf),
    /// A file of that name with other bytes, and none with these.
    Other(PathBuf),
    /// No such file.
    None,
}

/// Where an archive keeps exports.
const RAW: &str = "raw";
const EXTENSIONS: [&str; 5] = [".gz", ".zst", ".jsonl", ".json", ".ndjson"];

impl RawFiles {
    /// The files at these places, and in all folders within; of an archive, those of the app.
    pub(super) fn find(places: &[PathBuf], app: &AppKey) -> Result<Self, LakeError> {
        let mut found = Self::default();
        for place in places {
            let of_app = place.join(RAW).join(app.to_path());
            let root = if place.join(RAW).is_dir() { &of_app } else { place };
            found.add(root).map_err(LakeError::io("read", root))?;
        }
        found.files.sort_by(|a, b| a.path.cmp(&b.path));
        Ok(found)
    }

    fn add(&mut self, path: &Path) -> io::Result<()> {
        let metadata = fs::metadata(path)?;
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if metadata.is_file() {
            self.files.push(RawFile {
                path: path.to_owned(),
                name,
                bytes: metadata.len(),
                sha256: None,
            });
            return Ok(());
        }
        for entry in fs::read_dir(path)? {
            let entry = entry?;
            let name = entry.file_name();
            let name = name.to_string_lossy();
            let is_folder = entry.file_type()?.is_dir();
            let is_export = EXTENSIONS.iter().any(|extension| name.ends_with(extension));
            if !name.starts_with(['.', '_']) && (is_folder || is_export) {
                self.add(&entry.path())?;
            }
        }
        Ok(())
    }

    /// The file that a slot was made of.
    pub(super) fn of(&mut self, raw: &Raw) -> Result<RawMatch, LakeError> {
        let mut other = None;
        // Those that are called so first: most often that is the one.
        for is_named in [true, false] {
            for file in self.files.iter_mut().filter(|file| (file.name == raw.file) == is_named) {
                if file.bytes == raw.bytes && file.sha256()? == raw.sha256 {
                    return Ok(RawMatch::Same(file.path.clone()));
                }
                if is_named {
                    other = Some(file.path.clone());
                }
            }
        }
        Ok(other.map_or(RawMatch::None, RawMatch::Other))
    }

    /// The exports that are kept, by the slots that their names tell: what an archive keeps beside
    /// an export is none.
    pub(super) fn slots(&self) -> BTreeMap<Slot, PathBuf> {
        let exports = self.files.iter().filter(|file| without_mark(stem(&file.name)).is_none());
        exports
            .filter_map(|file| Some((Slot::of_file_name(&file.name)?, file.path.clone())))
            .collect()
    }
}

impl RawFile {
    fn sha256(&mut self) -> Result<&str, LakeError> {
        if self.sha256.is_none() {
            let read = || digest(&mut File::open(&self.path)?, &mut |_| {});
            self.sha256 = Some(read().map_err(LakeError::io("read", &self.path))?);
        }
        Ok(self.sha256.as_deref().unwrap_or_default())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mark::sha256_of;

    fn raw(file: &str, bytes: &[u8]) -> Raw {
        Raw { file: file.to_owned(), sha256: sha256_of(bytes), bytes: bytes.len() as u64 }
    }

    #[test]
    fn an_export_is_found_by_its_bytes_whatever_it_is_called() {
        let place = tempfile::tempdir().expect("a folder");
        let app: AppKey = "org/app".parse().expect("an app");
        let day = place.path().join("raw/org/app/2018-11-27");
        fs::create_dir_all(&day).expect("a folder");
        fs::create_dir_all(place.path().join("raw/org/other")).expect("a folder");
        for (name, bytes) in [
            ("2018112717.gz", "new"),
            ("2018112717.v1.gz", "old"),
            ("2018112718.gz", "x"),
            (".2018112719.gz.part", "y"),
            ("../../other/2018112720.gz", "z"),
        ] {
            fs::write(day.join(name), bytes).expect("a file");
        }
        for places in [vec![place.path().to_owned()], vec![day.clone()]] {
            let mut files = RawFiles::find(&places, &app).expect("files");
            let mut of = |raw: &Raw| files.of(raw).expect("a look");
            let name = "2018112717.gz";
            assert_eq!(of(&raw(name, b"new")), RawMatch::Same(day.join(name)));
            assert_eq!(of(&raw(name, b"old")), RawMatch::Same(day.join("2018112717.v1.gz")));
            assert_eq!(of(&raw(name, b"gone")), RawMatch::Other(day.join(name)));
            assert_eq!(of(&raw("2018112720.gz", b"z")), RawMatch::None);
            let slots = files.slots();
            let slots: Vec<String> = slots.keys().map(ToString::to_string).collect();
            assert_eq!(slots, ["2018112717", "2018112718"]);
        }
        assert!(RawFiles::find(&[place.path().join("nowhere")], &app).is_err());
    }
}
