//! The files of a day, sorted into new ones.

use std::fs::File;
use std::io::{self, BufRead, BufReader};
use std::path::Path;

use chatlake_core::Column;
use chatlake_parquet::{SortProgress, SortedFile, StoredFile, sort};
use chatlake_store::LocalFile;
use sha2::{Digest, Sha256};

use super::{CompactEvent, CompactOptions, CompactWatch};
use crate::error::LakeError;
use crate::lake::Lake;
use crate::manifest::DataFile;

/// Reads files of the lake, which must be what their manifests say, and writes their rows to
/// files in `folder`. These are on the disk when it returns.
pub(super) fn sorted(
    lake: &Lake,
    files: &[DataFile],
    copies: &Path,
    folder: &Path,
    options: &CompactOptions,
    watch: CompactWatch<'_>,
) -> Result<Vec<SortedFile>, LakeError> {
    let columns = lake.terms().columns();
    let (mut opened, mut copied) = (Vec::new(), Vec::new());
    for file in files {
        let copy = lake.store().local_copy(&file.path, copies)?;
        opened.push(open(lake, file, &copy, &columns)?);
        copied.push(copy);
    }
    // Nobody else is asked by the threads that sort.
    let CompactWatch { tell, amid, .. } = watch;
    let heard = |progress: SortProgress| {
        tell(CompactEvent::Rows(progress));
        amid()
    };
    let sorted = sort(&opened, folder, &options.sort, &heard)?;
    for file in &sorted {
        let synced = File::open(&file.path).and_then(|file| file.sync_all());
        synced.map_err(LakeError::io("write", &file.path))?;
    }
    Ok(sorted)
}

fn open(
    lake: &Lake,
    file: &DataFile,
    copy: &LocalFile,
    columns: &[Column],
) -> Result<StoredFile, LakeError> {
    let shown = lake.shown(&file.path);
    let unlike = |why: &str| LakeError::Unlike { path: shown.clone(), why: why.to_owned() };
    let failed = || LakeError::io("read", copy.path());
    // A file that was changed would be made to last.
    if sha256_of_file(copy.path())? != file.sha256 {
        return Err(unlike("is not the file that its manifest names: its SHA-256 differs"));
    }
    let opened = File::open(copy.path()).map_err(failed())?;
    let stored = StoredFile::open(&shown, opened)?;
    if stored.rows() != file.rows {
        return Err(unlike("has not as many rows as its manifest says"));
    }
    if stored.projection().columns() != columns {
        return Err(unlike("has not the columns of the lake"));
    }
    Ok(stored)
}

/// SHA-256 of a file's bytes, in hexadecimal.
fn sha256_of_file(path: &Path) -> Result<String, LakeError> {
    let hashed = || -> io::Result<String> {
        let mut hash = Sha256::new();
        let mut file = BufReader::with_capacity(1 << 16, File::open(path)?);
        loop {
            let n_bytes = match file.fill_buf()? {
                [] => {
                    return Ok(hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect());
                }
                bytes => {
                    hash.update(bytes);
                    bytes.len()
                }
            };
            file.consume(n_bytes);
        }
    };
    hashed().map_err(LakeError::io("read", path))
}
