//! Many files into few, in order.
//!
//! An external merge sort of rows. Rows are read and encoded one by one, key first, so that the
//! order of rows is that of bytes; what fits in memory is sorted and put aside in a file without
//! a name; the sorted runs are merged, and what comes out is cut into row groups, whose columns
//! are encoded by several threads. Columns and not row groups are shared out: so only one row
//! group is open at a time, and the bytes do not depend on how many threads there are.
//!
//! Refused: sorting keys alone and fetching rows afterwards, as every row group needs rows from
//! all over every input; and runs in Arrow's layout, which have a price per batch and column, most
//! of them empty, where these have one per value.

mod batches;
mod check;
mod contents;
mod crew;
mod cut;
mod files;
mod key;
mod merge;
mod read;
mod row;
mod run;
mod share;
mod spool;
mod sum;
mod together;
mod write;

use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use crate::compression::Compression;
use crate::error::FileError;
use crate::options::ParquetOptions;
use crate::stored::StoredFile;
pub use contents::Contents;
use merge::Merge;
use row::RowLayout;
pub use sum::RowSum;
use together::Together;

/// How files are sorted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SortOptions {
    /// How row groups are written.
    pub parquet: ParquetOptions,
    /// How large files should be, bytes.
    pub target: u64,
    /// How many bytes of rows are held in memory to be sorted, or merged; what it takes to read
    /// and write a row group is not in it, and a row that is larger is held all the same.
    pub memory: usize,
    /// How many threads do the work, the caller's included; 0 counts as 1.
    pub jobs: usize,
}

impl Default for SortOptions {
    /// For rows that are written once and read often, on one thread.
    fn default() -> Self {
        let compression = Compression::Zstd(3);
        Self {
            parquet: ParquetOptions { compression, ..ParquetOptions::default() },
            target: 256_000_000,
            memory: 128 << 20,
            jobs: 1,
        }
    }
}

/// What was done since it was last told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SortProgress {
    /// So many rows were read.
    Read(u64),
    /// So many rows were merged and encoded.
    Written(u64),
    /// So many rows were read again, to see whether they are all there.
    Checked(u64),
}

/// Hears what was done, and says whether to go on; from any thread.
pub type SortWatch<'a> = dyn Fn(SortProgress) -> ControlFlow<()> + Sync + 'a;

/// One of the files that rows were sorted into.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SortedFile {
    /// Where it is.
    pub path: PathBuf,
    /// How many rows it has.
    pub rows: u64,
    /// How many bytes it has.
    pub bytes: u64,
    /// Their SHA-256, in lower-case hexadecimal.
    pub sha256: String,
}

/// Sorts the rows of files by `conversation_id`, `timestamp`, `msg_id`, `source_file`,
/// `source_record` and `body_index`, nulls first, texts by their bytes, into the files
/// `1.parquet`, `2.parquet` and so on of a folder; no rows are no files.
///
/// Files are near the target in size, the last as the others, as far as row groups let them. They
/// tell of all the inputs that those before them told of, and otherwise what all of those agree
/// on. Rows that agree in all six columns are in the order of their other values, so the bytes
/// depend on the rows, the target and the options for Parquet alone.
///
/// When all is written the files are read again: rows must be in order, and the sum of the hashes
/// of all rows must be what it was in the inputs.
///
/// # Errors
///
/// A file cannot be read, or two have different columns; the folder takes no more; or what is read
/// again is not what went in; or `watch` does not go on. What is in the folder then is worth nothing.
pub fn sort(
    inputs: &[StoredFile],
    folder: &Path,
    options: &SortOptions,
    watch: &SortWatch<'_>,
) -> Result<Vec<SortedFile>, FileError> {
    let Some(together) = Together::of(inputs)? else { return Ok(Vec::new()) };
    let layout = RowLayout::of(&together.projection);
    let read = read::read(inputs, &layout, folder, options, watch)?;
    let before = read.sum;
    let rows = Merge::new(read.runs, folder, options.memory).map_err(aside(folder))?;
    let files = write::write(rows, before.rows(), &together, &layout, folder, options, watch)?;
    let after = check::check(&files, options, watch)?;
    if before != after {
        return Err(FileError::Changed { before, after });
    }
    Ok(files)
}

/// Tells what was done.
fn told(watch: &SortWatch<'_>, progress: SortProgress) -> Result<(), FileError> {
    match watch(progress) {
        ControlFlow::Continue(()) => Ok(()),
        ControlFlow::Break(()) => Err(FileError::Stopped),
    }
}

/// A spool or a run could not be written or read.
fn aside(folder: &Path) -> impl Fn(std::io::Error) -> FileError {
    move |source| FileError::Aside { folder: folder.to_owned(), source }
}
