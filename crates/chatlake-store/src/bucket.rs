//! Places in object stores.

mod download;
mod requests;
mod runtime;
mod trouble;
mod upload;

use std::fs::{self, File};
use std::io::{Cursor, Read, Write};
use std::path::Path;
use std::sync::Arc;

use futures_util::TryStreamExt;
use object_store::path::Path as ObjectPath;
use object_store::{ObjectMeta, ObjectStore, ObjectStoreExt};

use crate::error::{StoreError, StoreErrorKind};
use crate::key;
use crate::local_file::LocalFile;
use crate::place::BucketPlace;
use crate::store::Object;
use download::Download;
pub(crate) use requests::IsOver;
use requests::{Failed, Requests};
use trouble::failed;
use upload::Upload;

/// What is in a bucket below a prefix.
#[derive(Debug)]
pub(crate) struct Bucket {
    place: BucketPlace,
    requests: Requests,
}

impl Bucket {
    /// `objects` are those of the whole bucket.
    pub(crate) fn new(place: &BucketPlace, objects: Arc<dyn ObjectStore>) -> Self {
        let requests = Requests { objects, is_over: Arc::new(|| false) };
        Self { place: place.clone(), requests }
    }

    /// Another place in the same bucket.
    pub(crate) fn elsewhere(&self, place: &BucketPlace) -> Self {
        Self { place: place.clone(), requests: self.requests.clone() }
    }

    /// The same, which waits no longer when all is over.
    pub(crate) fn until(&self, is_over: IsOver) -> Self {
        let requests = Requests { is_over, ..self.requests.clone() };
        Self { place: self.place.clone(), requests }
    }

    /// The whole bucket.
    pub(crate) fn objects(&self) -> &Arc<dyn ObjectStore> {
        &self.requests.objects
    }

    pub(crate) fn get(&self, key: &str) -> Result<Option<Vec<u8>>, StoreError> {
        let mut reader = match self.download(key) {
            Err(error) if error.kind() == StoreErrorKind::Missing => return Ok(None),
            reader => reader?,
        };
        let mut bytes = Vec::new();
        reader.read_to_end(&mut bytes).map_err(|error| StoreError::within(error, "read", key))?;
        Ok(Some(bytes))
    }

    pub(crate) fn size(&self, key: &str) -> Result<Option<u64>, StoreError> {
        let (path, place) = self.at("look at", key)?;
        let head = |objects: Arc<dyn ObjectStore>| async move { objects.head(&path).await };
        match self.requests.wait(head) {
            Ok(found) => Ok(Some(found.size)),
            Err(Failed::Store(object_store::Error::NotFound { .. })) => Ok(None),
            Err(error) => Err(failed("look at", &place)(error)),
        }
    }

    pub(crate) fn put(&self, key: &str, bytes: &[u8]) -> Result<(), StoreError> {
        let (path, place) = self.at("write", key)?;
        let n_bytes = bytes.len() as u64;
        Upload { requests: &self.requests, path, place }.send(&mut Cursor::new(bytes), n_bytes)
    }

    pub(crate) fn put_file(&self, key: &str, file: &Path) -> Result<(), StoreError> {
        let (path, place) = self.at("write", key)?;
        let here = |act| move |error| StoreError::io(act, &file.display(), error);
        let mut source = File::open(file).map_err(here("open"))?;
        let n_bytes = source.metadata().map_err(here("look at"))?.len();
        Upload { requests: &self.requests, path, place }.send(&mut source, n_bytes)?;
        fs::remove_file(file).map_err(here("remove"))
    }

    pub(crate) fn list(&self, below: &str) -> Result<Vec<Object>, StoreError> {
        let (prefix, place) = self.folder(below)?;
        let list = |objects: Arc<dyn ObjectStore>| async move {
            objects.list(prefix.as_ref()).try_collect::<Vec<ObjectMeta>>().await
        };
        let listed = self.requests.wait(list).map_err(failed("list", &place))?;
        Ok(self.found(below, &listed))
    }

    pub(crate) fn list_level(&self, folder: &str) -> Result<Vec<Object>, StoreError> {
        let (prefix, place) = self.folder(folder)?;
        let list = |objects: Arc<dyn ObjectStore>| async move {
            objects.list_with_delimiter(prefix.as_ref()).await
        };
        let listed = self.requests.wait(list).map_err(failed("list", &place))?;
        Ok(self.found(folder, &listed.objects))
    }

    pub(crate) fn remove(&self, key: &str) -> Result<(), StoreError> {
        let (path, place) = self.at("remove", key)?;
        let delete = |objects: Arc<dyn ObjectStore>| async move { objects.delete(&path).await };
        match self.requests.wait(delete).map_err(failed("remove", &place)) {
            Err(error) if error.kind() == StoreErrorKind::Missing => Ok(()),
            outcome => outcome,
        }
    }

    pub(crate) fn reader(&self, key: &str) -> Result<Box<dyn Read + Send>, StoreError> {
        Ok(Box::new(self.download(key)?))
    }

    pub(crate) fn local_copy(&self, key: &str, scratch: &Path) -> Result<LocalFile, StoreError> {
        let mut reader = self.download(key)?;
        let here = |error| StoreError::io("write into", &scratch.display(), error);
        let mut copy = tempfile::NamedTempFile::new_in(scratch).map_err(here)?;
        let mut buffer = vec![0; 1 << 20];
        loop {
            let n =
                reader.read(&mut buffer).map_err(|error| StoreError::within(error, "read", key))?;
            let Some(bytes) = buffer.get(..n).filter(|bytes| !bytes.is_empty()) else {
                return Ok(LocalFile::copy(copy.into_temp_path()));
            };
            copy.write_all(bytes).map_err(here)?;
        }
    }

    fn download(&self, key: &str) -> Result<Download, StoreError> {
        let (path, place) = self.at("read", key)?;
        Download::open(&self.requests, path, place)
    }

    /// What a file is called in its bucket, for the store and for people.
    fn at(&self, act: &'static str, key: &str) -> Result<(ObjectPath, String), StoreError> {
        let place = self.place.shown(key);
        match ObjectPath::parse(self.place.full_key(key)) {
            Ok(path) => Ok((path, place)),
            Err(error) => Err(StoreError::new(StoreErrorKind::Other, act, &place, error)),
        }
    }

    fn folder(&self, below: &str) -> Result<(Option<ObjectPath>, String), StoreError> {
        let (path, place) = self.at("list", below)?;
        Ok((Some(path).filter(|path| !path.as_ref().is_empty()), place))
    }

    /// Objects by their keys. Consoles make objects that stand for folders; they are none.
    fn found(&self, below: &str, listed: &[ObjectMeta]) -> Vec<Object> {
        let prefix = self.place.full_key(below);
        let is_below = |path: &str| match prefix.as_str() {
            "" => true,
            prefix => path.strip_prefix(prefix).is_some_and(|rest| rest.starts_with('/')),
        };
        let n_own = self.place.prefix().len();
        let objects = listed.iter().filter_map(|object| {
            let path = object.location.as_ref();
            let key = path.get(n_own..)?.trim_start_matches('/');
            let is_one = is_below(path) && !key::is_hidden(key);
            is_one.then(|| Object { key: key.to_owned(), bytes: object.size })
        });
        let mut found: Vec<Object> = objects.collect();
        found.sort();
        found
    }
}
