//! How much is written, and how much of it is out of the ordinary.

/// How long one hour is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Quantity {
    /// Exactly so many records, malformed ones included.
    Records(u64),
    /// The first record that reaches so many uncompressed bytes is the last.
    Bytes(u64),
}

impl Quantity {
    pub(crate) fn is_reached(self, records: u64, bytes: u64) -> bool {
        let (goal, done) = self.progress(records, bytes);
        done >= goal
    }

    /// Milliseconds into the hour at this point of the file, in `0..3_600_000`.
    pub(crate) fn elapsed_ms(self, records: u64, bytes: u64) -> u64 {
        let (goal, done) = self.progress(records, bytes);
        let elapsed = u128::from(done) * 3_600_000 / u128::from(goal.max(1));
        u64::try_from(elapsed).unwrap_or(u64::MAX).min(3_599_999)
    }

    fn progress(self, records: u64, bytes: u64) -> (u64, u64) {
        match self {
            Self::Records(goal) => (goal, records),
            Self::Bytes(goal) => (goal, bytes),
        }
    }
}

/// How often something happens, in parts per million of the records.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rates {
    /// Records in the shape of 2017 and 2018; the others are newer.
    pub legacy: u32,
    /// An earlier record of the hour again, the same bytes.
    pub duplicates: u32,
    /// The `msg_id` of an earlier record of the hour with other content.
    pub conflicts: u32,
    /// A line that a reader must reject.
    pub malformed: u32,
}

impl Rates {
    /// What benches read: a tenth old, one duplicate in a thousand, nothing broken.
    pub const BENCH: Self = Self { legacy: 100_000, duplicates: 1_000, conflicts: 0, malformed: 0 };

    /// What tests of the accounts read: some of everything.
    pub const DIRTY: Self =
        Self { legacy: 300_000, duplicates: 20_000, conflicts: 10_000, malformed: 20_000 };
}
