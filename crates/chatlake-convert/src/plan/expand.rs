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
    let matches = glob::glob(argument).map_err(|error| bad_pattern(argument, &error))?;
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

/// Whether a file in a folder is taken, by its path from there, with `/` between its parts.
pub fn is_export(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    let is_left_out = path.split('/').any(|part| part.starts_with(['_', '.']));
    !is_left_out && (name.ends_with(".gz") || name.contains(".jsonl"))
}

/// A pattern for names that are no files of this machine.
#[derive(Clone, Debug)]
pub struct NamePattern(glob::Pattern);

impl NamePattern {
    /// Reads a pattern.
    ///
    /// # Errors
    ///
    /// [`PlanError::Pattern`].
    pub fn new(text: &str) -> Result<Self, PlanError> {
        let pattern = glob::Pattern::new(text);
        pattern.map(Self).map_err(|error| bad_pattern(text, &error))
    }

    /// Whether all of a name fits. A star is no `/`, two of them are.
    pub fn matches(&self, name: &str) -> bool {
        let options =
            glob::MatchOptions { require_literal_separator: true, ..glob::MatchOptions::default() };
        self.0.matches_with(name, options)
    }
}

fn bad_pattern(text: &str, error: &glob::PatternError) -> PlanError {
    PlanError::Pattern { pattern: text.to_owned(), reason: error.to_string() }
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
        } else if is_export(&name) {
            found.push(path);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_are_left_out_hide_what_is_in_them() {
        for path in ["2018112717.gz", "a/b.jsonl", "a/b.jsonl.zst", "a.jsonl.part"] {
            assert!(is_export(path), "{path}");
        }
        for path in ["a.parquet", "_rejects/a.jsonl", ".a.gz", "a/_b/c.gz", "a.gz/x"] {
            assert!(!is_export(path), "{path}");
        }
    }

    #[test]
    fn a_star_is_no_slash() {
        let pattern = NamePattern::new("raw/2018*.gz").expect("a pattern");
        assert!(pattern.matches("raw/2018112717.gz"));
        assert!(!pattern.matches("raw/2018/11.gz"));
        assert!(NamePattern::new("raw/**/*.gz").expect("a pattern").matches("raw/a/b/c.gz"));
        assert!(NamePattern::new("raw/[").is_err());
    }
}
