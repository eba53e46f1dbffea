//! Which records were there before, exactly, in bounded memory.
//!
//! A record is known by two hashes of 64 bits, of its `msg_id` and of its bytes
//! ([`RecordKey`]). They stand in a table; when that is full it goes to a sorted file without a name
//! ([`Run`]), and a filter of fixed size remembers which ids went there, so that the files are
//! asked only about ids that they very likely hold.

use std::collections::HashSet;
use std::io;

use hashbrown::HashTable;

use super::key::RecordKey;
use super::runs::{Filter, Run, RunWriter};

/// What a record is to those before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// Its id is new.
    New,
    /// The same id with the same bytes was there.
    Duplicate,
    /// The same id was there, with other bytes.
    Conflict,
}

/// A record that was admitted, and the input that it came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Entry {
    pub(crate) id: u64,
    pub(crate) content: u64,
    pub(crate) input: u32,
}

/// The records that were there before.
pub(crate) struct Seen {
    table: HashTable<Entry>,
    capacity: usize,
    runs: Vec<Run>,
    filter: Option<Filter>,
    /// Inputs of which nothing was published: their records were not there.
    void: HashSet<u32>,
}

/// Bits that tell the place of a record among those judged together; the others are of its id.
const PLACE_BITS: u32 = 24;

/// A full table is sorted in so many parts, as a power of two.
const PART_BITS: u32 = 3;

/// Entries held in memory: 24 bytes each, in a table of a power of two that is full at 7/8.
const CAPACITY: usize = (1 << 19) / 8 * 7;

impl Seen {
    pub(crate) fn new() -> Self {
        Self::with_capacity(CAPACITY)
    }

    fn with_capacity(capacity: usize) -> Self {
        Self {
            table: HashTable::new(),
            capacity,
            runs: Vec::new(),
            filter: None,
            void: HashSet::new(),
        }
    }

    /// Forgets what came from an input.
    pub(crate) fn forget(&mut self, input: u32) {
        self.void.insert(input);
    }

    /// Forgets everything.
    pub(crate) fn clear(&mut self) {
        self.table.clear();
        self.runs.clear();
        self.filter = None;
        self.void.clear();
    }

    /// Judges a record, and remembers it unless it is a duplicate.
    ///
    /// # Errors
    ///
    /// The temporary files cannot be written or read.
    pub(crate) fn admit(&mut self, key: RecordKey, input: u32) -> io::Result<Verdict> {
        let mut verdict = Verdict::New;
        self.admit_all(&[key], input, |_, known| verdict = known)?;
        Ok(verdict)
    }

    /// Judges records as if one after another, and remembers each unless it is a duplicate;
    /// `verdict` is told the place and the verdict of all that are not new, in no order.
    ///
    /// # Errors
    ///
    /// The temporary files cannot be written or read.
    pub(crate) fn admit_all(
        &mut self,
        keys: &[RecordKey],
        input: u32,
        mut verdict: impl FnMut(usize, Verdict),
    ) -> io::Result<()> {
        let most = self.capacity.min(1 << PLACE_BITS);
        for (number, keys) in keys.chunks(most).enumerate() {
            if self.table.len() + keys.len() > self.capacity {
                self.spill()?;
            }
            for (place, may_be_in_runs) in self.in_order(keys) {
                let Some(key) = keys.get(place) else { continue };
                let known = self.judge(*key, may_be_in_runs)?;
                if known != Verdict::Duplicate {
                    let entry = Entry { id: key.id, content: key.content, input };
                    self.table.insert_unique(hash(key.id), entry, |entry| hash(entry.id));
                }
                if known != Verdict::New {
                    verdict(number * most + place, known);
                }
            }
        }
        Ok(())
    }

    /// The places of records in the order of their ids, which is that of table and filter in
    /// memory; and whether the runs may hold the id. Only records of one id depend on one another,
    /// and those keep their order. The filter is asked at once, so that its memory answers many
    /// questions in the time of one.
    fn in_order(&self, keys: &[RecordKey]) -> Vec<(usize, bool)> {
        let packed = keys.iter().zip(0..1u64 << PLACE_BITS);
        let mut order: Vec<u64> =
            packed.map(|(key, place)| key.id >> PLACE_BITS << PLACE_BITS | place).collect();
        order.sort_unstable();
        let places = order.into_iter().map(|packed| (packed % (1 << PLACE_BITS)) as usize);
        let may_be_in_runs = |place: usize| {
            let id = keys.get(place).map_or(0, |key| key.id);
            self.filter.as_ref().is_some_and(|filter| filter.may_hold(id))
        };
        places.map(|place| (place, may_be_in_runs(place))).collect()
    }

    fn judge(&mut self, key: RecordKey, may_be_in_runs: bool) -> io::Result<Verdict> {
        let Self { table, runs, void, .. } = self;
        let mut verdict = Verdict::New;
        let mut is_duplicate = |entry: &Entry| {
            if entry.id == key.id && !void.contains(&entry.input) {
                verdict = Verdict::Conflict;
                return entry.content == key.content;
            }
            false
        };
        if table.iter_hash(hash(key.id)).any(&mut is_duplicate) {
            return Ok(Verdict::Duplicate);
        }
        for run in runs.iter_mut().filter(|_| may_be_in_runs) {
            if run.entries_of(key.id)?.iter().any(&mut is_duplicate) {
                return Ok(Verdict::Duplicate);
            }
        }
        Ok(verdict)
    }

    fn spill(&mut self) -> io::Result<()> {
        let filter = self.filter.get_or_insert_with(Filter::new);
        let mut run = RunWriter::new()?;
        // Part by part in ascending order, so that what is sorted is never all at once.
        let mut entries: Vec<Entry> = Vec::new();
        for part in 0..1 << PART_BITS {
            entries.clear();
            let is_in_part = |entry: &&Entry| entry.id >> (u64::BITS - PART_BITS) == part;
            entries.extend(self.table.iter().filter(is_in_part));
            entries.sort_unstable();
            entries.iter().for_each(|entry| filter.add(entry.id));
            run.write(&entries)?;
        }
        self.table.clear();
        self.runs.push(run.finish()?);
        Ok(())
    }
}

/// The hash of an id for the table: its buckets go by the lowest bits, so that ids in ascending
/// order are in ascending buckets of a full table.
fn hash(id: u64) -> u64 {
    id.rotate_left(19)
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn verdicts_are_those_of_a_map_however_often_the_table_spills(
            jobs in prop::collection::vec(prop::collection::vec((0u64..200, 0u64..3), 0..60), 0..10),
            capacity in 1usize..100,
        ) {
            let mut seen = Seen::with_capacity(capacity);
            let mut map: HashMap<u64, Vec<u64>> = HashMap::new();
            for job in jobs {
                let spread = |id: u64| id.wrapping_mul(0x9E37_79B9_7F4A_7C15);
                let keys = job.iter().map(|(id, content)| RecordKey { id: spread(*id), content: *content });
                let keys: Vec<RecordKey> = keys.collect();
                let mut expected = vec![Verdict::New; keys.len()];
                for (key, expected) in keys.iter().zip(&mut expected) {
                    let contents = map.entry(key.id).or_default();
                    if contents.contains(&key.content) {
                        *expected = Verdict::Duplicate;
                    } else if !contents.is_empty() {
                        *expected = Verdict::Conflict;
                    }
                    contents.push(key.content);
                }
                let mut verdicts = vec![Verdict::New; keys.len()];
                seen.admit_all(&keys, 0, |place, verdict| verdicts[place] = verdict).unwrap();
                prop_assert_eq!(verdicts, expected);
            }
        }
    }

    #[test]
    fn nothing_was_there_before_once_everything_is_forgotten() {
        for capacity in [1, 100] {
            let mut seen = Seen::with_capacity(capacity);
            let keys = [1, 2, 3].map(|id| RecordKey { id, content: id });
            for input in [0, 1] {
                let mut known = 0;
                seen.admit_all(&keys, input, |_, _| known += 1).unwrap();
                assert_eq!(known, 0, "capacity {capacity}");
                seen.forget(input);
                seen.clear();
            }
            assert_eq!(seen.admit(RecordKey { id: 1, content: 1 }, 0).unwrap(), Verdict::New);
            assert_eq!(seen.admit(RecordKey { id: 1, content: 1 }, 0).unwrap(), Verdict::Duplicate);
        }
    }

    #[test]
    fn what_came_from_a_forgotten_input_was_not_there() {
        for capacity in [1, 100] {
            let mut seen = Seen::with_capacity(capacity);
            let key = RecordKey { id: 1, content: 2 };
            assert_eq!(seen.admit(key, 0).unwrap(), Verdict::New);
            assert_eq!(seen.admit(RecordKey { id: 5, content: 5 }, 0).unwrap(), Verdict::New);
            seen.forget(0);
            assert_eq!(seen.admit(key, 1).unwrap(), Verdict::New, "capacity {capacity}");
            assert_eq!(seen.admit(key, 1).unwrap(), Verdict::Duplicate);
        }
    }
}
