//! Hours that are part of lakes, against what these say of them.

use std::collections::BTreeMap;

use chatlake_lake::{Lake, LakeError};
use chatlake_store::{Store, StoreErrorKind};

use super::Finding;
use crate::archive::Archive;
use crate::catalogue::{FileRecord, OutputRecord};
use crate::conversion::LakeOutputs;
use crate::error::SyncError;

/// The lakes that outputs are part of, each opened once.
pub(super) struct Lakes<'a> {
    archive: &'a Archive,
    /// By how the catalogue says that outputs were made. None where there is no lake any more.
    open: BTreeMap<String, Option<Lake>>,
}

impl<'a> Lakes<'a> {
    pub(super) fn new(archive: &'a Archive) -> Self {
        Self { archive, open: BTreeMap::new() }
    }

    /// Whether an output is part of a lake.
    pub(super) fn has(&self, output: &OutputRecord) -> bool {
        LakeOutputs::of_output(self.archive, output).is_some()
    }

    /// What is wrong with an output: its manifest is gone, or was made of other bytes. Whether the
    /// rows are what the manifest says, the lake's own check tells.
    pub(super) fn look(
        &mut self,
        output: &OutputRecord,
        files: &[FileRecord],
    ) -> Result<Option<Finding>, SyncError> {
        let Some(lake) = self.lake(output)? else {
            return Ok(Some(Finding::NotInLake(output.path.clone())));
        };
        let Some(slot) = LakeOutputs::slot_of(output) else {
            return Ok(Some(Finding::NotInLake(output.path.clone())));
        };
        let manifest = match lake.manifest(slot) {
            Ok(Some(manifest)) => manifest,
            Ok(None) | Err(LakeError::Unsound { .. }) => {
                return Ok(Some(Finding::NotInLake(output.path.clone())));
            }
            Err(error) => return Err(error.into()),
        };
        let current =
            files.iter().find(|file| file.part == output.part && file.replaced_by.is_none());
        let is_its = current.is_some_and(|file| file.sha256 == manifest.input.sha256);
        Ok((!is_its).then(|| Finding::OtherInLake(output.path.clone())))
    }

    fn lake(&mut self, output: &OutputRecord) -> Result<Option<&Lake>, SyncError> {
        if !self.open.contains_key(&output.made_how) {
            let place = LakeOutputs::of_output(self.archive, output);
            let opened = match place.and_then(Result::ok) {
                Some(place) => opened(Store::open(&place).map_err(LakeError::from)?)?,
                None => None,
            };
            self.open.insert(output.made_how.clone(), opened);
        }
        Ok(self.open.get(&output.made_how).and_then(Option::as_ref))
    }
}

/// The lake of a place; none if there is none.
fn opened(store: Store) -> Result<Option<Lake>, LakeError> {
    match Lake::find(store) {
        Ok(lake) => Ok(lake),
        Err(LakeError::NoLake { .. }) => Ok(None),
        Err(LakeError::Store(error)) if error.kind() == StoreErrorKind::Missing => Ok(None),
        Err(error) => Err(error),
    }
}
