//! Which records of a slot another slot has too.

use std::io::{self, Read};

use chatlake_convert::{KeyFile, RecordKey};
use hashbrown::HashTable;

/// What a slot has in common with others.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Common {
    /// The places of the records that one of the others has, the same in id and bytes; ascending.
    pub(crate) dropped: Vec<u64>,
    /// How many records have an id that one of the others has with other bytes, and none with the
    /// same.
    pub(crate) conflicts: u64,
}

/// The keys of a slot, from the beginning each time they are opened.
pub(crate) type Keys<'a> = dyn Fn() -> io::Result<Box<dyn Read>> + 'a;

/// Keys that are in memory at once: with their table, some 32 MB.
const CHUNK: usize = 1 << 20;

/// Compares the keys of a slot with those of others, in bounded memory: its own are read once, in
/// parts, those of the others once for every part.
pub(crate) fn compare(own: &Keys<'_>, others: &[&Keys<'_>]) -> io::Result<Common> {
    compare_by(CHUNK, own, others)
}

fn compare_by(chunk: usize, own: &Keys<'_>, others: &[&Keys<'_>]) -> io::Result<Common> {
    let mut common = Common::default();
    if others.is_empty() {
        return Ok(common);
    }
    let mut own = KeyFile::new(own()?);
    let mut part: Vec<RecordKey> = Vec::new();
    let mut n_before = 0;
    loop {
        part.clear();
        for key in own.by_ref().take(chunk) {
            part.push(key?);
        }
        if part.is_empty() {
            return Ok(common);
        }
        let found = find(&part, others)?;
        for (found, ordinal) in found.iter().zip(n_before..) {
            match found {
                Found::Nowhere => {}
                Found::OtherBytes => common.conflicts += 1,
                Found::Same => common.dropped.push(ordinal),
            }
        }
        n_before += part.len() as u64;
    }
}

/// What the others have of a record.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Found {
    #[default]
    Nowhere,
    OtherBytes,
    Same,
}

fn find(part: &[RecordKey], others: &[&Keys<'_>]) -> io::Result<Vec<Found>> {
    // Keys are hashes: the id is its own.
    let mut places: HashTable<(RecordKey, u32)> = HashTable::with_capacity(part.len());
    for (key, place) in part.iter().zip(0..) {
        places.insert_unique(key.id, (*key, place), |(key, _)| key.id);
    }
    let mut found = vec![Found::Nowhere; part.len()];
    for other in others {
        for key in KeyFile::new(other()?) {
            let key = key?;
            for (own, place) in places.iter_hash(key.id) {
                let Some(found) = found.get_mut(*place as usize) else { continue };
                if *own == key {
                    *found = Found::Same;
                } else if own.id == key.id && *found == Found::Nowhere {
                    *found = Found::OtherBytes;
                }
            }
        }
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    type Pairs = Vec<(u64, u64)>;

    fn bytes(pairs: &[(u64, u64)]) -> Vec<u8> {
        let spread = |id: u64| id.wrapping_mul(0x9E37_79B9_7F4A_7C15);
        let keys =
            pairs.iter().map(|(id, content)| RecordKey { id: spread(*id), content: *content });
        keys.flat_map(RecordKey::to_bytes).collect()
    }

    fn compared(chunk: usize, own: &[(u64, u64)], others: &[Pairs]) -> Common {
        let own = bytes(own);
        let own = || Ok(Box::new(io::Cursor::new(own.clone())) as Box<dyn Read>);
        let others: Vec<Vec<u8>> = others.iter().map(|pairs| bytes(pairs)).collect();
        let others: Vec<_> = others
            .iter()
            .map(|bytes| move || Ok(Box::new(io::Cursor::new(bytes.clone())) as Box<dyn Read>))
            .collect();
        let others: Vec<&Keys<'_>> = others.iter().map(|open| open as &Keys<'_>).collect();
        compare_by(chunk, &own, &others).expect("keys in memory")
    }

    #[test]
    fn the_same_is_dropped_and_other_bytes_are_a_conflict() {
        let own = [(1, 1), (2, 1), (3, 1), (4, 1), (4, 2)];
        let others = [vec![(2, 1), (3, 9)], vec![(4, 2), (3, 8), (9, 1)]];
        let common = compared(10, &own, &others);
        assert_eq!(common, Common { dropped: vec![1, 4], conflicts: 2 });
        assert_eq!(compared(10, &own, &[]), Common::default());
    }

    proptest! {
        #[test]
        fn what_is_common_does_not_depend_on_how_much_is_looked_at_at_once(
            own in prop::collection::btree_set((0u64..50, 0u64..3), 0..80),
            others in prop::collection::vec(prop::collection::vec((0u64..50, 0u64..3), 0..60), 0..4),
            chunk in 1usize..40,
        ) {
            let own: Pairs = own.into_iter().collect();
            let has = |pair: &(u64, u64)| others.iter().any(|other| other.contains(pair));
            let has_id = |id: u64| others.iter().flatten().any(|(other, _)| *other == id);
            let places = own.iter().zip(0..);
            let expected = Common {
                dropped: places.filter(|(pair, _)| has(pair)).map(|(_, place)| place).collect(),
                conflicts: own.iter().filter(|pair| !has(pair) && has_id(pair.0)).count() as u64,
            };
            prop_assert_eq!(compared(chunk, &own, &others), expected);
        }
    }
}
