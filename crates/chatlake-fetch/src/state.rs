//! Small files that processes share: locked while in use, and always whole.

use std::fs::{DirBuilder, File, OpenOptions};
use std::io::{self, Read, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::error::Error;

/// A file of JSON with a lock beside it. The lock is a file of its own because the other one is
/// replaced.
#[derive(Debug)]
pub(crate) struct StateFile {
    path: PathBuf,
    folder: PathBuf,
    lock_path: PathBuf,
}

/// A file that nobody else reads or writes meanwhile.
pub(crate) struct Locked<'a> {
    file: &'a StateFile,
    /// Unlocks when it is closed, also if the process is killed.
    _lock: File,
}

/// What was in a file.
pub(crate) enum Stored<T> {
    There(T),
    Absent,
    /// Something else than was written.
    Unreadable,
}

/// What a write survives.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Durability {
    /// The end of the process.
    Process,
    /// The end of the machine's power.
    Power,
}

/// Nothing that is kept is longer.
const LONGEST: u64 = 1 << 20;

impl StateFile {
    /// Makes the folder of a file, for its owner alone, if it is missing.
    pub(crate) fn new(path: &Path) -> Result<Self, Error> {
        let folder = path.parent().unwrap_or(Path::new(".")).to_owned();
        let made = DirBuilder::new().recursive(true).mode(0o700).create(&folder);
        made.map_err(Error::io("make the folder", &folder))?;
        let mut lock_path = path.as_os_str().to_owned();
        lock_path.push(".lock");
        Ok(Self { path: path.to_owned(), folder, lock_path: lock_path.into() })
    }

    /// Waits for whoever has the lock.
    pub(crate) fn lock(&self) -> Result<Locked<'_>, Error> {
        let mut options = OpenOptions::new();
        options.write(true).create(true).truncate(false).mode(0o600);
        let lock = options.open(&self.lock_path).map_err(Error::io("open", &self.lock_path))?;
        loop {
            match lock.lock() {
                Ok(()) => return Ok(Locked { file: self, _lock: lock }),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(Error::io("lock", &self.lock_path)(error)),
            }
        }
    }
}

impl Locked<'_> {
    pub(crate) fn read<T: DeserializeOwned>(&self) -> Result<Stored<T>, Error> {
        let path = &self.file.path;
        let file = match File::open(path) {
            Ok(file) => file,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Stored::Absent),
            Err(error) => return Err(Error::io("open", path)(error)),
        };
        let mut bytes = Vec::new();
        file.take(LONGEST).read_to_end(&mut bytes).map_err(Error::io("read", path))?;
        Ok(serde_json::from_slice(&bytes).map_or(Stored::Unreadable, Stored::There))
    }

    /// Replaces what is there at once.
    pub(crate) fn write<T: Serialize>(
        &self,
        value: &T,
        durability: Durability,
    ) -> Result<(), Error> {
        let StateFile { path, folder, .. } = self.file;
        let failed = |error: io::Error| Error::io("write", path)(error);
        let bytes = serde_json::to_vec(value).map_err(|error| failed(error.into()))?;
        // Its owner's alone: the mode of a temporary file.
        let mut temp = tempfile::NamedTempFile::new_in(folder).map_err(failed)?;
        temp.write_all(&bytes).map_err(failed)?;
        if durability == Durability::Power {
            temp.as_file().sync_all().map_err(failed)?;
        }
        temp.persist(path).map_err(|error| failed(error.error))?;
        if durability == Durability::Power {
            File::open(folder).and_then(|folder| folder.sync_all()).map_err(failed)?;
        }
        Ok(())
    }
}
