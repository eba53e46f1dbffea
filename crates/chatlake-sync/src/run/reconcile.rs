//! Lets the catalogue know what lies in the archive: what a killed run had brought there, and what
//! somebody took away.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use chatlake_core::{AppKey, Hour};
use chatlake_store::durable;

use super::absent::mark;
use crate::archive::{Archive, FoundHour, FoundRaw, RawKind, RawName, scan};
use crate::catalogue::{Catalogue, FileRecord, HourRecord, OutputRecord};
use crate::check::{damage, digest};
use crate::conversion::{Conversion, LakeLook, Outputs};
use crate::due::{Judgement, second_look_ms};
use crate::error::SyncError;
use crate::state::{Event, State};
use crate::window::Window;

/// Brings the catalogue in line with the files. Returns the hours that it did not know.
pub(crate) fn reconcile(
    archive: &Archive,
    catalogue: &mut Catalogue,
    app: &AppKey,
    window: &Window,
    conversion: Option<&Conversion>,
    now_ms: i64,
) -> Result<Vec<Hour>, SyncError> {
    let found = scan(archive, app)?;
    let rows = catalogue.hours(app)?;
    let known: BTreeMap<Hour, HourRecord> = rows.into_iter().map(|row| (row.hour, row)).collect();
    let hours: BTreeSet<Hour> = found.keys().chain(known.keys()).copied().collect();
    // Of a lake that cannot be reached nothing is known, and nothing is to be done again.
    let look = match conversion.map(Conversion::look).transpose() {
        Ok(look) => look.flatten().map_or(InLake::NoLake, |look| InLake::Known(Box::new(look))),
        Err(_) => InLake::Unknown,
    };
    let mut place = Reconciling { archive, catalogue, app, window, now_ms };
    let nothing = FoundHour::new();
    let mut adopted = Vec::new();
    for hour in hours {
        let files = found.get(&hour).unwrap_or(&nothing);
        if place.hour(hour, known.get(&hour), files)? {
            adopted.push(hour);
        }
        if let Some(conversion) = conversion {
            place.outputs(hour, conversion, &look)?;
        }
    }
    Ok(adopted)
}

struct Reconciling<'a> {
    archive: &'a Archive,
    catalogue: &'a mut Catalogue,
    app: &'a AppKey,
    window: &'a Window,
    now_ms: i64,
}

impl Reconciling<'_> {
    /// Says whether it learnt anything.
    fn hour(
        &mut self,
        hour: Hour,
        known: Option<&HourRecord>,
        found: &FoundHour,
    ) -> Result<bool, SyncError> {
        let records = self.catalogue.files(self.app, hour)?;
        if !records.is_empty() {
            match self.compare(&records, found)? {
                Compared::Same => return Ok(false),
                Compared::Grown => {
                    // Comparing may have removed the needless second name of another part.
                    let left = found.iter().filter(|file| file.path.exists()).cloned().collect();
                    let (records, _) = self.records(&left)?;
                    let ask_ms = known.and_then(|known| known.ask_ms);
                    self.catalogue.replaced(self.app, hour, &records, ask_ms, self.now_ms)?;
                    return Ok(true);
                }
                Compared::Otherwise => {
                    self.catalogue.missing(self.app, hour, self.now_ms, self.now_ms)?;
                }
            }
        }
        self.adopt(hour, found)
    }

    /// Do the files that are on record lie there? Only those whose size or names say otherwise are
    /// read.
    fn compare(&self, records: &[FileRecord], found: &FoundHour) -> Result<Compared, SyncError> {
        let mut compared = Compared::Same;
        for record in records.iter().filter(|record| record.replaced_by.is_none()) {
            let of_kind = |kind| {
                found.iter().find(|file| file.name.part == record.part && file.name.kind == kind)
            };
            let kept = of_kind(RawKind::Version(record.version));
            let Some(current) = of_kind(RawKind::Current) else {
                return Ok(Compared::Otherwise);
            };
            if current.bytes == record.bytes && kept.is_none() {
                continue;
            }
            if digested(current)? == record.sha256 {
                if let Some(kept) = kept {
                    // The second name of what was about to be replaced, and was not.
                    durable::remove(&kept.path).map_err(SyncError::io("remove", &kept.path))?;
                }
                continue;
            }
            let is_kept = match kept {
                Some(kept) => digested(kept)? == record.sha256,
                None => false,
            };
            if !is_kept || self.damage(current)?.is_some() {
                return Ok(Compared::Otherwise);
            }
            compared = Compared::Grown;
        }
        Ok(compared)
    }

    /// Takes the files of an hour over that is not on record.
    fn adopt(&mut self, hour: Hour, found: &FoundHour) -> Result<bool, SyncError> {
        let mut is_damaged = false;
        for file in found.iter().filter(|file| file.name.kind == RawKind::Current) {
            if self.damage(file)?.is_some() {
                let name = RawName { kind: RawKind::Damaged, ..file.name };
                let aside = self.archive.raw(self.app, name);
                durable::rename(&file.path, &aside)
                    .map_err(SyncError::io("put aside", &file.path))?;
                is_damaged = true;
            }
        }
        let has_first =
            found.iter().any(|file| file.name == RawName::current(hour, 1)) && !is_damaged;
        if has_first {
            let (records, fetched_ms) = self.records(found)?;
            // The clock of the file system may be another one, or ahead.
            let ask_ms = second_look_ms(self.window, hour, fetched_ms.min(self.now_ms));
            self.add(hour)?;
            mark(self.archive, self.app, hour, None)?;
            self.catalogue.stored(self.app, hour, &records, ask_ms, self.now_ms)?;
            return Ok(true);
        }
        let markers = found.iter().find_map(|file| match file.name.kind {
            RawKind::Marker(state) => Some((state, file.modified_ms)),
            _ => None,
        });
        if let Some((state, at_ms)) = markers {
            return self.marked(hour, state, at_ms);
        }
        let has_damaged = found.iter().any(|file| file.name.kind == RawKind::Damaged);
        if is_damaged || has_damaged {
            self.add(hour)?;
            let state = self.catalogue.hour(self.app, hour)?.map(|known| known.state);
            if state.is_some_and(|state| state != State::Corrupt) {
                self.catalogue.happened(self.app, hour, Event::Damaged, self.now_ms)?;
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// The archive says of an hour that there is no file.
    fn marked(&mut self, hour: Hour, state: State, at_ms: i64) -> Result<bool, SyncError> {
        self.add(hour)?;
        let known = self.catalogue.hour(self.app, hour)?.map(|known| known.state);
        if !matches!(known, Some(State::Pending | State::Ready)) {
            return Ok(false);
        }
        let last_look = self.window.last_look_ms(hour);
        let (event, ask_ms) = match state {
            State::Unstored => (Event::WasNotStored, None),
            State::Expired => (Event::WasDeleted, None),
            _ => (Event::WasEmpty, (at_ms < last_look).then_some(last_look)),
        };
        let judgement = Judgement { event, ask_ms };
        self.catalogue.absent(self.app, hour, judgement, self.now_ms)?;
        Ok(true)
    }

    /// Outputs that are gone, or were made of other bytes or otherwise, are to be made again.
    fn outputs(
        &mut self,
        hour: Hour,
        conversion: &Conversion,
        look: &InLake,
    ) -> Result<(), SyncError> {
        let Some(known) = self.catalogue.hour(self.app, hour)? else { return Ok(()) };
        if !matches!(known.state, State::Converted | State::Committed) {
            return Ok(());
        }
        let made_how = conversion.made_how(self.window.zone);
        let files = self.catalogue.files(self.app, hour)?;
        let outputs = self.catalogue.outputs(self.app, hour)?;
        let is_there = |file: &FileRecord, output: &OutputRecord| match &conversion.outputs {
            Outputs::Folder(root) => {
                let folder = Archive::output_day(root, self.app, hour);
                let folder = self.archive.shorten(&folder);
                let path = self.archive.lengthen(&output.path);
                Path::new(&output.path).parent() == Some(Path::new(&folder))
                    && path.metadata().is_ok_and(|metadata| metadata.len() == output.bytes)
            }
            Outputs::Lake(_) => match look {
                InLake::Known(look) => look.has(hour, file),
                InLake::NoLake => false,
                InLake::Unknown => true,
            },
        };
        let is_good = |file: &FileRecord| {
            let output = outputs.iter().find(|output| output.part == file.part);
            output.is_some_and(|output| {
                output.input_sha256 == file.sha256
                    && output.made_how == made_how
                    && is_there(file, output)
            })
        };
        let mut current = files.iter().filter(|file| file.replaced_by.is_none());
        if !current.all(is_good) {
            self.catalogue.happened(self.app, hour, Event::Outdated, self.now_ms)?;
        } else if known.state == State::Converted && conversion.lake().is_some() {
            self.catalogue.happened(self.app, hour, Event::Committed, self.now_ms)?;
        }
        Ok(())
    }

    fn add(&mut self, hour: Hour) -> Result<(), SyncError> {
        let row = (hour, State::Pending, Some(self.now_ms));
        self.catalogue.add_hours(self.app, [row], self.now_ms)?;
        Ok(())
    }

    /// The records of an hour's files, and when the last of them came.
    fn records(&self, found: &FoundHour) -> Result<(Vec<FileRecord>, i64), SyncError> {
        let mut records = Vec::new();
        let mut fetched_ms = i64::MIN;
        for file in found {
            let n_before = found
                .iter()
                .filter(|other| other.name.part == file.name.part)
                .filter(|other| matches!(other.name.kind, RawKind::Version(_)))
                .count();
            let next = u32::try_from(n_before).unwrap_or(u32::MAX).saturating_add(1);
            let (version, replaced_by) = match file.name.kind {
                RawKind::Current => (next, None),
                RawKind::Version(version) => (version, Some(version.saturating_add(1))),
                RawKind::Damaged | RawKind::Marker(_) => continue,
            };
            fetched_ms = fetched_ms.max(file.modified_ms);
            let digest = digest(&file.path).map_err(SyncError::io("read", &file.path))?;
            records.push(FileRecord {
                part: file.name.part,
                version,
                path: self.archive.shorten(&file.path),
                bytes: digest.bytes,
                sha256: digest.sha256,
                etag: None,
                last_modified: None,
                fetched_ms: file.modified_ms,
                replaced_by,
            });
        }
        records.sort_by_key(|file| (file.part, file.version));
        Ok((records, fetched_ms))
    }

    fn damage(&self, file: &FoundRaw) -> Result<Option<chatlake_core::Damage>, SyncError> {
        damage(&file.path).map_err(SyncError::io("read", &file.path))
    }
}

/// What is known of a lake.
enum InLake {
    /// There is none to look at.
    NoLake,
    /// What is in it.
    Known(Box<LakeLook>),
    /// It does not say.
    Unknown,
}

enum Compared {
    /// They are as they should be.
    Same,
    /// Others took their place, and they have another name.
    Grown,
    /// They are gone, or are something else.
    Otherwise,
}

fn digested(file: &FoundRaw) -> Result<String, SyncError> {
    Ok(digest(&file.path).map_err(SyncError::io("read", &file.path))?.sha256)
}
