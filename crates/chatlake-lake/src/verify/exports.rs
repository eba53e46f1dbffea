//! Exports, against what the lake says it was made of.

use std::collections::BTreeMap;
use std::sync::Arc;

use chatlake_core::Source;
use chatlake_store::Store;

use super::raw::{RawFiles, RawMatch};
use super::{Fault, Finding, Halt, Look};
use crate::layout::{self, Subject};
use crate::slot::Slot;

impl Look<'_, '_> {
    /// Looks for the export of every slot; returns those that are what they were.
    pub(super) fn at_exports(
        &mut self,
        places: &[Store],
    ) -> Result<BTreeMap<Slot, Arc<dyn Source>>, Halt> {
        let mut raw = RawFiles::find(places, &self.lake.terms().app)?;
        let mut exports = BTreeMap::new();
        let inputs: Vec<_> =
            self.state.slots.iter().map(|(slot, it)| (*slot, it.input.clone())).collect();
        for (slot, input) in inputs {
            self.tell(&input.file)?;
            let of = Some(Subject::Slot(slot));
            match raw.of(&input)? {
                RawMatch::Same(source) => {
                    self.found.raw += 1;
                    exports.insert(slot, source);
                }
                RawMatch::Other(source) => {
                    let path = source.name().to_owned();
                    let fault = Fault::OtherExport(slot);
                    self.found.findings.push(Finding { path, of, fault });
                }
                RawMatch::None => {
                    self.note(&layout::manifest(slot), of, Fault::NoExport(input.file));
                }
            }
        }
        for (slot, source) in raw.slots() {
            let subject = Subject::Slot(slot);
            if !self.state.slots.contains_key(&slot) && !self.unsound.contains(&subject) {
                let path = source.name().to_owned();
                let finding = Finding { path, of: Some(subject), fault: Fault::NotInLake };
                self.found.findings.push(finding);
            }
        }
        Ok(exports)
    }
}
