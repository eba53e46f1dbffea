//! From what was named to the files that are meant.

use std::fs;
use std::path::{Path, PathBuf};

use super::PlanError;

/// How folders are searched.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Listing {
    /// Whether folders within folders are searched.
    pub is_recursive: bool,
}

/// The files that an argument means: itself, the exports in a folder, or what a pattern matches.
/// Those of a folder or a pattern are sorted by name.
///
/// In a folder, `*.gz` and `*.jsonl*` are taken, but no name that begins with `_` or `.`.
///
/// # Errors
///
/// A folder that cannot be read, or a pattern that is none. A folder or a pattern without
/// matches yields nothing.
pub fn expand(argument: &str, listing: Listing) -> Result<Vec<PathBuf>, PlanError> {
    let path = Path::new(argument);
    if path.is_dir() {
        let mut found = Vec::new();
        search(path, listing, &mut found)?;
        found.sort();
        return Ok(found);
    }
    if path.exists() || !argument.contains(['*', '?', '[']) {
        return Ok(vec![path.to_owned()]);
    }
    let matches = glob::glob(argument).map_err(|error| PlanError::Pattern {
        pattern: argument.to_owned(),
        reason: error.to_string(),
    })?;
    let mut found = Vec::new();
    for path in matches {
        let path = path.map_err(|error| PlanError::Read {
            path: error.path().to_owned(),
            source: error.into(),
        })?;
        if path.is_file() {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

fn search(folder: &Path, listing: Listing, found: &mut Vec<PathBuf>) -> Result<(), PlanError> {
    let failed = |source| PlanError::Read { path: folder.to_owned(), source };
    for entry in fs::read_dir(folder).map_err(failed)? {
        let path = entry.map_err(failed)?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if name.starts_with(['_', '.']) {
            continue;
        }
        if path.is_dir() {
            if listing.is_recursive {
                search(&path, listing, found)?;
            }
        } else if name.ends_with(".gz") || name.contains(".jsonl") {
            found.push(path);
        }
    }
    Ok(())
}
