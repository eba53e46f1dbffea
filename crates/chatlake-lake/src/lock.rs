//! Who may write in a lake that is a folder.

use std::fs::{File, OpenOptions};
use std::io;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use chatlake_store::durable;

use crate::acts::Acts;
use crate::error::LakeError;
use crate::layout;

/// A lake in which nobody else writes, until this is dropped. The system gives it back when the
/// process ends, however it does. In a bucket nobody is kept out.
#[derive(Debug)]
pub struct LakeLock {
    _file: Option<File>,
}

impl LakeLock {
    /// Waits until nobody else writes.
    pub(crate) fn take(acts: &Acts) -> Result<Self, LakeError> {
        let Some(folder) = acts.folder() else { return Ok(Self { _file: None }) };
        let path = folder.join(layout::LOCK);
        let locked = || -> io::Result<File> {
            durable::create_folder(folder)?;
            let file = open(&path)?;
            match file.lock() {
                // Not every file system has locks, and those that have none are seldom shared.
                Err(error) if error.kind() == io::ErrorKind::Unsupported => Ok(file),
                outcome => outcome.map(|()| file),
            }
        };
        let file = locked().map_err(LakeError::io("lock", &path))?;
        Ok(Self { _file: Some(file) })
    }
}

pub(crate) fn open(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.read(true).write(true).create(true).truncate(false).mode(0o600).open(path)
}
