//! Named streams, still compressed.

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

/// A named stream of bytes that can be opened; where hourly files come from.
///
/// Object stores and archives come in by implementing it.
pub trait Source: Send + Sync {
    /// What to call it in reports and errors.
    fn name(&self) -> &str;

    /// Opens it at its beginning.
    ///
    /// # Errors
    ///
    /// Whatever the place says; a source that cannot be read twice says so here.
    fn open(&self) -> io::Result<Box<dyn Read + Send>>;

    /// How many bytes it has, where that is known before reading.
    fn n_bytes(&self) -> Option<u64> {
        None
    }
}

/// A file.
#[derive(Clone, Debug)]
pub struct FileSource {
    path: PathBuf,
    name: String,
}

impl FileSource {
    /// The file at `path`, which also is its name.
    pub fn new(path: impl Into<PathBuf>) -> Self {
        let path = path.into();
        let name = path.to_string_lossy().into_owned();
        Self { path, name }
    }

    /// Where it lies.
    pub fn path(&self) -> &Path {
        &self.path
    }
}

impl Source for FileSource {
    fn name(&self) -> &str {
        &self.name
    }

    fn open(&self) -> io::Result<Box<dyn Read + Send>> {
        Ok(Box::new(File::open(&self.path)?))
    }

    fn n_bytes(&self) -> Option<u64> {
        self.path.metadata().ok().filter(std::fs::Metadata::is_file).map(|metadata| metadata.len())
    }
}

/// Bytes in memory.
#[derive(Clone, Debug)]
pub struct BytesSource {
    name: String,
    bytes: Vec<u8>,
}

impl BytesSource {
    /// Bytes under a name.
    pub fn new(name: impl Into<String>, bytes: impl Into<Vec<u8>>) -> Self {
        Self { name: name.into(), bytes: bytes.into() }
    }
}

impl Source for BytesSource {
    fn name(&self) -> &str {
        &self.name
    }

    fn open(&self) -> io::Result<Box<dyn Read + Send>> {
        Ok(Box::new(io::Cursor::new(self.bytes.clone())))
    }

    fn n_bytes(&self) -> Option<u64> {
        Some(self.bytes.len() as u64)
    }
}
