//! Files that are whole when they appear.

use std::fs::{self, DirBuilder, File};
use std::io::{self, Seek, SeekFrom, Write};
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};

use chatlake_core::FileSource;
use sha2::{Digest, Sha256};
use tempfile::NamedTempFile;

use crate::input::digest;
use crate::options::Existing;

/// A file in the making, under another name in the folder where it will be. Dropped before it is
/// published, it is gone.
pub(crate) struct OutputFile {
    temp: NamedTempFile,
    path: PathBuf,
    hash: Sha256,
    n_bytes: u64,
    checkpoint: (u64, Sha256),
}

/// What came of publishing a file.
#[derive(Debug)]
pub(crate) enum Publishing {
    /// It is there now.
    Done(PublishedFile),
    /// The same bytes were there already, and that is welcome.
    WasThere {
        /// The rejects that were not, and are now.
        rejects: Option<PathBuf>,
    },
    /// Other bytes are there, and stay.
    InTheWay,
}

/// A file that was published.
#[derive(Clone, Debug)]
pub(crate) struct PublishedFile {
    pub(crate) path: PathBuf,
    pub(crate) bytes: u64,
    pub(crate) sha256: String,
}

impl OutputFile {
    /// Begins the file that will be at `path`. Its folder must be there.
    pub(crate) fn create(path: &Path) -> io::Result<Self> {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        // Files that hold messages are their owner's alone: the mode of a temporary file.
        let temp = tempfile::Builder::new()
            .prefix(&format!(".{name}."))
            .suffix(".part")
            .tempfile_in(folder_of(path))?;
        Ok(Self {
            temp,
            path: path.to_owned(),
            hash: Sha256::new(),
            n_bytes: 0,
            checkpoint: (0, Sha256::new()),
        })
    }

    /// The same file, to be published elsewhere in the same folder.
    pub(crate) fn renamed(self, path: PathBuf) -> Self {
        Self { path, ..self }
    }

    /// Where it will be.
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// How many bytes it has.
    pub(crate) fn n_bytes(&self) -> u64 {
        self.n_bytes
    }

    pub(crate) fn checkpoint(&mut self) -> io::Result<()> {
        self.checkpoint = (self.n_bytes, self.hash.clone());
        Ok(())
    }

    pub(crate) fn roll_back(&mut self) -> io::Result<()> {
        (self.n_bytes, self.hash) = self.checkpoint.clone();
        let file = self.temp.as_file_mut();
        file.set_len(self.n_bytes)?;
        file.seek(SeekFrom::Start(self.n_bytes))?;
        Ok(())
    }

    /// Whether a file of the same bytes is there already.
    pub(crate) fn is_there(&self) -> io::Result<bool> {
        if !self.path.exists() {
            return Ok(false);
        }
        Ok(digest(&FileSource::new(&self.path))?.sha256 == self.sha256())
    }

    fn sha256(&self) -> String {
        hex(&self.hash.clone().finalize())
    }

    /// Puts the whole file under its name: its bytes reach the disk first, then the name does.
    pub(crate) fn publish(self, existing: Existing) -> io::Result<Publishing> {
        let sha256 = self.sha256();
        if existing == Existing::Skip && self.path.exists() {
            return Ok(match self.is_there()? {
                true => Publishing::WasThere { rejects: None },
                false => Publishing::InTheWay,
            });
        }
        self.temp.as_file().sync_all()?;
        let persisted = match existing {
            Existing::Overwrite => self.temp.persist(&self.path),
            Existing::Fail | Existing::Skip => self.temp.persist_noclobber(&self.path),
        };
        persisted.map_err(|error| error.error)?;
        File::open(folder_of(&self.path))?.sync_all()?;
        Ok(Publishing::Done(PublishedFile { path: self.path, bytes: self.n_bytes, sha256 }))
    }
}

impl Write for OutputFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let n = self.temp.as_file_mut().write(bytes)?;
        self.hash.update(bytes.get(..n).unwrap_or_default());
        self.n_bytes += n as u64;
        Ok(n)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.temp.as_file_mut().flush()
    }
}

/// Makes a folder that only its owner can enter, with those above it; one that is there stays as
/// it is. Their names are on the disk when it returns.
pub(crate) fn create_folder(path: &Path) -> io::Result<()> {
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
pub(crate) fn remove(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        outcome => outcome,
    }
}

fn folder_of(path: &Path) -> &Path {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    }
}

/// Bytes in lower-case hexadecimal.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
