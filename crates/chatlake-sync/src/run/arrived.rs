//! The files of an hour that have come: each gets its name, then all are put on record.

use std::fs;
use std::io;

use chatlake_core::{AppKey, Hour};
use chatlake_fetch::{FileFetched, Saved};
use chatlake_store::durable;

use super::absent::mark;
use super::{Session, stepped};
use crate::archive::{Archive, RawKind, RawName};
use crate::catalogue::FileRecord;
use crate::check::fits_other_zone;
use crate::due::second_look_ms;
use crate::error::{Halt, SyncError};
use crate::outcome::What;
use crate::seen::{Step, Watch};

impl Session<'_> {
    /// `known` are the files on record, current and replaced.
    pub(super) fn arrived(
        &mut self,
        hour: Hour,
        known: &[FileRecord],
        files: Vec<FileFetched>,
        watch: &mut Watch<'_>,
    ) -> Result<What, Halt> {
        stepped(watch, hour, Step::Arrived)?;
        let is_new = known.is_empty();
        let now_ms = self.now_ms();
        let n_parts = u32::try_from(files.len()).unwrap_or(u32::MAX);
        let mut records = known.to_vec();
        let (mut bytes, mut changes) = (0, 0);
        // The first part gets its name last: where it is, all of them are.
        for (part, saved) in Self::parts(files).into_iter().rev() {
            let current = current(&records, part).cloned();
            let Some(saved) = saved else { continue };
            bytes += saved.bytes;
            if current.as_ref().is_some_and(|file| file.sha256 == saved.sha256) {
                durable::remove(&saved.path).map_err(SyncError::io("remove", &saved.path))?;
                continue;
            }
            changes += 1;
            if let Some(file) = &current {
                self.keep(hour, file, &mut records, watch)?;
                if saved.bytes < file.bytes {
                    self.outcome.warnings.push(format!(
                        "hour {hour} has shrunk on the server, from {} to {} bytes: both are kept",
                        file.bytes, saved.bytes
                    ));
                }
            }
            let path = self.run.archive.raw(&self.app, RawName::current(hour, part));
            durable::rename(&saved.path, &path).map_err(SyncError::io("name", &path))?;
            stepped(watch, hour, Step::Placed)?;
            let version = current.map_or(1, |file| file.version + 1);
            records.push(self.record(part, version, &path, saved, now_ms));
        }
        changes += self.drop_parts(hour, n_parts, &mut records, watch)?;
        records.sort_by_key(|file| (file.part, file.version));
        let ask_ms = second_look_ms(&self.run.window, hour, now_ms);
        if changes > 0 {
            self.look_at_zone(hour);
        }
        let what = if is_new {
            mark(self.run.archive, &self.app, hour, None)?;
            self.catalogue.stored(&self.app, hour, &records, ask_ms, now_ms)?;
            What::Fetched { bytes }
        } else if changes > 0 {
            self.catalogue.replaced(&self.app, hour, &records, ask_ms, now_ms)?;
            What::Replaced { bytes }
        } else {
            self.catalogue.ask_at(&self.app, hour, ask_ms)?;
            What::Unchanged
        };
        stepped(watch, hour, Step::Recorded)?;
        clear(self.run.archive, &self.app, hour)?;
        Ok(what)
    }

    /// Gives a file that will be replaced a second name, under which it stays.
    fn keep(
        &mut self,
        hour: Hour,
        file: &FileRecord,
        records: &mut [FileRecord],
        watch: &mut Watch<'_>,
    ) -> Result<(), Halt> {
        let archive = self.run.archive;
        let kind = RawKind::Version(file.version);
        let kept = archive.raw(&self.app, RawName { hour, part: file.part, kind });
        let path = archive.lengthen(&file.path);
        durable::link(&path, &kept).map_err(SyncError::io("keep", &path))?;
        stepped(watch, hour, Step::Kept)?;
        let is_it =
            |record: &&mut FileRecord| record.part == file.part && record.version == file.version;
        if let Some(record) = records.iter_mut().find(is_it) {
            record.path = archive.shorten(&kept);
            record.replaced_by = Some(file.version + 1);
        }
        Ok(())
    }

    /// Parts that the server does not list any more stay as what they were. Says how many.
    fn drop_parts(
        &mut self,
        hour: Hour,
        n_parts: u32,
        records: &mut [FileRecord],
        watch: &mut Watch<'_>,
    ) -> Result<usize, Halt> {
        let is_dropped = |file: &&FileRecord| file.replaced_by.is_none() && file.part > n_parts;
        let dropped: Vec<FileRecord> = records.iter().filter(is_dropped).cloned().collect();
        for file in &dropped {
            self.keep(hour, file, records, watch)?;
            let path = self.run.archive.lengthen(&file.path);
            durable::remove(&path).map_err(SyncError::io("remove", &path))?;
        }
        Ok(dropped.len())
    }

    fn record(
        &self,
        part: u32,
        version: u32,
        path: &std::path::Path,
        saved: Saved,
        now_ms: i64,
    ) -> FileRecord {
        FileRecord {
            part,
            version,
            path: self.run.archive.shorten(path),
            bytes: saved.bytes,
            sha256: saved.sha256,
            etag: saved.version.etag,
            last_modified: saved.version.last_modified,
            fetched_ms: now_ms,
            replaced_by: None,
        }
    }

    /// Are these the messages of the hour that was asked for?
    fn look_at_zone(&mut self, hour: Hour) {
        let path = self.run.archive.raw(&self.app, RawName::current(hour, 1));
        if let Some(other) = fits_other_zone(&path, hour, self.run.window.zone) {
            self.outcome.other_zone.push((hour, other));
        }
    }
}

fn current(records: &[FileRecord], part: u32) -> Option<&FileRecord> {
    records.iter().find(|file| file.part == part && file.replaced_by.is_none())
}

/// Removes what was left of an hour's downloads, now that it is in hand, and its damaged file.
pub(super) fn clear(archive: &Archive, app: &AppKey, hour: Hour) -> Result<(), SyncError> {
    let folder = archive.raw_day(app, hour);
    let failed = |source| SyncError::Io { act: "clear", path: folder.clone(), source };
    let prefix = format!(".{hour}.");
    for entry in fs::read_dir(&folder).map_err(failed)? {
        let entry = entry.map_err(failed)?;
        let name = entry.file_name();
        let name = name.to_string_lossy();
        let is_damaged = RawName::parse(&name)
            .is_some_and(|found| found.hour == hour && found.kind == RawKind::Damaged);
        // Nobody else works here, so a temporary file is one of a process that was killed.
        if name.starts_with(&prefix) || name.starts_with(".tmp") || is_damaged {
            durable::remove(&entry.path()).map_err(failed)?;
        }
    }
    match durable::sync_folder(&folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        outcome => outcome.map_err(failed),
    }
}
