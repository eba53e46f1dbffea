//! A lake that hours become part of.

use std::collections::BTreeSet;
use std::sync::Arc;

use chatlake_convert::{Cause, Input, InputReport, Options, Progress, Status, ZoneChoice};
use chatlake_core::clock::ManualClock;
use chatlake_core::{AppKey, Hour, Zone};
use chatlake_lake::layout::{self, Subject};
use chatlake_lake::{Asked, Lake, LakeError, LakePlan, Slot, Ways};
use chatlake_store::{BadPlace, Place, Store, durable};

use super::{ConversionError, Converted, InHand, input, warnings};
use crate::archive::Archive;
use crate::catalogue::{FileRecord, OutputRecord};

/// A lake that the hours of an archive become part of.
#[derive(Clone, Debug)]
pub struct LakeOutputs {
    store: Store,
    /// What the catalogue calls it.
    name: String,
    ways: Ways,
}

/// What stands before the name of a lake where the catalogue says how something was made.
const LAKE: &str = "lake ";

impl LakeOutputs {
    /// The lake of a place.
    pub fn new(archive: &Archive, store: Store) -> Self {
        let name = match store.place() {
            Place::Folder(folder) => archive.shorten(folder),
            Place::Bucket(bucket) => bucket.to_string(),
        };
        Self { store, name, ways: Ways::default() }
    }

    /// The same lake, written in other ways.
    pub fn in_ways(self, ways: Ways) -> Self {
        Self { ways, ..self }
    }

    /// Where it is.
    pub fn place(&self) -> &Place {
        self.store.place()
    }

    /// Where the lake is that an output is part of; none if it is a file by itself.
    ///
    /// # Errors
    ///
    /// The catalogue names a place that is none.
    pub(crate) fn of_output(
        archive: &Archive,
        output: &OutputRecord,
    ) -> Option<Result<Place, BadPlace>> {
        let name = output.made_how.strip_prefix(LAKE)?;
        Some(match Place::is_url_like(name) {
            true => name.parse(),
            false => Ok(Place::Folder(archive.lengthen(name))),
        })
    }

    /// Which part of its lake an output is.
    pub(crate) fn slot_of(output: &OutputRecord) -> Option<Slot> {
        let (_, key) = output.path.rsplit_once(layout::MANIFESTS)?;
        match layout::subject(&format!("{}{key}", layout::MANIFESTS)) {
            Some(Subject::Slot(slot)) => Some(slot),
            _ => None,
        }
    }

    /// How what is in it was made: as the lake says itself.
    pub(super) fn made_how(&self) -> String {
        format!("{LAKE}{}", self.name)
    }

    /// Whether hours of an app can become part of it.
    ///
    /// # Errors
    ///
    /// It is another lake, or none; or the place does not say.
    pub(super) fn check(
        &self,
        archive: &Archive,
        app: &AppKey,
        zone: Zone,
        options: Options,
    ) -> Result<(), LakeError> {
        LakePlan::new(self.asked(archive, app, zone, options, Vec::new(), 0), |_| true)?;
        Ok(())
    }

    /// Makes the files of an hour part of it, those that are not.
    pub(super) fn commit(
        &self,
        in_hand: InHand<'_>,
        options: Options,
        progress: &Progress,
        now_ms: i64,
    ) -> Result<Converted, ConversionError> {
        let InHand { archive, app, files, zone, .. } = in_hand;
        let scratch = archive.scratch();
        durable::create_folder(&scratch)
            .map_err(|source| ConversionError::Io { path: scratch, source })?;
        let inputs = files.iter().map(|file| input(archive, file)).collect();
        let asked = self.asked(archive, app, zone, options, inputs, now_ms);
        let done = LakePlan::new(asked, |_| true)?.run(progress)?;
        let mut converted = Converted::default();
        for input in done.report.inputs {
            converted.warnings.extend(warnings(&input));
            let is_there = matches!(input.status, Status::Ok | Status::Warnings | Status::Skipped);
            if !is_there {
                return Err(uncommitted(input, done.exit_code));
            }
        }
        converted.outputs = self.records(in_hand, now_ms)?.unwrap_or_default();
        Ok(converted)
    }

    /// What the lake has of the files of an hour; none if it has not all of them, as they are.
    pub(super) fn records(
        &self,
        in_hand: InHand<'_>,
        now_ms: i64,
    ) -> Result<Option<Vec<OutputRecord>>, LakeError> {
        let InHand { hour, files, .. } = in_hand;
        let Some(lake) = Lake::find(self.store.clone())? else { return Ok(None) };
        let mut records = Vec::new();
        for file in files {
            let slot = Slot { hour, part: file.part };
            let manifest = lake.manifest(slot)?;
            let Some(manifest) = manifest.filter(|it| it.input.sha256 == file.sha256) else {
                return Ok(None);
            };
            records.push(OutputRecord {
                part: file.part,
                path: format!("{}/{}", self.name, layout::manifest(slot)),
                bytes: manifest.output.bytes,
                sha256: manifest.output.sha256,
                input_sha256: manifest.input.sha256,
                made_how: self.made_how(),
                counts: manifest.accounts,
                converted_ms: now_ms,
            });
        }
        Ok(Some(records))
    }

    /// Looks at what is in it.
    pub(super) fn look(&self) -> Result<LakeLook, LakeError> {
        let lake = Lake::find(self.store.clone())?;
        let mut slots = BTreeSet::new();
        if let Some(lake) = &lake {
            for object in lake.store().list_level(layout::MANIFESTS)? {
                if let Some(Subject::Slot(slot)) = layout::subject(&object.key) {
                    slots.insert(slot);
                }
            }
        }
        Ok(LakeLook { lake, slots })
    }

    fn asked(
        &self,
        archive: &Archive,
        app: &AppKey,
        zone: Zone,
        options: Options,
        inputs: Vec<Input>,
        now_ms: i64,
    ) -> Asked {
        Asked {
            store: self.store.clone(),
            app: Some(app.clone()),
            inputs,
            options: Options { zone: ZoneChoice::Fixed(zone), ..options },
            scratch: Some(archive.scratch()),
            clock: Arc::new(ManualClock::new(now_ms)),
            ways: self.ways.clone(),
        }
    }
}

fn uncommitted(input: InputReport, exit_code: u8) -> ConversionError {
    ConversionError::Uncommitted {
        source_name: input.source,
        message: input.error.unwrap_or_else(|| "nothing was committed".to_owned()),
        exit_code: if input.cause == Cause::Interrupted { 130 } else { exit_code },
    }
}

/// What is in a lake, as far as it can be told at a glance.
pub(crate) struct LakeLook {
    lake: Option<Lake>,
    slots: BTreeSet<Slot>,
}

impl LakeLook {
    /// Whether it has a file of an hour. In a folder its manifest is read; in a bucket it is enough
    /// that there is one, for to read them all takes long.
    pub(crate) fn has(&self, hour: Hour, file: &FileRecord) -> bool {
        let slot = Slot { hour, part: file.part };
        let Some(lake) = self.lake.as_ref().filter(|_| self.slots.contains(&slot)) else {
            return false;
        };
        if lake.store().folder().is_none() {
            return true;
        }
        let manifest = lake.manifest(slot).ok().flatten();
        manifest.is_some_and(|manifest| manifest.input.sha256 == file.sha256)
    }
}
