//! What was named, by what it is.

use std::fs;
use std::path::{Path, PathBuf};

use crate::failure::Failure;

/// Files by what they are, each kind sorted.
#[derive(Default)]
pub(super) struct Listed {
    /// Also JSONL that was written here, for it is read alike.
    pub(super) exports: Vec<PathBuf>,
    /// Outputs that tell what they were made of.
    pub(super) outputs: Vec<PathBuf>,
    /// Outputs that do not.
    pub(super) others: Vec<PathBuf>,
}

impl Listed {
    /// The files that were named, and those in folders that were.
    pub(super) fn of(paths: &[&Path]) -> Result<Self, Failure> {
        let mut listed = Self::default();
        for path in paths {
            if path.is_dir() {
                listed.search(path)?;
            } else {
                listed.add(path);
            }
        }
        for files in [&mut listed.exports, &mut listed.outputs, &mut listed.others] {
            files.sort();
            files.dedup();
        }
        if listed.exports.is_empty() && listed.outputs.is_empty() && listed.others.is_empty() {
            return Err(Failure::usage("what was named has neither exports nor outputs in it"));
        }
        Ok(listed)
    }

    fn search(&mut self, folder: &Path) -> Result<(), Failure> {
        let failed = |error| Failure::io(format!("read folder `{}`", folder.display()), &error);
        for entry in fs::read_dir(folder).map_err(failed)? {
            let path = entry.map_err(failed)?.path();
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            // Rejects, and files in the making.
            if name.starts_with(['_', '.']) {
                continue;
            }
            if path.is_dir() {
                self.search(&path)?;
            } else if is_ours(&name) {
                self.add(&path);
            }
        }
        Ok(())
    }

    fn add(&mut self, path: &Path) {
        let name = path.to_string_lossy().to_ascii_lowercase();
        let ends = |ends: &[&str]| ends.iter().any(|end| name.ends_with(end));
        let files = if ends(&[".parquet", ".arrow"]) {
            &mut self.outputs
        } else if ends(&[".csv", ".csv.zst", ".csv.gz"]) {
            &mut self.others
        } else {
            &mut self.exports
        };
        files.push(path.to_owned());
    }
}

/// Whether a file of a folder is worth a look.
fn is_ours(name: &str) -> bool {
    const ENDS: [&str; 8] =
        [".gz", ".jsonl", ".jsonl.zst", ".ndjson", ".ndjson.zst", ".parquet", ".arrow", ".csv"];
    let name = name.to_ascii_lowercase();
    ENDS.iter().any(|end| name.ends_with(end)) || name.ends_with(".csv.zst")
}
