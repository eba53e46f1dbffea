//! What a file holds, as a reader must count it.

use std::ops::AddAssign;

use super::body::BodyKind;
use super::fault::Fault;

/// The accounts of what was written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Census {
    /// Records, malformed ones included: lines.
    pub records: u64,
    /// Uncompressed bytes, line feeds included.
    pub bytes: u64,
    /// Bodies, those of duplicates included.
    pub bodies: u64,
    /// Well-formed messages without a body.
    pub bodiless: u64,
    /// Records that repeat an earlier one byte for byte.
    pub duplicates: u64,
    /// Records with the `msg_id` of an earlier one and other content.
    pub conflicts: u64,
    by_kind: [u64; BodyKind::ALL.len()],
    by_fault: [u64; Fault::ALL.len()],
}

impl Census {
    /// Records that a reader must reject.
    pub fn malformed(&self) -> u64 {
        self.by_fault.iter().sum()
    }

    /// Well-formed records, repeated ones included.
    pub fn messages(&self) -> u64 {
        self.records - self.malformed()
    }

    /// Rows of the flat layout without deduplication: one per body, one per message without any.
    pub fn rows(&self) -> u64 {
        self.bodies + self.bodiless
    }

    /// Bodies of one kind.
    pub fn bodies_of(&self, kind: BodyKind) -> u64 {
        self.by_kind[kind as usize]
    }

    /// Records broken in one way.
    pub fn faults_of(&self, fault: Fault) -> u64 {
        self.by_fault[fault as usize]
    }

    pub(crate) fn count_message(&mut self, bodies: &[BodyKind]) {
        self.records += 1;
        self.bodies += bodies.len() as u64;
        self.bodiless += u64::from(bodies.is_empty());
        for kind in bodies {
            self.by_kind[*kind as usize] += 1;
        }
    }

    pub(crate) fn count_fault(&mut self, fault: Fault) {
        self.records += 1;
        self.by_fault[fault as usize] += 1;
    }
}

impl AddAssign<&Self> for Census {
    fn add_assign(&mut self, other: &Self) {
        let Self { records, bytes, bodies, bodiless, duplicates, conflicts, by_kind, by_fault } =
            other;
        self.records += records;
        self.bytes += bytes;
        self.bodies += bodies;
        self.bodiless += bodiless;
        self.duplicates += duplicates;
        self.conflicts += conflicts;
        for (sum, count) in self.by_kind.iter_mut().zip(by_kind) {
            *sum += count;
        }
        for (sum, count) in self.by_fault.iter_mut().zip(by_fault) {
            *sum += count;
        }
    }
}
