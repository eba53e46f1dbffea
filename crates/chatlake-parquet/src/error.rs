//! What can be wrong when files are made of files.

use std::io;
use std::path::PathBuf;

use chatlake_core::SinkError;
use parquet::errors::ParquetError;

use crate::sorted::RowSum;

/// A file could not be made of others. What was written of it is worth nothing.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum FileError {
    /// A file cannot be read, or not to its end.
    #[error("failed to read `{name}`")]
    Read {
        /// The file.
        name: String,
        /// What the library, or the system below it, said.
        #[source]
        source: ParquetError,
    },
    /// A Parquet file that holds something else.
    #[error("`{name}` is no file of messages: {says}")]
    Foreign {
        /// The file.
        name: String,
        /// What is there, or not.
        says: String,
    },
    /// Two files that cannot be one.
    #[error("`{name}` has other columns than `{other}`: {says}")]
    Differ {
        /// The file.
        name: String,
        /// The one before it.
        other: String,
        /// The first column in which they differ.
        says: String,
    },
    /// A record that is to be left out is not there.
    #[error("`{name}` has no record {ordinal} to leave out")]
    NoRecord {
        /// The file.
        name: String,
        /// The place of the record among those of the file, from 0.
        ordinal: u64,
    },
    /// The new file could not be written.
    #[error("failed to write `{name}`")]
    Write {
        /// The new file.
        name: String,
        /// Who refused.
        #[source]
        source: SinkError,
    },
    /// Rows could not be kept aside.
    #[error("failed to keep rows aside in `{}`", folder.display())]
    Aside {
        /// The folder of the files without names.
        folder: PathBuf,
        /// What the system said.
        #[source]
        source: io::Error,
    },
    /// What was written is not what was read.
    #[error("what was written, read again, is not what went in: {after} instead of {before}")]
    Changed {
        /// What went in.
        before: RowSum,
        /// What came out.
        after: RowSum,
    },
    /// Whoever asked wants it no longer.
    #[error("stopped before all rows were sorted")]
    Stopped,
    /// Rows came out in another order than they should.
    #[error("`{name}`, read again, is not in order")]
    Disordered {
        /// The file.
        name: String,
    },
}

impl FileError {
    /// What the system said, where it refused to read or write; damage is none of this.
    pub fn io(&self) -> Option<&io::Error> {
        match self {
            FileError::Read { source: ParquetError::External(source), .. } => source.downcast_ref(),
            FileError::Write { source: SinkError::Io(source), .. } => Some(source),
            FileError::Aside { source, .. } => Some(source),
            _ => None,
        }
    }
}
