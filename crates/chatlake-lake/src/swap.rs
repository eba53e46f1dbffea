//! A folder exchanged for one that differs in some files, in one step: whoever lists it sees the
//! files before, or those after, and never both.

use std::collections::BTreeSet;
use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use chatlake_store::durable;
use rustix::fs::{CWD, RenameFlags, renameat_with};
use rustix::io::Errno;

/// What becomes of a folder.
#[derive(Debug)]
pub(crate) struct Swap<'a> {
    /// Which one; it is there.
    pub(crate) folder: &'a Path,
    /// The names of files that are not in it any more.
    pub(crate) remove: &'a BTreeSet<String>,
    /// Files that are in it then, under these names. They keep their old ones too.
    pub(crate) add: &'a [(String, PathBuf)],
}

/// Whether the file system can do it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Able {
    /// It was done.
    Yes,
    /// It cannot; nothing was done.
    No,
}

impl Swap<'_> {
    /// Builds the other folder at `beside`, which is not there yet and on the same file system:
    /// every file that stays has a second name there.
    pub(crate) fn build(&self, beside: &Path) -> io::Result<Able> {
        let built = (|| {
            durable::create_folder(beside)?;
            for entry in fs::read_dir(self.folder)? {
                let entry = entry?;
                let is_replaced = |name: &str| {
                    self.remove.contains(name) || self.add.iter().any(|(added, _)| added == name)
                };
                if entry.file_name().to_str().is_some_and(is_replaced) {
                    continue;
                }
                if entry.file_type()?.is_dir() {
                    // It has no second name, and would go with the old folder.
                    return Ok(Able::No);
                }
                fs::hard_link(entry.path(), beside.join(entry.file_name()))?;
            }
            for (name, file) in self.add {
                fs::hard_link(file, beside.join(name))?;
            }
            durable::sync_folder(beside)?;
            Ok(Able::Yes)
        })();
        match built {
            Ok(Able::Yes) => Ok(Able::Yes),
            Ok(Able::No) => clear(beside).map(|()| Able::No),
            Err(error) if is_unable(&error) => clear(beside).map(|()| Able::No),
            Err(error) => Err(error),
        }
    }

    /// Exchanges the folder for the one at `beside`, where the old one is afterwards.
    pub(crate) fn exchange(&self, beside: &Path) -> io::Result<Able> {
        match renameat_with(CWD, beside, CWD, self.folder, RenameFlags::EXCHANGE) {
            Ok(()) => {}
            Err(error) if is_unable(&error.into()) => return clear(beside).map(|()| Able::No),
            Err(error) => return Err(error.into()),
        }
        for path in [self.folder, beside] {
            durable::sync_folder(path.parent().unwrap_or(Path::new("")))?;
        }
        Ok(Able::Yes)
    }
}

/// Whether a file system says that it does not know second names, or exchanges.
fn is_unable(error: &io::Error) -> bool {
    let unable =
        [Errno::INVAL, Errno::NOSYS, Errno::OPNOTSUPP, Errno::PERM, Errno::XDEV, Errno::MLINK];
    unable.iter().any(|errno| error.raw_os_error() == Some(errno.raw_os_error()))
}

fn clear(beside: &Path) -> io::Result<()> {
    match fs::remove_dir_all(beside) {
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
        outcome => outcome,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        let entries = fs::read_dir(folder).expect("a folder");
        let name = |entry: io::Result<fs::DirEntry>| {
            entry.expect("an entry").file_name().to_string_lossy().into_owned()
        };
        let mut names: Vec<String> = entries.map(name).collect();
        names.sort();
        names
    }

    #[test]
    fn a_folder_differs_in_what_was_said_and_in_nothing_else() {
        let place = tempfile::tempdir().expect("a folder");
        let (folder, beside) = (place.path().join("day"), place.path().join("beside"));
        for name in ["a", "b", ".hidden"] {
            durable::write(&folder.join(name), name.as_bytes()).expect("a file");
        }
        let staged = place.path().join("staged");
        durable::write(&staged, b"c").expect("a file");
        let (remove, add) = (BTreeSet::from(["a".to_owned()]), [("c".to_owned(), staged.clone())]);
        let swap = Swap { folder: &folder, remove: &remove, add: &add };
        assert_eq!(swap.build(&beside).expect("built"), Able::Yes);
        assert_eq!(names(&folder), [".hidden", "a", "b"], "nothing has happened yet");
        if swap.exchange(&beside).expect("tried") == Able::Yes {
            assert_eq!(names(&folder), [".hidden", "b", "c"]);
            assert_eq!(fs::read(folder.join("c")).expect("a file"), b"c");
            assert_eq!(names(&beside), [".hidden", "a", "b"]);
        }
        assert_eq!(fs::read(&staged).expect("a file"), b"c");
    }

    #[test]
    fn a_folder_with_a_folder_in_it_is_left_alone() {
        let place = tempfile::tempdir().expect("a folder");
        let (folder, beside) = (place.path().join("day"), place.path().join("beside"));
        durable::write(&folder.join("mine/notes.txt"), b"x").expect("a file");
        let (remove, add) = (BTreeSet::new(), []);
        let swap = Swap { folder: &folder, remove: &remove, add: &add };
        assert_eq!(swap.build(&beside).expect("a look"), Able::No);
        assert!(!beside.exists());
    }
}
