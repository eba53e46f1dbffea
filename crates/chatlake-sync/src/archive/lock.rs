//! One process at a time.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

/// An archive, taken by this process. The system gives it back when the process ends, however it
/// does.
#[derive(Debug)]
pub struct Lock {
    _file: File,
}

/// An archive that could not be taken.
#[derive(Debug, thiserror::Error)]
pub enum LockError {
    /// Another process has it.
    #[error("another process works in the archive{}", of_pid(*.pid))]
    Held {
        /// Which one, if it said so.
        pid: Option<u32>,
    },
    /// The system refuses.
    #[error("failed to lock the archive: {0}")]
    Io(#[from] io::Error),
}

fn of_pid(pid: Option<u32>) -> String {
    pid.map_or_else(String::new, |pid| format!(": process {pid}"))
}

impl Lock {
    pub(super) fn take(path: &Path) -> Result<Self, LockError> {
        let mut options = OpenOptions::new();
        let mut file =
            options.read(true).write(true).create(true).truncate(false).mode(0o600).open(path)?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                let mut text = String::new();
                // Who has it may be about to say so, and then nobody knows.
                let _ = file.read_to_string(&mut text);
                return Err(LockError::Held { pid: text.trim().parse().ok() });
            }
            Err(TryLockError::Error(error)) => return Err(error.into()),
        }
        file.set_len(0)?;
        file.seek(SeekFrom::Start(0))?;
        writeln!(file, "{}", std::process::id())?;
        Ok(Self { _file: file })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_archive_is_taken_once_and_says_by_whom() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join(".lock");
        let lock = Lock::take(&path).expect("a free archive");
        match Lock::take(&path) {
            Err(LockError::Held { pid }) => assert_eq!(pid, Some(std::process::id())),
            other => panic!("taken twice: {other:?}"),
        }
        drop(lock);
        Lock::take(&path).expect("free again");
    }
}
