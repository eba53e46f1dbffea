//! The committed test data: every file of `testdata/` is written from here, byte for byte.
//!
//! Sample bytes are stored, not compressed, wherever a file must keep its bytes, because what a
//! compressor makes of its input may change with its version; only the hourly files and the bomb
//! are really compressed.

mod expected;
mod gzip_stored;
mod hourly;
mod malformed;
mod readme;
mod records;
mod zstd_raw;

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use expected::Expected;

/// The folders that belong to this code alone: what it does not write there, it deletes.
const FOLDERS: [&str; 3] = ["hourly", "records", "malformed"];

/// A file and what is known about it.
pub(crate) struct Sample {
    /// Below `testdata/`.
    path: String,
    bytes: Vec<u8>,
    /// What it is there to show.
    shows: String,
    expected: Expected,
}

/// Rewrites `testdata/` and returns the number of files.
pub(crate) fn write() -> io::Result<usize> {
    let root = root();
    for folder in FOLDERS {
        let folder = root.join(folder);
        if folder.exists() {
            fs::remove_dir_all(&folder)?;
        }
        fs::create_dir_all(&folder)?;
    }
    let files = files()?;
    for (path, bytes) in &files {
        fs::write(root.join(path), bytes)?;
    }
    Ok(files.len())
}

/// All files with their bytes, the tables that describe them included.
fn files() -> io::Result<Vec<(String, Vec<u8>)>> {
    let mut samples = hourly::samples()?;
    samples.extend(records::samples());
    samples.extend(malformed::samples()?);
    let mut files = vec![
        ("README.md".to_owned(), readme::text(&samples).into_bytes()),
        ("expected.tsv".to_owned(), expected::table(&samples).into_bytes()),
        // No tool may convert line ends or show diffs of bytes that are wrong on purpose.
        (".gitattributes".to_owned(), b"* -text\n*.gz binary\n*.zst binary\n".to_vec()),
    ];
    files.extend(samples.into_iter().map(|sample| (sample.path, sample.bytes)));
    Ok(files)
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../testdata")
}

#[cfg(test)]
mod tests;
