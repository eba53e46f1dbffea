//! The door: what can be done with files, wherever they lie.

use std::io::Read;
use std::path::Path;
use std::sync::Arc;

use crate::error::{StoreError, StoreErrorKind};
use crate::folder::Folder;
use crate::key;
use crate::local_file::LocalFile;
use crate::place::Place;
use crate::source::StoreSource;

/// An open place.
///
/// A key is relative, with `/` between its parts, none of which is empty, `.` or `..`. All calls
/// block until they are done; clones are the same place, and any thread may use them.
#[derive(Clone, Debug)]
pub struct Store {
    place: Arc<Place>,
    half: Half,
}

#[derive(Clone, Debug)]
enum Half {
    Folder(Arc<Folder>),
}

/// A file, as a list has it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Object {
    /// What it is called.
    pub key: String,
    /// How long it is.
    pub bytes: u64,
}

impl Store {
    /// Opens a place. A folder need not be there yet; it is made when something is put there.
    ///
    /// # Errors
    ///
    /// Settings that cannot be meant, or that nothing says who is asking. Whether a bucket is
    /// there shows when it is used.
    pub fn open(place: &Place) -> Result<Self, StoreError> {
        let half = match place {
            Place::Folder(path) => Half::Folder(Arc::new(Folder::new(path))),
            Place::Bucket(bucket) => {
                let why = "buckets cannot be opened yet";
                return Err(StoreError::new(StoreErrorKind::Other, "open", bucket, why));
            }
        };
        Ok(Self { place: Arc::new(place.clone()), half })
    }

    /// Where it is.
    pub fn place(&self) -> &Place {
        &self.place
    }

    /// The folder that it is, if it is one. A file in it lies at its key.
    pub fn folder(&self) -> Option<&Path> {
        match &*self.place {
            Place::Folder(path) => Some(path),
            Place::Bucket(_) => None,
        }
    }

    /// What is in a file; none if there is no such file.
    ///
    /// # Errors
    ///
    /// It cannot be read.
    pub fn get(&self, key: &str) -> Result<Option<Vec<u8>>, StoreError> {
        key::check("read", key)?;
        match &self.half {
            Half::Folder(folder) => folder.get(key),
        }
    }

    /// How long a file is; none if there is no such file.
    ///
    /// # Errors
    ///
    /// The place does not say.
    pub fn size(&self, key: &str) -> Result<Option<u64>, StoreError> {
        key::check("look at", key)?;
        match &self.half {
            Half::Folder(folder) => folder.size(key),
        }
    }

    /// Whether there is such a file.
    ///
    /// # Errors
    ///
    /// The place does not say.
    pub fn exists(&self, key: &str) -> Result<bool, StoreError> {
        Ok(self.size(key)?.is_some())
    }

    /// Writes a small file, or what takes the place of one, in one step. It is there to stay when
    /// this returns.
    ///
    /// # Errors
    ///
    /// It cannot be written; then what had that name is what it was.
    pub fn put(&self, key: &str, bytes: &[u8]) -> Result<(), StoreError> {
        key::check("write", key)?;
        match &self.half {
            Half::Folder(folder) => folder.put(key, bytes),
        }
    }

    /// Moves a file of this machine to the place, in one step. It is there to stay when this
    /// returns, and here no more.
    ///
    /// # Errors
    ///
    /// It cannot be written; then what had that name is what it was, and `file` is still here. Or
    /// `file` cannot be removed.
    pub fn put_file(&self, key: &str, file: &Path) -> Result<(), StoreError> {
        key::check("write", key)?;
        match &self.half {
            Half::Folder(folder) => folder.put_file(key, file),
        }
    }

    /// The files below a folder of the place, and in folders within it, in the order of their
    /// keys; all files for an empty `folder`. Names that begin with `.` are left out, of files
    /// as of folders. A folder that is not there has no files.
    ///
    /// # Errors
    ///
    /// The place cannot be listed.
    pub fn list(&self, folder: &str) -> Result<Vec<Object>, StoreError> {
        let below = folder.strip_suffix('/').unwrap_or(folder);
        if !below.is_empty() {
            key::check("list", below)?;
        }
        match &self.half {
            Half::Folder(folder) => folder.list(below),
        }
    }

    /// Removes a file, if there is one.
    ///
    /// # Errors
    ///
    /// It cannot be removed.
    pub fn remove(&self, key: &str) -> Result<(), StoreError> {
        key::check("remove", key)?;
        match &self.half {
            Half::Folder(folder) => folder.remove(key),
        }
    }

    /// A file from its beginning. What its stream fails with holds a [`StoreError`].
    ///
    /// # Errors
    ///
    /// It cannot be opened.
    pub fn reader(&self, key: &str) -> Result<Box<dyn Read + Send>, StoreError> {
        key::check("read", key)?;
        match &self.half {
            Half::Folder(folder) => folder.reader(key),
        }
    }

    /// A file that can be read from any place in it: itself if it lies on this machine, else a
    /// copy in `scratch`, a folder that is there, which goes when the answer does.
    ///
    /// # Errors
    ///
    /// It cannot be read, or copied.
    pub fn local_copy(&self, key: &str, scratch: &Path) -> Result<LocalFile, StoreError> {
        key::check("read", key)?;
        match &self.half {
            Half::Folder(folder) => folder.local_copy(key),
        }
    }

    /// A file as what is converted.
    pub fn source(&self, key: &str) -> StoreSource {
        StoreSource::new(self.clone(), key)
    }
}
