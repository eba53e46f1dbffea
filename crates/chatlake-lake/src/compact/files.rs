//! The files of a day, sorted into new ones.

use std::fs::File;
use std::path::Path;

use chatlake_core::Column;
use chatlake_parquet::{SortProgress, SortedFile, StoredFile, sort};
use chatlake_store::LocalFile;

use super::{CompactEvent, CompactOptions, CompactWatch};
use crate::commit::sha256_of_file;
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
