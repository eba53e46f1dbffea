//! Manifests: each by itself, and against the terms and each other.

use std::collections::BTreeSet;

use super::{Fault, Finding, Look};
use crate::day_manifest::DayManifest;
use crate::error::LakeError;
use crate::lake::Lake;
use crate::layout::{self, Subject};
use crate::manifest::Manifest;
use crate::mark::Mark;
use crate::sealed::Unsound;
use crate::state::State;

/// What manifests say, those that cannot be understood apart.
pub(super) fn read(lake: &Lake) -> Result<(State, BTreeSet<Subject>, Vec<Finding>), LakeError> {
    let (mut unsound, mut findings) = (BTreeSet::new(), Vec::new());
    match lake.manifests() {
        Ok(state) => return Ok((state, unsound, findings)),
        Err(LakeError::Unsound { .. }) => {}
        Err(error) => return Err(error),
    }
    let mut state = State::default();
    for object in lake.store().list(layout::MANIFESTS)? {
        let Some(subject) = layout::subject(&object.key) else { continue };
        let read = match subject {
            Subject::Slot(slot) => lake.manifest(slot).map(|manifest| {
                state.slots.extend(manifest.map(|manifest| (slot, manifest)));
            }),
            Subject::Day(day) => lake.day_manifest(day).map(|manifest| {
                state.days.extend(manifest.map(|manifest| (day, manifest)));
            }),
        };
        match read {
            Ok(()) => {}
            Err(LakeError::Unsound { path, source }) => {
                unsound.insert(subject);
                let fault = match &source {
                    Unsound::Format(_) | Unsound::Schema { .. } => Fault::Newer(source.to_string()),
                    source => Fault::Manifest(said(source)),
                };
                findings.push(Finding { path, of: Some(subject), fault });
            }
            Err(error) => return Err(error),
        }
    }
    Ok((state, unsound, findings))
}

fn said(unsound: &Unsound) -> String {
    match unsound {
        Unsound::Edited => "was edited or cut off: its check does not fit what it says".to_owned(),
        unsound => format!("is not what was written: {unsound}"),
    }
}

impl Look<'_, '_> {
    pub(super) fn at_manifests(&mut self) {
        let mut contradictions: Vec<(Subject, String, String)> = Vec::new();
        for (slot, manifest) in &self.state.slots {
            let says = self.contradictions_of(manifest);
            let key = layout::manifest(*slot);
            let of = Subject::Slot(*slot);
            contradictions.extend(says.into_iter().map(|says| (of, key.clone(), says)));
        }
        for (day, manifest) in &self.state.days {
            let key = layout::day_manifest(*day);
            let of = Subject::Day(*day);
            let says = self.contradictions_of_day(manifest);
            contradictions.extend(says.into_iter().map(|says| (of, key.clone(), says)));
        }
        for (of, key, says) in contradictions {
            self.note(&key, Some(of), Fault::Contradiction(says));
        }
    }

    fn contradictions_of(&self, manifest: &Manifest) -> Vec<String> {
        let terms = self.lake.terms();
        let Manifest { input, output, rejects, keys, accounts, across, .. } = manifest;
        let n_dropped = across.dropped.len() as u64;
        let of_raw = Mark::of_input(&input.sha256, &[]);
        let of_rows = Mark::of_input(&input.sha256, &across.dropped);
        let has_mark = |path: &str, mark: &Mark| path.contains(&format!("-{mark}."));
        // Where other bytes had that name before, they are called after their own, too.
        let is_called = |path: &str, mark: &Mark, sha256: &str| {
            has_mark(path, mark) || has_mark(path, &Mark::of_text(&format!("{mark}\n{sha256}")))
        };
        let mut says = Vec::new();
        let mut hold = |is_so: bool, what: &str| {
            if !is_so {
                says.push(what.to_owned());
            }
        };
        hold(manifest.zone == terms.zone, "its zone is not that of the lake");
        hold(accounts.rows == output.rows, "its accounts and its file have other rows");
        hold(n_dropped <= accounts.duplicates_dropped, "it drops more than its accounts say");
        hold(across.dropped.is_sorted_by(|a, b| a < b), "what it drops is not in order");
        let is_its = is_called(&output.path, &of_rows, &output.sha256);
        hold(is_its, "its file is not called what it was made of");
        if let Some(rejects) = rejects {
            hold(rejects.records == accounts.rejects, "its accounts have other rejects");
            let is_its = is_called(&rejects.path, &of_raw, &rejects.sha256);
            hold(is_its, "its rejects are not called after its input");
        }
        if let Some(keys) = keys {
            hold(keys.records == accounts.written + n_dropped, "its keys are of other records");
            hold(has_mark(&keys.path, &of_raw), "its keys are not called after its input");
            let last = across.dropped.last();
            hold(last.is_none_or(|last| *last < keys.records), "it drops what it does not have");
        }
        says
    }

    fn contradictions_of_day(&self, manifest: &DayManifest) -> Vec<String> {
        let mut says = Vec::new();
        let n_rows: u64 = manifest.slots.iter().map(|covered| covered.rows).sum();
        if n_rows != manifest.rows() {
            says.push(format!("its files have {} rows, and its hours {n_rows}", manifest.rows()));
        }
        for covered in &manifest.slots {
            let slot = covered.slot;
            match self.state.slots.get(&slot) {
                None if self.unsound.contains(&Subject::Slot(slot)) => {}
                None => says.push(format!("it covers {slot}, of which there is no manifest")),
                Some(of_slot) if of_slot.check() != covered.check => {
                    says.push(format!("it covers {slot} as it was before its manifest changed"));
                }
                Some(of_slot) if of_slot.output.rows != covered.rows => says.push(format!(
                    "it has {} rows of {slot}, and that has {}",
                    covered.rows, of_slot.output.rows
                )),
                Some(_) => {}
            }
        }
        says
    }
}
