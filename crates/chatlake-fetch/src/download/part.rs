//! Files in the making.

use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, BufWriter, Read, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use reqwest::Url;
use serde::{Deserialize, Serialize};

use super::{Version, beside, part_of};
use crate::error::Error;

/// A file in the making, beside the place where it will be.
pub(crate) struct Part {
    path: PathBuf,
    mark_path: PathBuf,
    file: BufWriter<File>,
    len: u64,
    mark: Option<Mark>,
}

/// What a file in the making is a part of.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub(crate) struct Mark {
    /// The path of its url; hosts and signatures change.
    pub(super) path: String,
    pub(super) version: Version,
    /// How many bytes it will have.
    pub(super) total: Option<u64>,
}

const BUFFER: usize = 256 << 10;

impl Part {
    /// Opens what an earlier attempt at the same file has left, or begins.
    pub(crate) fn open(target: &Path, url: &Url) -> Result<Self, Error> {
        let (path, mark_path) = (part_of(target), beside(target, ".part.json"));
        let folder = folder_of(target);
        create_folder(folder).map_err(Error::io("make the folder", folder))?;
        let mut options = OpenOptions::new();
        options.append(true).create(true).mode(0o600);
        let file = options.open(&path).map_err(Error::io("open", &path))?;
        let len = file.metadata().map_err(Error::io("look at", &path))?.len();
        let mark = read_mark(&mark_path)?.filter(|mark| mark.path == url.path());
        let mut part =
            Self { path, mark_path, file: BufWriter::with_capacity(BUFFER, file), len, mark };
        // Without a validator nobody can tell whether it is still the same object.
        if part.len > 0 && part.resume_at().is_none() && !part.is_complete() {
            part.discard()?;
        }
        Ok(part)
    }

    /// How many bytes are there.
    pub(crate) fn len(&self) -> u64 {
        self.len
    }

    /// How many there will be.
    pub(crate) fn total(&self) -> Option<u64> {
        self.mark.as_ref()?.total
    }

    pub(super) fn mark(&self) -> Option<&Mark> {
        self.mark.as_ref()
    }

    pub(crate) fn version(&self) -> Version {
        self.mark.as_ref().map(|mark| mark.version.clone()).unwrap_or_default()
    }

    /// The first byte that is missing, and what the object must still be; none if it is the first.
    pub(crate) fn resume_at(&self) -> Option<(u64, &str)> {
        let validator = self.mark.as_ref()?.version.validator()?;
        (self.len > 0).then_some((self.len, validator))
    }

    /// Whether as many bytes are there as there will be.
    pub(crate) fn is_complete(&self) -> bool {
        self.len > 0 && self.total() == Some(self.len)
    }

    /// Begins afresh as a part of something.
    pub(super) fn begin(&mut self, mark: Mark) -> Result<(), Error> {
        self.discard()?;
        let bytes = serde_json::to_vec(&mark).map_err(|error| self.failed(error.into()))?;
        let folder = folder_of(&self.path);
        let written = tempfile::NamedTempFile::new_in(folder).and_then(|mut temp| {
            temp.write_all(&bytes)?;
            Ok(temp.persist(&self.mark_path)?)
        });
        written.map_err(Error::io("write", &self.mark_path))?;
        self.mark = Some(mark);
        Ok(())
    }

    /// Forgets all of it.
    pub(crate) fn discard(&mut self) -> Result<(), Error> {
        self.flush()?;
        // The mark goes first: bytes without one are not trusted, a mark without bytes says nothing.
        remove(&self.mark_path)?;
        self.mark = None;
        self.file.get_ref().set_len(0).map_err(Error::io("empty", &self.path))?;
        self.len = 0;
        Ok(())
    }

    pub(super) fn append(&mut self, bytes: &[u8]) -> Result<(), Error> {
        self.file.write_all(bytes).map_err(Error::io("write", &self.path))?;
        self.len += bytes.len() as u64;
        Ok(())
    }

    pub(crate) fn flush(&mut self) -> Result<(), Error> {
        self.file.flush().map_err(Error::io("write", &self.path))
    }

    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// Gives it its name: its bytes reach the disk first, then the name does.
    pub(crate) fn publish(mut self, target: &Path) -> Result<(), Error> {
        self.flush()?;
        self.file.get_ref().sync_all().map_err(Error::io("write", &self.path))?;
        self.rename(target)
    }

    /// Puts it aside under another name, as what it is.
    pub(crate) fn put_aside(self, target: &Path) -> Result<(), Error> {
        self.rename(target)
    }

    /// Its first bytes.
    pub(crate) fn head(&self) -> Result<Vec<u8>, Error> {
        let mut head = Vec::new();
        let read = File::open(&self.path).and_then(|file| file.take(64).read_to_end(&mut head));
        read.map_err(Error::io("read", &self.path))?;
        Ok(head)
    }

    /// Leaves what came for another attempt, and no file if nothing came.
    pub(super) fn leave(&self) -> Result<(), Error> {
        if self.len > 0 {
            return Ok(());
        }
        remove(&self.mark_path)?;
        remove(&self.path)
    }

    fn rename(mut self, target: &Path) -> Result<(), Error> {
        self.flush()?;
        let folder = folder_of(target);
        create_folder(folder).map_err(Error::io("make the folder", folder))?;
        fs::rename(&self.path, target).map_err(Error::io("name", target))?;
        let synced = File::open(folder).and_then(|folder| folder.sync_all());
        synced.map_err(Error::io("write", folder))?;
        remove(&self.mark_path)
    }

    fn failed(&self, error: io::Error) -> Error {
        Error::io("write", &self.mark_path)(error)
    }
}

/// What was noted; nothing if it was not, or not to the end.
fn read_mark(path: &Path) -> Result<Option<Mark>, Error> {
    match fs::read(path) {
        Ok(bytes) => Ok(serde_json::from_slice(&bytes).ok()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(Error::io("read", path)(error)),
    }
}

/// Makes a folder for its owner alone, with those above it; their names are on the disk when it
/// returns. One that is there stays as it is.
fn create_folder(path: &Path) -> io::Result<()> {
    if path.is_dir() {
        return Ok(());
    }
    let above = folder_of(path);
    if !above.exists() {
        create_folder(above)?;
    }
    match DirBuilder::new().mode(0o700).create(path) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists && path.is_dir() => {}
        outcome => outcome?,
    }
    File::open(above)?.sync_all()
}

/// Removes a file, if there is one.
pub(crate) fn remove(path: &Path) -> Result<(), Error> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            Err(Error::io("remove", path)(error))
        }
        _ => Ok(()),
    }
}

fn folder_of(path: &Path) -> &Path {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    }
}
