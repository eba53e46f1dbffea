//! Row groups into files, one after the other.

use std::fs::{File, OpenOptions};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use chatlake_core::SinkError;
use parquet::errors::ParquetError;
use parquet::file::writer::SerializedFileWriter;

use super::SortedFile;
use super::cut::Cut;
use crate::digest::Digesting;
use crate::error::FileError;
use crate::row_group::RowGroup;
use crate::shape::Shape;
use crate::sink::{append, close, sink_error};

/// The files of a folder, `1.parquet` and on.
pub(super) struct Files<'a> {
    folder: &'a Path,
    shape: Shape,
    cut: Cut,
    open: Option<Open>,
    closed: Vec<SortedFile>,
}

struct Open {
    path: PathBuf,
    writer: SerializedFileWriter<Digesting<File>>,
    rows: u64,
}

impl<'a> Files<'a> {
    pub(super) fn new(folder: &'a Path, shape: Shape, cut: Cut) -> Self {
        Self { folder, shape, cut, open: None, closed: Vec::new() }
    }

    /// Appends a row group of so many rows.
    pub(super) fn append(&mut self, row_group: RowGroup, rows: u64) -> Result<(), FileError> {
        let open = match &mut self.open {
            Some(open) => open,
            None => {
                let name = format!("{}.parquet", self.closed.len() + 1);
                self.open.insert(Open::create(self.folder.join(name), &self.shape)?)
            }
        };
        append(&mut open.writer, row_group).map_err(|error| failed(&open.path, error))?;
        open.rows += rows;
        if self.cut.is_after(rows, open.writer.bytes_written() as u64) {
            self.close()?;
        }
        Ok(())
    }

    /// All files, in order.
    pub(super) fn finish(mut self) -> Result<Vec<SortedFile>, FileError> {
        self.close()?;
        Ok(self.closed)
    }

    fn close(&mut self) -> Result<(), FileError> {
        if let Some(Open { path, writer, rows }) = self.open.take() {
            let output = close(writer).map_err(|source| refused(&path, source))?;
            let (_, bytes, sha256) = output.finish();
            self.closed.push(SortedFile { path, rows, bytes, sha256 });
        }
        Ok(())
    }
}

impl Open {
    fn create(path: PathBuf, shape: &Shape) -> Result<Self, FileError> {
        // Files that hold messages are their owner's alone.
        let file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&path);
        let file = file.map_err(|error| refused(&path, SinkError::Io(error)))?;
        let writer = shape.writer(Digesting::new(file)).map_err(|error| failed(&path, error))?;
        Ok(Self { path, writer, rows: 0 })
    }
}

fn failed(path: &Path, error: ParquetError) -> FileError {
    refused(path, sink_error(error))
}

fn refused(path: &Path, source: SinkError) -> FileError {
    FileError::Write { name: path.display().to_string(), source }
}
