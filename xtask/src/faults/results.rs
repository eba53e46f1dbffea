//! What a run leaves behind.

use std::collections::BTreeMap;
use std::error::Error;
use std::fs;
use std::io;
use std::path::Path;

use chatlake_sync::{Catalogue, Opening};

/// The files of a folder, with their bytes. What SQLite writes is not among them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Files(BTreeMap<String, Vec<u8>>);

impl Files {
    /// Of a folder that need not be there.
    pub(super) fn read(folder: &Path) -> io::Result<Self> {
        let mut files = Self::default();
        if folder.exists() {
            files.add(folder, "")?;
        }
        Ok(files)
    }

    fn add(&mut self, folder: &Path, prefix: &str) -> io::Result<()> {
        for entry in fs::read_dir(folder)? {
            let entry = entry?;
            let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
            if entry.file_type()?.is_dir() {
                self.add(&entry.path(), &format!("{name}/"))?;
            } else if !is_of_writers(&entry.file_name().to_string_lossy()) {
                let bytes = fs::read(entry.path())?;
                let is_manifest = name.split('/').any(|part| part == "_manifest");
                let bytes = if is_manifest { timeless(&bytes) } else { bytes };
                self.0.insert(name, bytes);
            }
        }
        Ok(())
    }

    /// Those that nobody takes for unfinished: neither hidden nor parts.
    pub(super) fn finished(&self) -> impl Iterator<Item = (&String, &Vec<u8>)> {
        self.0.iter().filter(|(name, _)| is_finished(name))
    }

    /// How many are hidden or parts, and not there otherwise.
    pub(super) fn n_unfinished(&self, expected: &Self) -> usize {
        let is_left = |name: &&String| !is_finished(name) && expected.get(name).is_none();
        self.0.keys().filter(is_left).count()
    }

    pub(super) fn get(&self, name: &str) -> Option<&Vec<u8>> {
        self.0.get(name)
    }

    /// The first file in which the finished ones of both differ, and how.
    pub(super) fn difference(&self, expected: &Self) -> Option<String> {
        let missing = expected.finished().find(|(name, _)| self.get(name).is_none());
        if let Some((name, _)) = missing {
            return Some(format!("`{name}` is missing"));
        }
        let mut others = self.finished().filter(|(name, bytes)| expected.get(name) != Some(*bytes));
        others.next().map(|(name, _)| format!("`{name}` is not as it is without faults"))
    }
}

/// Whether it is a lock, or what SQLite writes.
fn is_of_writers(name: &str) -> bool {
    name.starts_with("catalogue.sqlite") || name == ".lock" || name == "_lock"
}

/// Whether nobody takes this file for an unfinished one.
pub(super) fn is_finished(name: &str) -> bool {
    let is_other = |part: &str| part.starts_with('.') || part.contains(".part");
    !name.split('/').any(|part| is_other(part) || part == "_staging")
}

/// Whether a file is one that ends as it should, whatever is in it.
pub(super) fn is_whole(name: &str, bytes: &[u8]) -> bool {
    match name.rsplit_once('.') {
        Some((_, "parquet")) => bytes.ends_with(b"PAR1"),
        Some((_, "json")) => bytes.ends_with(b"}\n") || bytes.ends_with(b"}"),
        Some((_, "keys")) => bytes.len().is_multiple_of(16),
        _ => bytes.ends_with(b"\n"),
    }
}

/// A manifest, but for when it was written.
fn timeless(manifest: &[u8]) -> Vec<u8> {
    let is_of_time = |line: &[u8]| {
        let line = line.trim_ascii_start();
        [&b"\"converted\":"[..], b"\"compacted\":", b"\"check\":"]
            .iter()
            .any(|key| line.starts_with(key))
    };
    let lines = manifest.split_inclusive(|byte| *byte == b'\n');
    lines.filter(|line| !is_of_time(line)).flatten().copied().collect()
}

/// What the catalogue of an archive says, whenever it was said; nothing if there is none.
pub(super) fn facts(archive: &Path) -> Result<String, Box<dyn Error>> {
    let path = archive.join("catalogue.sqlite");
    if !path.exists() {
        return Ok(String::new());
    }
    Ok(Catalogue::open(&path, Opening::Existing)?.facts()?)
}
