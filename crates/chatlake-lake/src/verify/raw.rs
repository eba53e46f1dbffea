//! The exports that a lake was made of, wherever they are kept.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::Path;
use std::sync::Arc;

use chatlake_convert::stem;
use chatlake_core::{AppKey, FileSource, Source};
use chatlake_store::Store;

use super::look::digest;
use crate::error::LakeError;
use crate::manifest::Raw;
use crate::slot::{Slot, without_mark};

/// Files that may be exports.
#[derive(Default)]
pub(super) struct RawFiles {
    files: Vec<RawFile>,
}

struct RawFile {
    source: Arc<dyn Source>,
    /// The last part of where it lies.
    name: String,
    bytes: u64,
    /// Of its bytes, once somebody asked.
    sha256: Option<String>,
}

/// What there is of an export.
pub(super) enum RawMatch {
    /// The bytes that a slot was made of, under the name that it has on record or another.
    Same(Arc<dyn Source>),
    /// A file of that name with other bytes, and none with these.
    Other(Arc<dyn Source>),
    /// No such file.
    None,
}

/// Where an archive keeps exports.
const RAW: &str = "raw";
const EXTENSIONS: [&str; 5] = [".gz", ".zst", ".jsonl", ".json", ".ndjson"];

impl RawFiles {
    /// The files at these places, and in all folders within; of an archive, those of the app. A
    /// place may be that of one file.
    pub(super) fn find(places: &[Store], app: &AppKey) -> Result<Self, LakeError> {
        let mut found = Self::default();
        for place in places {
            match place.folder() {
                Some(folder) => {
                    let of_app = folder.join(RAW).join(app.to_path());
                    let root = if folder.join(RAW).is_dir() { &of_app } else { folder };
                    found.add_files(root).map_err(LakeError::io("read", root))?;
                }
                None => found.add_objects(place, app)?,
            }
        }
        found.files.sort_by(|a, b| a.source.name().cmp(b.source.name()));
        Ok(found)
    }

    fn add_files(&mut self, path: &Path) -> io::Result<()> {
        let metadata = fs::metadata(path)?;
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if metadata.is_file() {
            self.add(Arc::new(FileSource::new(path)), name, metadata.len());
            return Ok(());
        }
        for entry in fs::read_dir(path)? {
            let entry = entry?;
            let name = entry.file_name();
            let is_folder = entry.file_type()?.is_dir();
            let name = name.to_string_lossy();
            if !is_left_out(&name) && (is_folder || is_export(&name)) {
                self.add_files(&entry.path())?;
            }
        }
        Ok(())
    }

    fn add_objects(&mut self, place: &Store, app: &AppKey) -> Result<(), LakeError> {
        let of_archive = format!("{RAW}/{}", app.to_path().display());
        let archive = place.list(RAW)?;
        let listed = if archive.is_empty() { place.list("")? } else { place.list(&of_archive)? };
        for object in &listed {
            let name = object.key.rsplit('/').next().unwrap_or(&object.key);
            if is_export(name) && !object.key.split('/').any(is_left_out) {
                let source = place.source(&object.key).of_size(object.bytes);
                self.add(Arc::new(source), name.to_owned(), object.bytes);
            }
        }
        if !listed.is_empty() {
            return Ok(());
        }
        // A folder that is not there cannot be told from one that is empty.
        let none = || LakeError::NoExports { place: place.place().to_string() };
        let (bucket, key) = place.in_bucket().ok_or_else(none)?;
        let bytes = bucket.size(key)?.ok_or_else(none)?;
        let name = key.rsplit('/').next().unwrap_or(key);
        self.add(Arc::new(bucket.source(key).of_size(bytes)), name.to_owned(), bytes);
        Ok(())
    }

    fn add(&mut self, source: Arc<dyn Source>, name: String, bytes: u64) {
        self.files.push(RawFile { source, name, bytes, sha256: None });
    }

    /// The file that a slot was made of.
    pub(super) fn of(&mut self, raw: &Raw) -> Result<RawMatch, LakeError> {
        let mut other = None;
        // Those that are called so first: most often that is the one.
        for is_named in [true, false] {
            for file in self.files.iter_mut().filter(|file| (file.name == raw.file) == is_named) {
                if file.bytes == raw.bytes && file.sha256()? == raw.sha256 {
                    return Ok(RawMatch::Same(Arc::clone(&file.source)));
                }
                if is_named {
                    other = Some(Arc::clone(&file.source));
                }
            }
        }
        Ok(other.map_or(RawMatch::None, RawMatch::Other))
    }

    /// The exports that are kept, by the slots that their names tell: what an archive keeps beside
    /// an export is none.
    pub(super) fn slots(&self) -> BTreeMap<Slot, Arc<dyn Source>> {
        let exports = self.files.iter().filter(|file| without_mark(stem(&file.name)).is_none());
        exports
            .filter_map(|file| Some((Slot::of_file_name(&file.name)?, Arc::clone(&file.source))))
            .collect()
    }
}

/// Whether a file is taken for an export.
fn is_export(name: &str) -> bool {
    EXTENSIONS.iter().any(|extension| name.ends_with(extension))
}

/// Whether what is called so is none, and holds none.
fn is_left_out(name: &str) -> bool {
    name.starts_with(['.', '_'])
}

impl RawFile {
    fn sha256(&mut self) -> Result<&str, LakeError> {
        if self.sha256.is_none() {
            let read = || digest(&mut self.source.open()?, &mut |_| {});
            let failed =
                |source| LakeError::Io { act: "read", path: self.source.name().to_owned(), source };
            self.sha256 = Some(read().map_err(failed)?);
        }
        Ok(self.sha256.as_deref().unwrap_or_default())
    }
}

#[cfg(test)]
mod tests {
    use chatlake_store::Place;

    use super::*;
    use crate::mark::sha256_of;

    fn raw(file: &str, bytes: &[u8]) -> Raw {
        Raw { file: file.to_owned(), sha256: sha256_of(bytes), bytes: bytes.len() as u64 }
    }

    fn store(path: &Path) -> Store {
        Store::open(&Place::Folder(path.to_owned())).expect("a place")
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
        let path = |name: &str| day.join(name).display().to_string();
        for places in [vec![store(place.path())], vec![store(&day)]] {
            let mut files = RawFiles::find(&places, &app).expect("files");
            let mut of = |raw: &Raw| match files.of(raw).expect("a look") {
                RawMatch::Same(source) => Some((true, source.name().to_owned())),
                RawMatch::Other(source) => Some((false, source.name().to_owned())),
                RawMatch::None => None,
            };
            let name = "2018112717.gz";
            assert_eq!(of(&raw(name, b"new")), Some((true, path(name))));
            assert_eq!(of(&raw(name, b"old")), Some((true, path("2018112717.v1.gz"))));
            assert_eq!(of(&raw(name, b"gone")), Some((false, path(name))));
            assert_eq!(of(&raw("2018112720.gz", b"z")), None);
            let slots = files.slots();
            let slots: Vec<String> = slots.keys().map(ToString::to_string).collect();
            assert_eq!(slots, ["2018112717", "2018112718"]);
        }
        assert!(RawFiles::find(&[store(&place.path().join("nowhere"))], &app).is_err());
    }
}
