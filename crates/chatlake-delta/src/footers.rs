//! What the files that come say of themselves, asked for many at once.

use std::collections::{BTreeSet, HashMap};

use bytes::Bytes;
use chatlake_core::Column;
use delta_kernel::{FileSlice, KernelError};
use url::Url;

use crate::error::DeltaError;
use crate::plan::{Add, name_in_log};
use crate::statistics::{self, FileStatistics, Footer};
use crate::table::Table;

/// Most footers are shorter.
const TAIL: u64 = 64 << 10;

/// So many tails are held at once.
const AT_ONCE: usize = 256;

/// A file as it was found where its manifest says that it is.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Found {
    /// Milliseconds since 1970-01-01T00:00:00Z.
    pub(crate) modified_ms: i64,
    pub(crate) statistics: FileStatistics,
}

/// Looks at each file, and reads its footer.
///
/// # Errors
///
/// One is not there, or not what its manifest says; or the store fails.
pub(crate) fn read(
    table: &Table,
    adds: &[Add<'_>],
    columns: &[Column],
) -> Result<Vec<Found>, DeltaError> {
    let modified = listed(table, adds)?;
    let mut found = Vec::with_capacity(adds.len());
    for some in adds.chunks(AT_ONCE) {
        let tails: Vec<u64> = some.iter().map(|add| add.file.bytes.min(TAIL)).collect();
        let bytes = ends(table, some.iter().zip(tails))?;
        for (add, tail) in some.iter().zip(bytes) {
            let statistics = footer(table, add, &tail, columns)?;
            if statistics.rows != add.file.rows {
                let (rows, said) = (statistics.rows, add.file.rows);
                let why = format!("has {rows} rows, and its manifest says {said}");
                return Err(unlike(add, why));
            }
            let modified_ms = modified.get(name_in_log(add.file)).copied().unwrap_or_default();
            found.push(Found { modified_ms, statistics });
        }
    }
    Ok(found)
}

/// When each file was written, by listing the folders that they are in.
fn listed(table: &Table, adds: &[Add<'_>]) -> Result<HashMap<String, i64>, DeltaError> {
    let folders: BTreeSet<&str> = adds.iter().map(|add| folder(name_in_log(add.file))).collect();
    let mut sizes = HashMap::new();
    for folder in folders {
        let files = at(table, folder)
            .and_then(|url| table.engine.storage_handler().list_from(&url))
            .map_err(table.failed("list"))?;
        for file in files {
            let file = file.map_err(table.failed("list"))?;
            let name = file.location.path_segments().and_then(|mut parts| parts.next_back());
            let name = format!("{folder}{}", name.unwrap_or_default());
            sizes.insert(name, (file.size, file.last_modified));
        }
    }
    let mut modified = HashMap::new();
    for add in adds {
        let name = name_in_log(add.file);
        let said = add.file.bytes;
        match sizes.get(name) {
            Some((bytes, modified_ms)) if *bytes == said => {
                modified.insert(name.to_owned(), *modified_ms);
            }
            Some((bytes, _)) => {
                let why = format!("has {bytes} bytes, and its manifest says {said}");
                return Err(unlike(add, why));
            }
            None => {
                return Err(unlike(add, "is not there, and its manifest says it is".to_owned()));
            }
        }
    }
    Ok(modified)
}

fn footer(
    table: &Table,
    add: &Add<'_>,
    tail: &Bytes,
    columns: &[Column],
) -> Result<FileStatistics, DeltaError> {
    let broken = |error| unlike(add, format!("is no Parquet file: {error}"));
    match statistics::read(tail, add.file.bytes, columns).map_err(broken)? {
        Footer::Read(statistics) => Ok(statistics),
        Footer::Longer(bytes) if bytes > tail.len() as u64 && bytes <= add.file.bytes => {
            let longer = ends(table, [(add, bytes)].into_iter())?;
            match longer.first() {
                Some(tail) => footer(table, add, tail, columns),
                None => Err(unlike(add, "has no footer".to_owned())),
            }
        }
        Footer::Longer(_) => {
            Err(unlike(add, "is no Parquet file: its footer is too long".to_owned()))
        }
    }
}

/// The last bytes of files.
fn ends<'a>(
    table: &Table,
    files: impl Iterator<Item = (&'a Add<'a>, u64)>,
) -> Result<Vec<Bytes>, DeltaError> {
    let slices = files.map(|(add, n_bytes)| {
        let bytes = add.file.bytes;
        Ok((at(table, name_in_log(add.file))?, Some(bytes - n_bytes.min(bytes)..bytes)))
    });
    let read = || -> Result<Vec<Bytes>, KernelError> {
        let slices = slices.collect::<Result<Vec<FileSlice>, KernelError>>()?;
        table.engine.storage_handler().read_files(slices)?.collect()
    };
    read().map_err(table.failed("read the files of"))
}

fn at(table: &Table, name: &str) -> Result<Url, KernelError> {
    Ok(table.root.join(name)?)
}

/// With a slash at its end.
fn folder(name: &str) -> &str {
    name.rfind('/').and_then(|end| name.get(..=end)).unwrap_or_default()
}

fn unlike(add: &Add<'_>, why: String) -> DeltaError {
    DeltaError::Unlike { path: add.file.path.clone(), why }
}
