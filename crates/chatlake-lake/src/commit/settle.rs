//! What is dropped of a slot when one that it follows came later, or was replaced.

use std::collections::BTreeSet;

use chatlake_convert::Counts;
use chatlake_parquet::LeaveOut;

use super::across::Side;
use super::{Committer, Staged};
use crate::error::LakeError;
use crate::layout;
use crate::lock::LakeLock;
use crate::manifest::{Across, Compared, Manifest};
use crate::publication::{Added, Document, Publication};
use crate::slot::Slot;

/// What is to be done to a slot that is in the lake.
pub(super) struct Settled {
    slot: Slot,
    /// What its manifest will be known by.
    check: String,
    publication: Publication,
}

impl Committer<'_> {
    /// Whether a slot that is in the lake was compared with those that it follows, as they are.
    pub(crate) fn is_settled(&self, slot: Slot) -> Result<bool, LakeError> {
        let Some(manifest) = self.lake.manifest(slot)? else { return Ok(false) };
        let earlier = self.earlier(slot)?;
        let is_same = |(compared, earlier): (&Compared, &Manifest)| {
            compared.slot == earlier.slot && compared.sha256 == earlier.input.sha256
        };
        let compared = &manifest.across.compared;
        Ok(compared.len() == earlier.len() && compared.iter().zip(&earlier).all(is_same))
    }

    /// Puts a slot in order that is in the lake: drops what those that it follows have, also of
    /// those that follow it, and lets the files go that a killed process left of it.
    ///
    /// # Errors
    ///
    /// As for [`Committer::settle`].
    pub(crate) fn mend(&self, slot: Slot) -> Result<(), LakeError> {
        let lock = self.lake.lock()?;
        self.while_others_change(|| self.settle(slot, slot, &lock))?;
        self.tidy(slot, &lock)?;
        for later in self.later(slot)? {
            if !self.coming.contains(&later.slot) {
                self.while_others_change(|| self.settle(later.slot, slot, &lock))?;
                // Without a lock, somebody may be about to name files of it.
                if self.lake.acts().folder().is_some() {
                    self.tidy(later.slot, &lock)?;
                }
            }
        }
        Ok(())
    }

    /// Lets the files of a slot go that nobody names.
    fn tidy(&self, slot: Slot, lock: &LakeLock) -> Result<(), LakeError> {
        let Some(manifest) = self.lake.manifest(slot)? else { return Ok(()) };
        let mut publication = Publication {
            folder: layout::messages(&manifest.app, slot.day()),
            ..Publication::default()
        };
        self.supersede(&manifest, Some(&manifest), &mut publication)?;
        let day = self.lake.day_manifest(slot.day())?;
        if day.is_some_and(|day| day.covers(slot))
            && self.lake.store().exists(&manifest.output.path)?
        {
            publication.superseded.insert(manifest.output.path.clone());
        }
        publication.publish(self.lake.acts(), lock, self.staging)
    }

    /// Drops of a slot that is in the lake what those that it follows have, as they are now; for
    /// the sake of a slot that is in hand.
    ///
    /// # Errors
    ///
    /// Records that were dropped would have to come back: the slot must be converted again. Or
    /// the place fails.
    pub(super) fn settle(
        &self,
        slot: Slot,
        in_hand: Slot,
        lock: &LakeLock,
    ) -> Result<(), LakeError> {
        let Some(manifest) = self.lake.manifest(slot)? else { return Ok(()) };
        let earlier = self.earlier(slot)?;
        let earlier: Vec<Side<'_>> = earlier.iter().map(Side::of).collect();
        match self.settled(manifest, &earlier, in_hand)? {
            Some(settled) => self.publish(settled, lock),
            None => Ok(()),
        }
    }

    /// Does what is to be done to a slot. The manifest of its day is asked for only now: what was
    /// done to another slot may have changed it.
    pub(super) fn publish(&self, settled: Settled, lock: &LakeLock) -> Result<(), LakeError> {
        let Settled { slot, check, mut publication } = settled;
        let day = self.lake.day_manifest(slot.day())?.filter(|day| day.covers(slot));
        publication.documents.extend(day.map(|day| day.with_check(slot, &check).into()));
        publication.publish(self.lake.acts(), lock, self.staging)
    }

    /// What is to be done to the slots in the lake that follow one which will be there. Those that
    /// this run has yet to commit see to it themselves.
    pub(super) fn later_settled(&self, staged: &Staged) -> Result<Vec<Settled>, LakeError> {
        let mut all = Vec::new();
        for later in self.later(staged.slot)? {
            if self.coming.contains(&later.slot) {
                continue;
            }
            let others = self.earlier(later.slot)?;
            let others = others.iter().filter(|other| other.slot != staged.slot);
            let mut earlier: Vec<Side<'_>> = others.map(Side::of).collect();
            earlier.push(Side::staged(staged));
            earlier.sort_by_key(|side| side.slot);
            all.extend(self.settled(later, &earlier, staged.slot)?);
        }
        Ok(all)
    }

    /// What is to be done to a slot in the lake that follows these; none if nothing is.
    fn settled(
        &self,
        manifest: Manifest,
        earlier: &[Side<'_>],
        in_hand: Slot,
    ) -> Result<Option<Settled>, LakeError> {
        let slot = manifest.slot;
        let refused = |why| Err(LakeError::Neighbour { slot: in_hand, neighbour: slot, why });
        let across = self.across(Side::of(&manifest), earlier, Some(&manifest.across))?;
        if across == manifest.across {
            return Ok(None);
        }
        let before: BTreeSet<u64> = manifest.across.dropped.iter().copied().collect();
        let after: BTreeSet<u64> = across.dropped.iter().copied().collect();
        if !before.is_subset(&after) {
            return refused(
                "records that were left out there, because they were here, are here no more",
            );
        }
        let more: Vec<u64> = after.difference(&before).copied().collect();
        let mut publication = Publication {
            folder: layout::messages(&manifest.app, slot.day()),
            ..Publication::default()
        };
        let day = self.lake.day_manifest(slot.day())?;
        let settled = if more.is_empty() {
            Manifest { across, ..manifest }
        } else if day.is_some_and(|day| day.covers(slot)) {
            return refused("it has records that are in that one too, whose day was compacted");
        } else {
            self.without_more(manifest, across, &more, &mut publication)?
        };
        let (settled, text) = settled.sealed();
        let document = Document { key: layout::manifest(slot), text: Some(text) };
        publication.documents.push(document);
        let check = settled.check().to_owned();
        Ok(Some(Settled { slot, check, publication }))
    }

    /// The slot without more of its records.
    fn without_more(
        &self,
        manifest: Manifest,
        across: Across,
        more: &[u64],
        publication: &mut Publication,
    ) -> Result<Manifest, LakeError> {
        let slot = manifest.slot;
        // Their places in the file are those among all records, less those that went before.
        let gone = &manifest.across.dropped;
        let place = |ordinal: &u64| ordinal - gone.partition_point(|other| other < ordinal) as u64;
        let places: Vec<u64> = more.iter().map(place).collect();
        let scratch = self.staging.room("copies")?;
        let file = self.lake.store().local_copy(&manifest.output.path, &scratch)?;
        let leave_out = LeaveOut::Records(&places);
        let rows = self.rewritten(file.path(), &manifest.output.path, leave_out)?;
        let output = self.output(slot, &manifest.input, &across, &rows, Some(&manifest))?;
        let n_more = more.len() as u64;
        let accounts = Counts {
            written: manifest.accounts.written - n_more,
            rows: rows.rows,
            duplicates: manifest.accounts.duplicates + n_more,
            duplicates_dropped: manifest.accounts.duplicates_dropped + n_more,
            ..manifest.accounts
        };
        publication.rows.push(Added { key: output.path.clone(), file: rows.file });
        publication.superseded.insert(manifest.output.path.clone());
        Ok(Manifest { output, accounts, across, ..manifest })
    }
}
