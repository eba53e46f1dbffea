//! Files of rows: their bytes, and every row in them.

use std::collections::BTreeMap;
use std::fs::File;

use chatlake_parquet::{Contents, FileError, RowSum, StoredFile};

use super::look::Expected;
use super::{Fault, Halt, Look, is_missing};
use crate::day_manifest::DayManifest;
use crate::error::LakeError;
use crate::layout::{self, Subject};
use crate::manifest::{DataFile, Manifest};

impl Look<'_, '_> {
    /// The files of hours that have files of their own.
    pub(super) fn at_rows(&mut self) -> Result<(), Halt> {
        let is_own = |manifest: &&Manifest| !self.state.is_compacted(manifest.slot);
        let own: Vec<Manifest> = self.state.slots.values().filter(is_own).cloned().collect();
        for manifest in &own {
            let of = Subject::Slot(manifest.slot);
            let Some(contents) = self.contents(of, &manifest.output)? else { continue };
            self.sums.insert(manifest.slot, contents.sum());
            let other = contents.by_source.keys().find(|file| **file != manifest.input.file);
            if let Some(other) = other {
                self.note(&manifest.output.path, Some(of), Fault::Strangers(other.clone()));
            }
        }
        Ok(())
    }

    /// The files of compacted days.
    pub(super) fn at_days(&mut self) -> Result<(), Halt> {
        let days: Vec<DayManifest> = self.state.days.values().cloned().collect();
        for manifest in &days {
            self.at_day(manifest)?;
        }
        Ok(())
    }

    fn at_day(&mut self, manifest: &DayManifest) -> Result<(), Halt> {
        let of = Subject::Day(manifest.date);
        let mut by_source: BTreeMap<String, RowSum> = BTreeMap::new();
        let mut before: Option<Contents> = None;
        let mut is_all_there = true;
        for file in &manifest.files {
            let Some(contents) = self.contents(of, file)? else {
                is_all_there = false;
                continue;
            };
            let is_behind = before.as_ref().is_none_or(|before| before.is_before(&contents));
            if !(contents.is_sorted && is_behind) {
                self.note(&file.path, Some(of), Fault::Unsorted);
            }
            for (source, sum) in &contents.by_source {
                *by_source.entry(source.clone()).or_default() += *sum;
            }
            before = Some(contents);
        }
        if is_all_there {
            self.hold_sources(manifest, by_source);
        }
        Ok(())
    }

    /// Of each hour there are as many rows as the manifest says, and none of others.
    fn hold_sources(&mut self, manifest: &DayManifest, mut by_source: BTreeMap<String, RowSum>) {
        let of = Subject::Day(manifest.date);
        let key = layout::day_manifest(manifest.date);
        for covered in &manifest.slots {
            let Some(of_slot) = self.state.slots.get(&covered.slot) else { continue };
            let sum = by_source.remove(&of_slot.input.file).unwrap_or_default();
            self.sums.insert(covered.slot, sum);
            let found = sum.rows();
            if found != covered.rows {
                let says = format!(
                    "it has {} rows of {}, and its files have {found}",
                    covered.rows, covered.slot
                );
                self.note(&key, Some(of), Fault::Contradiction(says));
            }
        }
        let knows_all = manifest.slots.iter().all(|it| self.state.slots.contains_key(&it.slot));
        if let Some(other) = by_source.into_keys().next().filter(|_| knows_all) {
            self.note(&key, Some(of), Fault::Strangers(other));
        }
    }

    /// What a file holds, if it is what was written.
    fn contents(&mut self, of: Subject, file: &DataFile) -> Result<Option<Contents>, Halt> {
        let DataFile { path, rows, bytes, sha256 } = file;
        self.found.files += 1;
        let expected = Expected { key: path, of, bytes: *bytes, sha256 };
        if !self.is_whole(expected, |_| {})? {
            return Ok(None);
        }
        let (stored, contents) = match self.read(path) {
            Ok(Some(read)) => read,
            Ok(None) => {
                self.note(path, Some(of), Fault::Missing);
                return Ok(None);
            }
            Err(Failed::Place(error)) => return Err(error.into()),
            Err(Failed::File(error)) => {
                self.note(path, Some(of), Fault::Unreadable(error));
                return Ok(None);
            }
        };
        let columns = self.lake.terms().columns();
        if stored.projection().columns() != columns.as_slice() {
            self.note(path, Some(of), Fault::Columns);
        }
        for found in [stored.rows(), contents.sum().rows()] {
            if found != *rows {
                self.note(path, Some(of), Fault::Rows { found, expected: *rows });
                break;
            }
        }
        self.found.rows += contents.sum().rows();
        Ok(Some(contents))
    }

    /// Reads a file to its end; none if it has gone meanwhile.
    fn read(&self, key: &str) -> Result<Option<(StoredFile, Contents)>, Failed> {
        let local = match self.lake.store().local_copy(key, self.scratch) {
            Ok(local) => local,
            Err(error) if is_missing(&error) => return Ok(None),
            Err(error) => return Err(Failed::Place(error.into())),
        };
        let name = self.lake.shown(key);
        let failed = |error: FileError| {
            let mut says = error.to_string();
            let mut cause = std::error::Error::source(&error);
            while let Some(error) = cause {
                says.push_str(&format!(": {error}"));
                cause = error.source();
            }
            Failed::File(says)
        };
        let file = match File::open(local.path()) {
            Ok(file) => file,
            Err(source) => {
                return Err(Failed::Place(LakeError::Io { act: "read", path: name, source }));
            }
        };
        let stored = StoredFile::open(&name, file).map_err(failed)?;
        let contents = Contents::of(&stored).map_err(failed)?;
        Ok(Some((stored, contents)))
    }
}

/// Why a file could not be read.
enum Failed {
    /// The place does not give it out.
    Place(LakeError),
    /// It is no such file, or damaged.
    File(String),
}
