//! Duplicates within a job.

use hashbrown::HashTable;

use crate::admit::RecordKey;

/// The keys of a job, where duplicates are dropped: most stand near one another, and those within a
/// job are left out at once, so that few jobs need to be encoded once more.
///
/// Most keys are told to be new by a bit that no key has set, in marks that stay in a near cache.
/// Only where the bit is set is the table asked; keys go there together, right before, so that one
/// wait for memory is the wait of many.
#[derive(Default)]
pub(super) struct Within {
    keys: Vec<RecordKey>,
    /// Bits by the hash of an id: set for all of `keys`.
    marks: Vec<u64>,
    /// Where a key is in `keys`, of the first `n_placed`.
    places: HashTable<u32>,
    n_placed: usize,
}

/// Marks are so many, as a power of two: 128 KiB, of which the keys of a job set a thirtieth.
const MARK_BITS: u32 = 20;

impl Within {
    pub(super) fn clear(&mut self) {
        self.keys.clear();
        self.marks.clear();
        self.places.clear();
        self.n_placed = 0;
    }

    /// Whether a key is new to the job; it is not any more.
    pub(super) fn is_first(&mut self, key: RecordKey) -> bool {
        if self.marks.is_empty() {
            self.marks.resize(1 << MARK_BITS >> u64::BITS.trailing_zeros(), 0);
        }
        // The table goes by the lowest bits, and by some of the highest.
        let mark = key.id >> (u64::BITS / 2);
        let bit = 1 << (mark % u64::from(u64::BITS));
        let word = (mark >> u64::BITS.trailing_zeros()) as usize % self.marks.len();
        let is_new = self.marks.get_mut(word).is_some_and(|word| {
            let is_new = *word & bit == 0;
            *word |= bit;
            is_new
        });
        let is_new = is_new || !self.holds(key);
        if is_new {
            self.keys.push(key);
        }
        is_new
    }

    /// Whether a key is among `keys`; all of them are in the table from then on.
    fn holds(&mut self, key: RecordKey) -> bool {
        let Self { keys, places, n_placed, .. } = self;
        let at = |place: &u32| keys.get(*place as usize);
        let hash = |place: &u32| at(place).map_or(0, |key| key.id);
        for (place, key) in keys.iter().enumerate().skip(*n_placed) {
            places.insert_unique(key.id, place as u32, hash);
        }
        *n_placed = keys.len();
        places.find(key.id, |place| at(place) == Some(&key)).is_some()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_key_is_new_to_a_job_the_first_time_only(
            // Ids that share marks, and ids that do not.
            jobs in prop::collection::vec(
                prop::collection::vec((0u64..40, 0u64..3, 0u64..3), 0..200), 1..4,
            ),
        ) {
            let mut within = Within::default();
            for job in jobs {
                within.clear();
                let mut seen = HashSet::new();
                for (mark, low, content) in job {
                    let key = RecordKey { id: mark << 32 | low, content };
                    let is_new = seen.insert((key.id, content));
                    prop_assert_eq!(within.is_first(key), is_new);
                }
            }
        }
    }
}
