//! The messages of the archive, for their attachments.

use std::io;
use std::path::{Path, PathBuf};

use chatlake_core::{ErrorKind, Hour, Limits, Reader, RecordBuf};

use super::body::{Media, media_of};
use crate::catalogue::FileRecord;
use crate::error::SyncError;
use crate::raw_source::RawSource;
use crate::run::Session;

/// The attachments of a file's messages, message by message.
pub(super) struct Messages {
    hour: Hour,
    reader: Reader,
    record: RecordBuf,
    path: PathBuf,
}

impl Messages {
    pub(super) fn open(
        session: &Session<'_>,
        hour: Hour,
        file: &FileRecord,
    ) -> Result<Self, SyncError> {
        let path = session.run.archive.lengthen(&file.path);
        let source = RawSource::new(&file.path, &path);
        let reader = Reader::new(&source, Limits::default());
        let reader = reader.map_err(|error| unreadable(&path, error.kind))?;
        Ok(Self { hour, reader, record: RecordBuf::new(), path })
    }

    /// None at the end. What is rejected is left out.
    pub(super) fn next(&mut self) -> Result<Option<Vec<Media>>, SyncError> {
        loop {
            match self.reader.read_record(&mut self.record) {
                Ok(false) => return Ok(None),
                Ok(true) => return Ok(Some(media_of(self.hour, self.record.as_record()))),
                Err(error) if matches!(error.kind, ErrorKind::Rejected { .. }) => {}
                Err(error) => return Err(unreadable(&self.path, error.kind)),
            }
        }
    }
}

fn unreadable(path: &Path, kind: ErrorKind) -> SyncError {
    let source = match kind {
        ErrorKind::Io(error) => error,
        other => io::Error::other(other.to_string()),
    };
    SyncError::io("read", path)(source)
}
