//! What changes the files of a lake, one act after the other.

use std::fmt;
use std::io;
use std::path::Path;
use std::sync::Arc;

use chatlake_store::Store;

use crate::error::LakeError;

/// An act that is about to be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act<'a> {
    /// A small file is written, by its key.
    Put(&'a str),
    /// A finished file is given its name in the lake.
    Move(&'a str),
    /// A file is removed.
    Remove(&'a str),
    /// A folder is exchanged for the one that was built beside it.
    Exchange(&'a str),
}

/// Hears of every act before it is done, and may forbid it: how what a failure leaves behind is
/// tried out.
#[derive(Clone)]
pub struct Rehearsal(Arc<dyn Fn(Act<'_>) -> io::Result<()> + Send + Sync>);

impl Rehearsal {
    /// Asks this before every act.
    pub fn new(may: impl Fn(Act<'_>) -> io::Result<()> + Send + Sync + 'static) -> Self {
        Self(Arc::new(may))
    }
}

impl fmt::Debug for Rehearsal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Rehearsal")
    }
}

/// How a lake is written.
#[derive(Clone, Debug, Default)]
pub struct Ways {
    /// As in a bucket, also where the lake is a folder: without locks, and without exchanging
    /// folders.
    pub as_bucket: bool,
    /// Who is asked before every act.
    pub rehearsal: Option<Rehearsal>,
}

/// Requests to a bucket at once.
const AT_ONCE: usize = 16;

/// A store, and the ways in which it is written.
#[derive(Clone, Debug)]
pub(crate) struct Acts {
    store: Store,
    ways: Ways,
}

impl Acts {
    pub(crate) fn new(store: Store, ways: Ways) -> Self {
        Self { store, ways }
    }

    pub(crate) fn store(&self) -> &Store {
        &self.store
    }

    /// The folder of the lake, if it is one and is written as one.
    pub(crate) fn folder(&self) -> Option<&Path> {
        self.store.folder().filter(|_| !self.ways.as_bucket)
    }

    /// How many requests are worth waiting for at once.
    pub(crate) fn n_at_once(&self) -> usize {
        if self.store.folder().is_some() { 1 } else { AT_ONCE }
    }

    pub(crate) fn put(&self, key: &str, bytes: &[u8]) -> Result<(), LakeError> {
        self.ask(Act::Put(key))?;
        Ok(self.store.put(key, bytes)?)
    }

    pub(crate) fn put_file(&self, key: &str, file: &Path) -> Result<(), LakeError> {
        self.ask(Act::Move(key))?;
        Ok(self.store.put_file(key, file)?)
    }

    pub(crate) fn remove(&self, key: &str) -> Result<(), LakeError> {
        self.ask(Act::Remove(key))?;
        Ok(self.store.remove(key)?)
    }

    /// Whether an act may be done.
    pub(crate) fn ask(&self, act: Act<'_>) -> Result<(), LakeError> {
        let Some(Rehearsal(may)) = &self.ways.rehearsal else { return Ok(()) };
        let (verb, key) = match act {
            Act::Put(key) | Act::Move(key) => ("write", key),
            Act::Remove(key) => ("remove", key),
            Act::Exchange(key) => ("exchange", key),
        };
        may(act).map_err(LakeError::io(verb, Path::new(key)))
    }
}
