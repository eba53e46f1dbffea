//! The slots that may hold the same records.

use chatlake_core::Hour;

use super::Committer;
use crate::error::LakeError;
use crate::manifest::Manifest;
use crate::slot::Slot;

impl Committer<'_> {
    /// The slots in the lake that a slot follows, in order.
    pub(super) fn earlier(&self, slot: Slot) -> Result<Vec<Manifest>, LakeError> {
        self.around(slot, -1, |other| slot.follows(other))
    }

    /// The slots in the lake that follow a slot, in order.
    pub(super) fn later(&self, slot: Slot) -> Result<Vec<Manifest>, LakeError> {
        self.around(slot, 1, |other| other.follows(slot))
    }

    fn around(
        &self,
        slot: Slot,
        n_hours: i64,
        is_meant: impl Fn(Slot) -> bool,
    ) -> Result<Vec<Manifest>, LakeError> {
        let mut found = Vec::new();
        for hour in [slot.hour, slot.hour.plus(n_hours)] {
            for other in self.parts(hour).into_iter().filter(|other| is_meant(*other)) {
                found.extend(self.lake.manifest(other)?);
            }
        }
        found.sort_by_key(|manifest| manifest.slot);
        Ok(found)
    }

    /// The parts that an hour may have in the lake: those that are known of, and the next one,
    /// which another process may have committed meanwhile.
    fn parts(&self, hour: Hour) -> Vec<Slot> {
        let of_hour = Slot::of_hour(hour)..=Slot { hour, part: u32::MAX };
        let known = self.known.range(of_hour).copied();
        let mut parts: Vec<Slot> = known.filter(|slot| slot.part != 1).collect();
        let last = parts.last().map_or(1, |slot| slot.part);
        parts.insert(0, Slot::of_hour(hour));
        parts.push(Slot { hour, part: last + 1 });
        parts
    }
}
