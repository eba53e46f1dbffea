//! Names and folders that are on the disk when a function returns.

use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, ErrorKind, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::Path;

/// Makes a folder for its owner alone, with those above it; one that is there stays as it is.
pub(crate) fn create_folder(path: &Path) -> io::Result<()> {
    if path.is_dir() {
        return Ok(());
    }
    let above = folder_of(path);
    if !above.as_os_str().is_empty() && !above.exists() {
        create_folder(above)?;
    }
    match DirBuilder::new().mode(0o700).create(path) {
        Err(error) if error.kind() == ErrorKind::AlreadyExists && path.is_dir() => {}
        outcome => outcome?,
    }
    sync_folder(above)
}

/// Writes a small file, in one step, for its owner alone. What a process that was killed left of
/// it is written over: nobody else writes here.
pub(crate) fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    create_folder(folder_of(path))?;
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let unfinished = path.with_file_name(format!(".{name}.part"));
    let mut options = OpenOptions::new();
    let mut file = options.write(true).create(true).truncate(true).mode(0o600).open(&unfinished)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    rename(&unfinished, path)
}

/// Gives a file another name in the same folder; what had that name is gone.
pub(crate) fn rename(from: &Path, to: &Path) -> io::Result<()> {
    fs::rename(from, to)?;
    sync_folder(folder_of(to))
}

/// Gives a file a second name; one that exists already is replaced.
pub(crate) fn link(from: &Path, to: &Path) -> io::Result<()> {
    remove(to)?;
    fs::hard_link(from, to)?;
    sync_folder(folder_of(to))
}

/// Removes a file, if there is one.
pub(crate) fn remove(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
        Err(error) => Err(error),
        Ok(()) => sync_folder(folder_of(path)),
    }
}

/// Lets the names in a folder reach the disk.
pub(crate) fn sync_folder(path: &Path) -> io::Result<()> {
    let path = if path.as_os_str().is_empty() { Path::new(".") } else { path };
    File::open(path)?.sync_all()
}

fn folder_of(path: &Path) -> &Path {
    path.parent().unwrap_or(Path::new(""))
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    #[test]
    fn folders_and_files_are_their_owners_alone() {
        let place = tempfile::tempdir().expect("a folder");
        let path = place.path().join("a/b/c.txt");
        write(&path, b"x").expect("a file");
        let mode = |path: &Path| path.metadata().expect("it is there").permissions().mode() & 0o777;
        assert_eq!(mode(&path), 0o600);
        assert_eq!(mode(&place.path().join("a/b")), 0o700);
        assert_eq!(mode(&place.path().join("a")), 0o700);
        write(&path, b"y").expect("the file once more");
        assert_eq!(fs::read(&path).expect("it is there"), b"y");
        let left = fs::read_dir(place.path().join("a/b")).expect("a folder").count();
        assert_eq!(left, 1, "nothing else is left");
    }
}
