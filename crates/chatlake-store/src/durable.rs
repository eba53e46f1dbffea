//! Names and folders that are on the disk when a function returns.
//!
//! Every function fails with what the system says, and then what had a name is what it was.

use std::fs::{self, DirBuilder, File, OpenOptions, Permissions};
use std::io::{self, ErrorKind, Write};
use std::os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt, PermissionsExt};
use std::path::Path;

/// Makes a folder for its owner alone, with those above it; one that is there stays as it is.
pub fn create_folder(path: &Path) -> io::Result<()> {
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
/// it is written over; of two who write at once the later one waits.
pub fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    create_folder(folder_of(path))?;
    in_one_step(path, |file| file.write_all(bytes))
}

/// Moves a file that is finished to where it belongs, for its owner alone. From another file
/// system it is copied first.
pub fn take(from: &Path, to: &Path) -> io::Result<()> {
    create_folder(folder_of(to))?;
    let mut file = File::open(from)?;
    file.set_permissions(Permissions::from_mode(0o600))?;
    file.sync_all()?;
    match rename(from, to) {
        Err(error) if error.kind() == ErrorKind::CrossesDevices => {
            in_one_step(to, |copy| io::copy(&mut file, copy).map(|_| ()))?;
            remove(from)
        }
        outcome => outcome,
    }
}

/// Gives a file another name in the same folder; what had that name is gone.
pub fn rename(from: &Path, to: &Path) -> io::Result<()> {
    fs::rename(from, to)?;
    sync_folder(folder_of(to))
}

/// Gives a file a second name; one that exists already is replaced.
pub fn link(from: &Path, to: &Path) -> io::Result<()> {
    remove(to)?;
    fs::hard_link(from, to)?;
    sync_folder(folder_of(to))
}

/// Removes a file, if there is one.
pub fn remove(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
        Err(error) => Err(error),
        Ok(()) => sync_folder(folder_of(path)),
    }
}

/// Lets the names in a folder reach the disk.
pub fn sync_folder(path: &Path) -> io::Result<()> {
    let path = if path.as_os_str().is_empty() { Path::new(".") } else { path };
    File::open(path)?.sync_all()
}

/// Fills a file that has another name until it is whole.
fn in_one_step(path: &Path, fill: impl FnOnce(&mut File) -> io::Result<()>) -> io::Result<()> {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let unfinished = path.with_file_name(format!(".{name}.part"));
    let mut file = taken(&unfinished)?;
    let outcome = fill(&mut file).and_then(|()| file.sync_all());
    match outcome.and_then(|()| fs::rename(&unfinished, path)) {
        Ok(()) => sync_folder(folder_of(path)),
        Err(error) => {
            // The space is worth more than what it says should it fail too.
            let _ = fs::remove_file(&unfinished);
            Err(error)
        }
    }
}

/// An empty file, and nobody else's until it is closed.
fn taken(path: &Path) -> io::Result<File> {
    loop {
        let mut options = OpenOptions::new();
        let file = options.write(true).create(true).truncate(false).mode(0o600).open(path)?;
        match file.lock() {
            // Not every file system has locks, and those that have none are seldom shared.
            Err(error) if error.kind() == ErrorKind::Unsupported => {}
            outcome => outcome?,
        }
        // Whoever had it may have given it its name by now.
        if is_at(&file, path)? {
            file.set_len(0)?;
            return Ok(file);
        }
    }
}

fn is_at(file: &File, path: &Path) -> io::Result<bool> {
    let place = |metadata: fs::Metadata| (metadata.dev(), metadata.ino());
    match path.metadata() {
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(false),
        found => Ok(place(found?) == place(file.metadata()?)),
    }
}

fn folder_of(path: &Path) -> &Path {
    path.parent().unwrap_or(Path::new(""))
}

#[cfg(test)]
mod tests {
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

    #[test]
    fn writers_of_one_name_wait_for_each_other() {
        let place = tempfile::tempdir().expect("a folder");
        let path = place.path().join("x");
        let texts: Vec<String> = (0..8).map(|n| n.to_string().repeat(1 << 16)).collect();
        std::thread::scope(|scope| {
            for text in &texts {
                scope.spawn(|| write(&path, text.as_bytes()).expect("a file"));
            }
        });
        let found = fs::read_to_string(&path).expect("it is there");
        assert!(texts.contains(&found), "one of them, whole");
        assert_eq!(fs::read_dir(place.path()).expect("a folder").count(), 1);
    }

    #[test]
    fn what_cannot_be_written_leaves_what_was_there() {
        let place = tempfile::tempdir().expect("a folder");
        let path = place.path().join("x");
        write(&path, b"old").expect("a file");
        let refused = in_one_step(&path, |file| {
            file.write_all(b"ne")?;
            Err(ErrorKind::StorageFull.into())
        });
        assert_eq!(refused.expect_err("it is full").kind(), ErrorKind::StorageFull);
        assert_eq!(fs::read(&path).expect("it is there"), b"old");
        assert_eq!(fs::read_dir(place.path()).expect("a folder").count(), 1);
    }

    #[test]
    fn a_file_that_is_taken_is_there_and_no_longer_here() {
        let place = tempfile::tempdir().expect("a folder");
        let (from, to) = (place.path().join("from"), place.path().join("a/to"));
        fs::write(&from, b"x").expect("a file");
        fs::set_permissions(&from, Permissions::from_mode(0o644)).expect("for all");
        take(&from, &to).expect("it moves");
        assert!(!from.exists());
        assert_eq!(fs::read(&to).expect("it is there"), b"x");
        assert_eq!(to.metadata().expect("it is there").permissions().mode() & 0o777, 0o600);
    }
}
