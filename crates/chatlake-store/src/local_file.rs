//! Files that can be read from any place in them.

use std::path::{Path, PathBuf};

use tempfile::TempPath;

/// A file on this machine: the one in the place itself, or a copy that goes when this does.
#[derive(Debug)]
pub struct LocalFile(Kept);

#[derive(Debug)]
enum Kept {
    Itself(PathBuf),
    Copy(TempPath),
}

impl LocalFile {
    /// Where it lies.
    pub fn path(&self) -> &Path {
        match &self.0 {
            Kept::Itself(path) => path,
            Kept::Copy(path) => path,
        }
    }

    pub(crate) fn itself(path: PathBuf) -> Self {
        Self(Kept::Itself(path))
    }

    pub(crate) fn copy(path: TempPath) -> Self {
        Self(Kept::Copy(path))
    }
}
