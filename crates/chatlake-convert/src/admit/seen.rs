//! Which records were there before, exactly, in bounded memory.
//!
//! A record is known by two hashes of 64 bits, of its `msg_id` and of its bytes, keyed at random
//! for the run. They stand in a table; when that is full it goes to a sorted file without a name
//! ([`Run`]), and a filter of fixed size remembers which ids went there, so that the files are
//! asked only about ids that they very likely hold.

use std::collections::HashSet;
use std::hash::{BuildHasher, RandomState};
use std::io;

use chatlake_core::Record;
use hashbrown::HashTable;
use xxhash_rust::xxh3::xxh3_64_with_secret;

use super::runs::{Filter, Run, RunWriter};

/// What a record is known by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Key {
    /// Hash of `msg_id`.
    pub(crate) id: u64,
    /// Hash of the record's bytes.
    pub(crate) content: u64,
}

/// Makes keys; the same for every worker of a run.
#[derive(Clone, Debug)]
pub(crate) struct Keyed {
    secret: [u8; SECRET],
}

/// What xxh3 mixes in; a seed instead would have it make one anew for every record.
const SECRET: usize = 192;

impl Keyed {
    /// A key that nobody who writes messages can know.
    pub(crate) fn random() -> Self {
        let random = RandomState::new();
        let mut secret = [0; SECRET];
        for (place, bytes) in secret.chunks_exact_mut(8).enumerate() {
            bytes.copy_from_slice(&random.hash_one(place).to_le_bytes());
        }
        Self { secret }
    }

    pub(crate) fn key(&self, record: Record<'_>) -> Key {
        let id = self.hash(record.msg_id().to_str().as_bytes());
        Key { id, content: self.hash(record.raw().as_bytes()) }
    }

    fn hash(&self, bytes: &[u8]) -> u64 {
        xxh3_64_with_secret(bytes, &self.secret)
    }
}

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

    /// Judges records in order, and remembers each unless it is a duplicate; `verdict` is told the
    /// place and the verdict of all that are not new.
    ///
    /// # Errors
    ///
    /// The temporary files cannot be written or read.
    pub(crate) fn admit_all(
        &mut self,
        keys: &[Key],
        input: u32,
        mut verdict: impl FnMut(usize, Verdict),
    ) -> io::Result<()> {
        for (place, key) in keys.iter().enumerate() {
            match self.admit(*key, input)? {
                Verdict::New => {}
                known => verdict(place, known),
            }
        }
        Ok(())
    }

    /// Judges a record, and remembers it unless it is a duplicate.
    ///
    /// # Errors
    ///
    /// The temporary files cannot be written or read.
    pub(crate) fn admit(&mut self, key: Key, input: u32) -> io::Result<Verdict> {
        let verdict = self.judge(key)?;
        if verdict != Verdict::Duplicate {
            if self.table.len() >= self.capacity {
                self.spill()?;
            }
            let entry = Entry { id: key.id, content: key.content, input };
            self.table.insert_unique(key.id, entry, |entry| entry.id);
        }
        Ok(verdict)
    }

    fn judge(&self, key: Key) -> io::Result<Verdict> {
        let mut verdict = Verdict::New;
        for entry in self.table.iter_hash(key.id) {
            verdict = self.compare(*entry, key, verdict);
            if verdict == Verdict::Duplicate {
                return Ok(verdict);
            }
        }
        if self.filter.as_ref().is_some_and(|filter| filter.may_hold(key.id)) {
            for run in &self.runs {
                for entry in run.entries_of(key.id)? {
                    verdict = self.compare(entry, key, verdict);
                }
            }
        }
        Ok(verdict)
    }

    fn compare(&self, entry: Entry, key: Key, so_far: Verdict) -> Verdict {
        if so_far == Verdict::Duplicate || entry.id != key.id || self.void.contains(&entry.input) {
            so_far
        } else if entry.content == key.content {
            Verdict::Duplicate
        } else {
            Verdict::Conflict
        }
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

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn verdicts_are_those_of_a_map_however_often_the_table_spills(
            keys in prop::collection::vec((0u64..200, 0u64..3), 0..600),
            capacity in 1usize..100,
        ) {
            let mut seen = Seen::with_capacity(capacity);
            let mut map: HashMap<u64, Vec<u64>> = HashMap::new();
            for (id, content) in keys {
                let id = id.wrapping_mul(0x9E37_79B9_7F4A_7C15);
                let contents = map.entry(id).or_default();
                let expected = if contents.contains(&content) {
                    Verdict::Duplicate
                } else if contents.is_empty() {
                    Verdict::New
                } else {
                    Verdict::Conflict
                };
                contents.push(content);
                prop_assert_eq!(seen.admit(Key { id, content }, 0).unwrap(), expected);
            }
        }
    }

    #[test]
    fn what_came_from_a_forgotten_input_was_not_there() {
        for capacity in [1, 100] {
            let mut seen = Seen::with_capacity(capacity);
            let key = Key { id: 1, content: 2 };
            assert_eq!(seen.admit(key, 0).unwrap(), Verdict::New);
            assert_eq!(seen.admit(Key { id: 5, content: 5 }, 0).unwrap(), Verdict::New);
            seen.forget(0);
            assert_eq!(seen.admit(key, 1).unwrap(), Verdict::New, "capacity {capacity}");
            assert_eq!(seen.admit(key, 1).unwrap(), Verdict::Duplicate);
        }
    }
}
