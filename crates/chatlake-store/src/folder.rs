//! Places on this machine.

use std::fs::{self, File};
use std::io::{self, ErrorKind, Read};
use std::path::{Path, PathBuf};

use crate::durable;
use crate::error::StoreError;
use crate::key;
use crate::local_file::LocalFile;
use crate::store::Object;

/// A folder; a file lies at its key.
#[derive(Debug)]
pub(crate) struct Folder {
    root: PathBuf,
}

impl Folder {
    pub(crate) fn new(root: &Path) -> Self {
        Self { root: root.to_owned() }
    }

    pub(crate) fn get(&self, key: &str) -> Result<Option<Vec<u8>>, StoreError> {
        let path = self.root.join(key);
        present(fs::read(&path)).map_err(failed("read", &path))
    }

    pub(crate) fn size(&self, key: &str) -> Result<Option<u64>, StoreError> {
        let path = self.root.join(key);
        let found = present(path.metadata()).map_err(failed("look at", &path))?;
        Ok(found.filter(fs::Metadata::is_file).map(|metadata| metadata.len()))
    }

    pub(crate) fn put(&self, key: &str, bytes: &[u8]) -> Result<(), StoreError> {
        let path = self.root.join(key);
        durable::write(&path, bytes).map_err(failed("write", &path))
    }

    pub(crate) fn put_file(&self, key: &str, file: &Path) -> Result<(), StoreError> {
        let path = self.root.join(key);
        durable::take(file, &path).map_err(failed("write", &path))
    }

    pub(crate) fn list(&self, below: &str) -> Result<Vec<Object>, StoreError> {
        let mut found = Vec::new();
        if !key::is_hidden(below) {
            self.search(below, true, &mut found)?;
        }
        found.sort();
        Ok(found)
    }

    pub(crate) fn list_level(&self, folder: &str) -> Result<Vec<Object>, StoreError> {
        let mut found = Vec::new();
        if !key::is_hidden(folder) {
            self.search(folder, false, &mut found)?;
        }
        found.sort();
        Ok(found)
    }

    pub(crate) fn remove(&self, key: &str) -> Result<(), StoreError> {
        let path = self.root.join(key);
        durable::remove(&path).map_err(failed("remove", &path))
    }

    pub(crate) fn reader(&self, key: &str) -> Result<Box<dyn Read + Send>, StoreError> {
        let path = self.root.join(key);
        Ok(Box::new(File::open(&path).map_err(failed("open", &path))?))
    }

    pub(crate) fn local_copy(&self, key: &str) -> Result<LocalFile, StoreError> {
        let path = self.root.join(key);
        path.metadata().map_err(failed("open", &path))?;
        Ok(LocalFile::itself(path))
    }

    /// Names that are no UTF-8 are no keys, and links to folders are not followed.
    fn search(
        &self,
        below: &str,
        is_recursive: bool,
        found: &mut Vec<Object>,
    ) -> Result<(), StoreError> {
        let folder = self.root.join(below);
        let failed = || failed("list", &folder);
        let Some(entries) = present(fs::read_dir(&folder)).map_err(failed())? else {
            return Ok(());
        };
        for entry in entries {
            let entry = entry.map_err(failed())?;
            let Ok(name) = entry.file_name().into_string() else { continue };
            if key::is_hidden(&name) {
                continue;
            }
            let key = if below.is_empty() { name } else { format!("{below}/{name}") };
            if entry.file_type().map_err(failed())?.is_dir() {
                if is_recursive {
                    self.search(&key, is_recursive, found)?;
                }
                continue;
            }
            // What went since is as good as never listed.
            let metadata = present(entry.path().metadata()).map_err(failed())?;
            if let Some(metadata) = metadata.filter(fs::Metadata::is_file) {
                found.push(Object { key, bytes: metadata.len() });
            }
        }
        Ok(())
    }
}

/// None where there is no such file.
fn present<T>(outcome: io::Result<T>) -> io::Result<Option<T>> {
    match outcome {
        Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => {
            Ok(None)
        }
        outcome => outcome.map(Some),
    }
}

fn failed(act: &'static str, path: &Path) -> impl FnOnce(io::Error) -> StoreError {
    move |error| StoreError::io(act, &path.display(), error)
}
