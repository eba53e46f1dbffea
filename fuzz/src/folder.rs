//! A place for files.

use std::path::Path;

use tempfile::TempDir;

/// An empty folder, in memory where the system has a place for that.
pub fn folder() -> TempDir {
    let memory = Path::new("/dev/shm");
    let made = if memory.is_dir() { TempDir::new_in(memory) } else { TempDir::new() };
    made.expect("there is room for a folder")
}
