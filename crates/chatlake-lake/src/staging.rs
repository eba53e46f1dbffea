//! Where files are made before they are in the lake.

use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

use chatlake_store::durable;
use tempfile::TempDir;

use crate::acts::Acts;
use crate::error::LakeError;
use crate::layout;
use crate::lock::{self, LakeLock};

/// A folder of this process alone, which goes when this is dropped.
///
/// That of a lake which is a folder lies within the lake, so that what is finished needs no copy.
/// One that a killed process left behind goes when the next one begins.
#[derive(Debug)]
pub struct Staging {
    folder: TempDir,
    /// Says that somebody works here.
    _lock: Option<File>,
}

impl Staging {
    /// Makes the folder: in the lake if that is one, else in `scratch`, or where the system keeps
    /// temporary files. The lock keeps out those who clear up.
    pub(crate) fn begin(
        acts: &Acts,
        _lock: &LakeLock,
        scratch: Option<&Path>,
    ) -> Result<Self, LakeError> {
        let Some(root) = acts.folder().map(|folder| folder.join(layout::STAGING)) else {
            let scratch = scratch.map_or_else(std::env::temp_dir, Path::to_owned);
            let folder = tempfile::Builder::new().prefix("chatlake-").tempdir_in(&scratch);
            let folder = folder.map_err(LakeError::io("make a folder in", &scratch))?;
            return Ok(Self { folder, _lock: None });
        };
        let begun = || -> io::Result<Self> {
            durable::create_folder(&root)?;
            clear(&root)?;
            let folder = tempfile::Builder::new().prefix("").rand_bytes(12).tempdir_in(&root)?;
            let lock = lock::open(&folder.path().join(LOCK))?;
            match lock.lock() {
                Err(error) if error.kind() != io::ErrorKind::Unsupported => Err(error),
                _ => Ok(Self { folder, _lock: Some(lock) }),
            }
        };
        begun().map_err(LakeError::io("make a folder in", &root))
    }

    /// Removes what killed processes left, where there is something.
    pub(crate) fn clear(acts: &Acts) -> Result<(), LakeError> {
        let Some(root) = acts.folder().map(|folder| folder.join(layout::STAGING)) else {
            return Ok(());
        };
        let is_something = fs::read_dir(&root).is_ok_and(|mut entries| entries.next().is_some());
        if is_something {
            let _lock = LakeLock::take(acts)?;
            clear(&root).map_err(LakeError::io("clear folder", &root))?;
        }
        Ok(())
    }

    /// The folder.
    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    /// A folder in it for files of one kind or one slot; made if need be.
    ///
    /// # Errors
    ///
    /// The system refuses.
    pub(crate) fn room(&self, name: &str) -> Result<PathBuf, LakeError> {
        let path = self.path().join(name);
        durable::create_folder(&path).map_err(LakeError::io("make folder", &path))?;
        Ok(path)
    }
}

/// The file within a staging folder whose lock says that somebody works there.
const LOCK: &str = "lock";

/// Removes the folders in which nobody works any more.
fn clear(root: &Path) -> io::Result<()> {
    for entry in fs::read_dir(root)? {
        let path = entry?.path();
        let is_left = match lock::open(&path.join(LOCK)).map(|lock| lock.try_lock()) {
            Ok(Ok(())) => true,
            Ok(Err(TryLockError::WouldBlock)) => false,
            // Where there are no locks, nobody can tell.
            Ok(Err(TryLockError::Error(_))) | Err(_) => false,
        };
        if is_left {
            fs::remove_dir_all(&path)?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use chatlake_store::{Place, Store};

    use super::*;
    use crate::acts::Ways;

    #[test]
    fn a_folder_goes_with_its_owner_and_what_the_killed_left_with_the_next_one() {
        let place = tempfile::tempdir().expect("a folder");
        let store = Store::open(&Place::Folder(place.path().join("lake"))).expect("a place");
        let acts = Acts::new(store, Ways::default());
        let begin = || {
            let lock = LakeLock::take(&acts).expect("a lock");
            Staging::begin(&acts, &lock, None).expect("a folder")
        };
        let (first, second) = (begin(), begin());
        assert!(first.path().is_dir() && second.path().is_dir(), "both are at work");
        let gone = first.path().to_owned();
        drop(first);
        assert!(!gone.exists());
        // What a killed process leaves is a folder whose lock nobody has.
        let left = place.path().join("lake/_staging/left");
        durable::write(&left.join(LOCK), b"").expect("a file");
        durable::write(&left.join("x.parquet"), b"x").expect("a file");
        let third = begin();
        assert!(!left.exists() && second.path().is_dir() && third.path().is_dir());
    }
}
