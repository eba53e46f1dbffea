//! The door: what can be done with files, wherever they lie.

use std::io::Read;
use std::path::Path;
use std::sync::Arc;

use object_store::ObjectStore;

use crate::bucket::Bucket;
use crate::connect::{Environment, connect};
use crate::error::StoreError;
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
    Bucket(Arc<Bucket>),
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
        Self::open_with(
            place,
            std::env::vars_os().filter_map(|(name, value)| {
                Some((name.into_string().ok()?, value.into_string().ok()?))
            }),
        )
    }

    /// Opens a place by other variables than those of the process.
    ///
    /// # Errors
    ///
    /// As [`Store::open`].
    pub fn open_with(
        place: &Place,
        variables: impl IntoIterator<Item = (String, String)>,
    ) -> Result<Self, StoreError> {
        let half = match place {
            Place::Folder(path) => Half::Folder(Arc::new(Folder::new(path))),
            Place::Bucket(bucket) => {
                let objects = connect(bucket, &Environment::new(variables))?;
                Half::Bucket(Arc::new(Bucket::new(bucket, objects)))
            }
        };
        Ok(Self { place: Arc::new(place.clone()), half })
    }

    /// The same place, for somebody who may want no more: while `is_over` says so, what waits for
    /// a bucket ends with [`StoreErrorKind::Interrupted`](crate::StoreErrorKind::Interrupted)
    /// soon. Folders answer too fast for that.
    pub fn until(&self, is_over: impl Fn() -> bool + Send + Sync + 'static) -> Self {
        let half = match &self.half {
            Half::Folder(folder) => Half::Folder(Arc::clone(folder)),
            Half::Bucket(bucket) => Half::Bucket(Arc::new(bucket.until(Arc::new(is_over)))),
        };
        Self { place: Arc::clone(&self.place), half }
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
            Half::Bucket(bucket) => bucket.get(key),
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
            Half::Bucket(bucket) => bucket.size(key),
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
            Half::Bucket(bucket) => bucket.put(key, bytes),
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
            Half::Bucket(bucket) => bucket.put_file(key, file),
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
            Half::Bucket(bucket) => bucket.list(below),
        }
    }

    /// The files in a folder of the place, and not those in folders within it; otherwise as
    /// [`Store::list`].
    ///
    /// # Errors
    ///
    /// The place cannot be listed.
    pub fn list_level(&self, folder: &str) -> Result<Vec<Object>, StoreError> {
        let below = folder.strip_suffix('/').unwrap_or(folder);
        if !below.is_empty() {
            key::check("list", below)?;
        }
        match &self.half {
            Half::Folder(folder) => folder.list_level(below),
            Half::Bucket(bucket) => bucket.list_level(below),
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
            Half::Bucket(bucket) => bucket.remove(key),
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
            Half::Bucket(bucket) => bucket.reader(key),
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
            Half::Bucket(bucket) => bucket.local_copy(key, scratch),
        }
    }

    /// The whole bucket, and the key that this place has there; none of a folder, and of a place
    /// that is a whole bucket.
    pub fn in_bucket(&self) -> Option<(Self, &str)> {
        match (&self.half, &*self.place) {
            (Half::Bucket(bucket), Place::Bucket(place)) if !place.prefix().is_empty() => {
                let root = place.root();
                let half = Half::Bucket(Arc::new(bucket.elsewhere(&root)));
                Some((Self { place: Arc::new(Place::Bucket(root)), half }, place.prefix()))
            }
            _ => None,
        }
    }

    /// The objects of the whole bucket, if it is one, for those who speak with them themselves.
    pub fn objects(&self) -> Option<Arc<dyn ObjectStore>> {
        match &self.half {
            Half::Folder(_) => None,
            Half::Bucket(bucket) => Some(Arc::clone(bucket.objects())),
        }
    }

    /// A file as what is converted.
    pub fn source(&self, key: &str) -> StoreSource {
        StoreSource::new(self.clone(), key)
    }
}

#[cfg(test)]
mod tests {
    use object_store::memory::InMemory;

    use super::*;
    use crate::laws;

    #[test]
    fn folders_keep_the_laws() {
        let folder = tempfile::tempdir().expect("a folder");
        for place in [folder.path().to_owned(), folder.path().join("not/there/yet")] {
            laws::hold(&Store::open(&Place::Folder(place)).expect("a place"));
        }
    }

    #[test]
    fn buckets_keep_the_laws() {
        for text in ["s3://b", "s3://b/pre/fix"] {
            let place: Place = text.parse().expect("a place");
            let Place::Bucket(bucket) = &place else { panic!("{text} is a bucket") };
            let half = Half::Bucket(Arc::new(Bucket::new(bucket, Arc::new(InMemory::new()))));
            laws::hold(&Store { place: Arc::new(place), half });
        }
    }

    #[test]
    fn a_file_of_a_store_is_a_source() {
        use chatlake_core::Source;
        let folder = tempfile::tempdir().expect("a folder");
        let store = Store::open(&Place::Folder(folder.path().to_owned())).expect("a place");
        store.put("raw/2018112717.gz", b"bytes").expect("a file");
        let source = store.source("raw/2018112717.gz").of_size(5);
        assert!(source.name().ends_with("raw/2018112717.gz"));
        assert_eq!(source.n_bytes(), Some(5));
        let mut found = Vec::new();
        source.open().expect("a stream").read_to_end(&mut found).expect("its bytes");
        assert_eq!(found, b"bytes");
    }
}
