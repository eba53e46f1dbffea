//! Raw files of an archive, as sources that are called by their place in it.

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use chatlake_core::Source;

/// A file of an archive. Its name is its path from the root, so that what is said of it in files
/// of rejects does not depend on where the archive lies.
#[derive(Clone, Debug)]
pub(crate) struct RawSource {
    name: String,
    path: PathBuf,
}

impl RawSource {
    pub(crate) fn new(name: &str, path: &Path) -> Self {
        Self { name: name.to_owned(), path: path.to_owned() }
    }
}

impl Source for RawSource {
    fn name(&self) -> &str {
        &self.name
    }

    fn open(&self) -> io::Result<Box<dyn Read + Send>> {
        Ok(Box::new(File::open(&self.path)?))
    }

    fn n_bytes(&self) -> Option<u64> {
        self.path.metadata().ok().map(|metadata| metadata.len())
    }
}
