//! Files of rows without some of their records.

use std::fs::File;
use std::path::{Path, PathBuf};

use chatlake_parquet::{FileError, LeaveOut, Rewritten, StoredFile, rewrite};
use tempfile::NamedTempFile;

use super::Committer;
use crate::error::LakeError;
use crate::manifest::DataFile;
use crate::slot::Slot;

/// A finished file of rows on this machine.
#[derive(Clone, Debug)]
pub(crate) struct Rows {
    pub(crate) file: PathBuf,
    pub(crate) rows: u64,
    pub(crate) bytes: u64,
    /// In hexadecimal.
    pub(crate) sha256: String,
}

impl Rows {
    /// The file as a manifest has it.
    pub(super) fn stored_at(&self, path: String) -> DataFile {
        DataFile { path, rows: self.rows, bytes: self.bytes, sha256: self.sha256.clone() }
    }
}

impl Committer<'_> {
    /// The same rows without those of the records at these places; the same file if there are none.
    pub(super) fn without(
        &self,
        rows: &Rows,
        records: &[u64],
        slot: Slot,
    ) -> Result<Rows, LakeError> {
        if records.is_empty() {
            return Ok(rows.clone());
        }
        self.rewritten(&rows.file, &slot.to_string(), LeaveOut::Records(records))
    }

    /// A file of rows once more, without some of them.
    pub(super) fn rewritten(
        &self,
        file: &Path,
        name: &str,
        leave_out: LeaveOut<'_>,
    ) -> Result<Rows, LakeError> {
        let stored = File::open(file).map_err(LakeError::io("open", file))?;
        let stored = StoredFile::open(name, stored)?;
        let room = self.staging.room("rewritten")?;
        let new = NamedTempFile::with_suffix_in(".parquet", &room);
        let mut new = new.map_err(LakeError::io("make a file in", &room))?;
        let Rewritten { rows, bytes, sha256, .. } =
            rewrite(&stored, new.as_file_mut(), name, leave_out, &self.parquet)?;
        new.as_file().sync_all().map_err(LakeError::io("write", new.path()))?;
        let (_, path) =
            new.keep().map_err(|error| LakeError::io("keep a file in", &room)(error.error))?;
        Ok(Rows { file: path, rows, bytes, sha256 })
    }
}

/// What a file could not be rewritten for.
impl From<FileError> for LakeError {
    fn from(error: FileError) -> Self {
        LakeError::Rows(Box::new(error))
    }
}
