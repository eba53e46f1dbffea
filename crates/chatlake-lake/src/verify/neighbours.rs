//! What hours drop, against what their neighbours have.

use std::io::{self, Read};

use super::{Fault, Halt, Look};
use crate::across::{Keys, compare};
use crate::error::LakeError;
use crate::layout::{self, Subject};
use crate::manifest::{KeysFile, Manifest};
use crate::slot::Slot;

impl Look<'_, '_> {
    /// Every slot was compared with all that it follows, as they are, and drops what they have.
    /// Where keys are gone, what was dropped cannot be found out again.
    pub(super) fn at_neighbours(&mut self) -> Result<(), Halt> {
        let mut faults: Vec<(Slot, Fault)> = Vec::new();
        for (slot, manifest) in &self.state.slots {
            let earliest = Slot::of_hour(slot.hour.plus(-1));
            let earlier = self.state.slots.range(earliest..*slot);
            let followed = earlier.filter(|(other, _)| slot.follows(**other));
            let followed: Vec<&Manifest> = followed.map(|(_, other)| other).collect();
            let is_known = |other: &&Manifest| {
                let mut compared = manifest.across.compared.iter();
                compared.any(|it| it.slot == other.slot && it.sha256 == other.input.sha256)
            };
            match followed.iter().find(|other| !is_known(other)) {
                Some(other) => faults.push((*slot, Fault::Neighbour(other.slot))),
                None => faults.extend(self.fault_of(manifest, &followed)?.map(|it| (*slot, it))),
            }
        }
        for (slot, fault) in faults {
            self.note(&layout::manifest(slot), Some(Subject::Slot(slot)), fault);
        }
        Ok(())
    }

    /// What a slot should drop, against what it does.
    fn fault_of(
        &self,
        manifest: &Manifest,
        followed: &[&Manifest],
    ) -> Result<Option<Fault>, LakeError> {
        let keys: Option<Vec<&KeysFile>> =
            [manifest].iter().chain(followed).map(|it| it.keys.as_ref()).collect();
        // Files that are not there, or not as long as they should be, are found elsewhere.
        let is_there = |file: &&KeysFile| {
            self.listed.get(&file.path)
                == Some(&(file.records * chatlake_convert::RecordKey::SIZE as u64))
        };
        let Some(keys) = keys.filter(|keys| keys.iter().all(is_there)) else { return Ok(None) };
        let store = self.lake.store();
        let open = |file: &KeysFile| -> io::Result<Box<dyn Read>> {
            Ok(store.reader(&file.path).map_err(io::Error::from)?)
        };
        let streams: Vec<Box<Keys<'_>>> =
            keys.iter().map(|file| Box::new(move || open(file)) as Box<Keys<'_>>).collect();
        let Some((own, others)) = streams.split_first() else { return Ok(None) };
        let others: Vec<&Keys<'_>> = others.iter().map(|keys| &**keys).collect();
        let common = match compare(&**own, &others) {
            Ok(common) => common,
            Err(source) => {
                return Err(LakeError::Io {
                    act: "compare the records of",
                    path: manifest.slot.to_string(),
                    source,
                });
            }
        };
        let across = &manifest.across;
        let is_right = common.dropped == across.dropped && common.conflicts == across.conflicts;
        let (found, expected) = (across.dropped.len() as u64, common.dropped.len() as u64);
        Ok((!is_right).then_some(Fault::Dropped { found, expected }))
    }
}
