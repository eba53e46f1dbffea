//! The lake made again from its exports, elsewhere, and compared.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::path::Path;
use std::sync::Arc;

use chatlake_convert::{Content, Input, Options, Progress, ZoneChoice, stem};
use chatlake_core::clock::ManualClock;
use chatlake_core::{Layout, Limits, Projection, Secrets, Source};
use chatlake_parquet::{Contents, RowSum, StoredFile};
use chatlake_store::{Place, Store};

use super::{Fault, Halt, Look};
use crate::acts::Ways;
use crate::day::Day;
use crate::error::LakeError;
use crate::lake::Lake;
use crate::layout::{self, Subject};
use crate::manifest::Manifest;
use crate::plan::{Asked, LakePlan};
use crate::slot::Slot;
use crate::state::State;
use crate::terms::Terms;

impl Look<'_, '_> {
    /// Makes one day after the other again, with the last hour of the day before: what a slot
    /// drops depends on that.
    pub(super) fn again(
        &mut self,
        exports: &BTreeMap<Slot, Arc<dyn Source>>,
        options: &Options,
    ) -> Result<(), Halt> {
        let mut days: Vec<Day> = exports.keys().map(|slot| slot.day()).collect();
        days.dedup();
        for day in days {
            let Some(midnight) = day.hours().next() else { continue };
            let before = Slot::of_hour(midnight.plus(-1));
            let end = Slot::of_hour(midnight.plus(24));
            let inputs: Vec<(Slot, &Arc<dyn Source>)> =
                exports.range(before..end).map(|(slot, source)| (*slot, source)).collect();
            self.day_again(day, &inputs, options)?;
        }
        Ok(())
    }

    fn day_again(
        &mut self,
        day: Day,
        inputs: &[(Slot, &Arc<dyn Source>)],
        options: &Options,
    ) -> Result<(), Halt> {
        self.tell(&layout::messages(&self.lake.terms().app, day))?;
        let place = self.scratch.join("again");
        remove(&place)?;
        let store = Store::open(&Place::Folder(place.clone()))?;
        let manifests =
            inputs.iter().filter_map(|(slot, source)| Some((self.state.slots.get(slot)?, *source)));
        let (manifests, inputs): (Vec<&Manifest>, Vec<Input>) =
            manifests.map(|(manifest, source)| (manifest, input(manifest, source))).unzip();
        let options = Options {
            salvage: manifests.iter().any(|manifest| manifest.salvaged),
            ..as_agreed(self.lake.terms(), options)
        };
        let asked = Asked {
            store: store.clone(),
            app: Some(self.lake.terms().app.clone()),
            inputs,
            options,
            scratch: None,
            clock: Arc::new(ManualClock::new(0)),
            ways: Ways::default(),
        };
        let plan = LakePlan::new(asked, |_| true)?;
        self.lake.require(plan.terms())?;
        plan.run(&Progress::new())?;
        let made = match Lake::find(store)? {
            Some(lake) => lake.manifests()?,
            None => State::default(),
        };
        let faults = self.compare(day, &manifests, &made, &place)?;
        let n_made = faults.len() as u64;
        for (slot, fault) in faults {
            if let Some(says) = fault {
                let key = layout::manifest(slot);
                self.note(&key, Some(Subject::Slot(slot)), Fault::Remade(says));
            }
        }
        self.found.again += n_made;
        Ok(remove(&place)?)
    }

    /// What is wrong with each slot of a day that could be compared.
    fn compare(
        &self,
        day: Day,
        manifests: &[&Manifest],
        made: &State,
        place: &Path,
    ) -> Result<Vec<(Slot, Option<String>)>, LakeError> {
        let mut faults = Vec::new();
        for ours in manifests.iter().filter(|manifest| manifest.date == day) {
            let slot = ours.slot;
            let Some(made) = made.slots.get(&slot) else {
                faults.push((slot, Some("its export cannot be converted any more".to_owned())));
                continue;
            };
            // Of a neighbour whose export is not here, nobody knows what both have.
            if made.across.compared != ours.across.compared {
                continue;
            }
            let says = match differs(ours, made) {
                Some(says) => Some(says.to_owned()),
                None if self.is_same(ours, made, place)? => None,
                None => Some("its rows are others than its export comes to".to_owned()),
            };
            faults.push((slot, says));
        }
        Ok(faults)
    }

    /// Whether the rows of a slot are those that were made. Files that were made in the same way
    /// are the same, byte for byte.
    fn is_same(&self, ours: &Manifest, made: &Manifest, place: &Path) -> Result<bool, LakeError> {
        let is_whole = !self.state.is_compacted(ours.slot);
        if is_whole && ours.output.sha256 == made.output.sha256 {
            return Ok(true);
        }
        if is_whole && (&ours.options, &ours.tool) == (&made.options, &made.tool) {
            return Ok(false);
        }
        // What could not be read is a finding already.
        let Some(sum) = self.sums.get(&ours.slot) else { return Ok(true) };
        let path = place.join(&made.output.path);
        let file = File::open(&path).map_err(LakeError::io("read", &path))?;
        let stored = StoredFile::open(&path.display().to_string(), file)?;
        Ok(Contents::of(&stored)?.sum() == *sum)
    }
}

/// In what a slot differs from what was made of the same export.
fn differs(ours: &Manifest, made: &Manifest) -> Option<&'static str> {
    let rejects = |manifest: &Manifest| manifest.rejects.clone().map(|rejects| rejects.sha256);
    let keys = |manifest: &Manifest| manifest.keys.clone().map(|keys| keys.sha256);
    if ours.accounts != made.accounts {
        return Some("its accounts are others than its export comes to");
    }
    if ours.across.dropped != made.across.dropped {
        return Some("it drops other records than its export comes to");
    }
    // Rejects may have been left out, and keys may have gone.
    if ours.rejects.is_some() && rejects(ours) != rejects(made) {
        return Some("its rejects are others than its export comes to");
    }
    if ours.keys.is_some() && keys(ours) != keys(made) {
        return Some("its keys are others than its export comes to");
    }
    None
}

/// How a lake is made: as its terms say, and as only whoever has its key or its conditions knows.
fn as_agreed(terms: &Terms, options: &Options) -> Options {
    let secrets = match terms.secrets.as_str() {
        "included" => Secrets::Included,
        _ => Secrets::Withheld,
    };
    let projection = Projection::new(Layout::Flat).with_columns(&terms.columns());
    let projection = projection.with_secrets(secrets);
    let projection = match options.projection.pseudonyms() {
        Some(pseudonyms) => projection.with_pseudonyms(pseudonyms.clone()),
        None => projection,
    };
    let size = |bytes: u64| usize::try_from(bytes).unwrap_or(usize::MAX);
    let limits = Limits {
        max_record: size(terms.limits.max_record),
        max_depth: size(terms.limits.max_depth),
        max_bodies: size(terms.limits.max_bodies),
        ..options.limits
    };
    let zone = ZoneChoice::Fixed(terms.zone);
    Options { projection, limits, zone, ..options.clone() }
}

/// An export, under the name that its rows say.
fn input(manifest: &Manifest, source: &Arc<dyn Source>) -> Input {
    let name = &manifest.input.file;
    Input {
        source: Arc::clone(source),
        stem: stem(name).to_owned(),
        file_name: Some(name.clone()),
        content: Content::Records,
    }
}

fn remove(folder: &Path) -> Result<(), LakeError> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(LakeError::io("remove", folder)(error))
        }
        _ => Ok(()),
    }
}

/// Sums of rows, by the slots that they are of.
pub(super) type RowSums = BTreeMap<Slot, RowSum>;
