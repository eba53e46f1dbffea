//! Exports, against what the lake says it was made of.

use std::collections::BTreeMap;
use std::path::PathBuf;

use super::raw::{RawFiles, RawMatch};
use super::{Fault, Finding, Halt, Look};
use crate::layout::{self, Subject};
use crate::slot::Slot;

impl Look<'_, '_> {
    /// Looks for the export of every slot; returns those that are what they were.
    pub(super) fn at_exports(
        &mut self,
        places: &[PathBuf],
    ) -> Result<BTreeMap<Slot, PathBuf>, Halt> {
        let mut raw = RawFiles::find(places, &self.lake.terms().app)?;
        let mut exports = BTreeMap::new();
        let inputs: Vec<_> =
            self.state.slots.iter().map(|(slot, it)| (*slot, it.input.clone())).collect();
        for (slot, input) in inputs {
            self.tell(&input.file)?;
            let of = Some(Subject::Slot(slot));
            match raw.of(&input)? {
                RawMatch::Same(path) => {
                    self.found.raw += 1;
                    exports.insert(slot, path);
                }
                RawMatch::Other(path) => {
                    let path = path.display().to_string();
                    let fault = Fault::OtherExport(slot);
                    self.found.findings.push(Finding { path, of, fault });
                }
                RawMatch::None => {
                    self.note(&layout::manifest(slot), of, Fault::NoExport(input.file));
                }
            }
        }
        for (slot, path) in raw.slots() {
            let subject = Subject::Slot(slot);
            if !self.state.slots.contains_key(&slot) && !self.unsound.contains(&subject) {
                let path = path.display().to_string();
                let finding = Finding { path, of: Some(subject), fault: Fault::NotInLake };
                self.found.findings.push(finding);
            }
        }
        Ok(exports)
    }
}
