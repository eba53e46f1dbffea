//! Whatever the hours hold, and in whatever order they come and grow.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use proptest::prelude::*;
use proptest::sample::Index;

use crate::harness::{World, said};

/// Five slots that may share records.
const SLOTS: [&str; 5] = ["2018112722", "2018112723", "2018112723.2", "2018112800", "2018112801"];

/// A record, by its id and its words.
type Record = (u64, u8);

/// What is fed, one after the other: some slots, each as long as it is by then.
#[derive(Clone, Debug)]
struct Feed {
    /// The records of each slot, as long as it will be.
    slots: Vec<Vec<Record>>,
    /// In turns: which slots, and how many of their records are there, as a share.
    turns: Vec<Vec<(usize, Index)>>,
}

fn feed() -> impl Strategy<Value = Feed> {
    let records = prop::collection::btree_set((0u64..30, 0u8..2), 0..25);
    let slots = prop::collection::vec(records, SLOTS.len());
    let turn = prop::collection::vec((0..SLOTS.len(), any::<Index>()), 1..4);
    let turns = prop::collection::vec(turn, 0..4);
    (slots, turns).prop_map(|(slots, turns)| Feed {
        slots: slots.into_iter().map(|slot| slot.into_iter().collect()).collect(),
        turns,
    })
}

/// The export of a slot with so many of its records.
fn export(world: &World, place: usize, records: &[Record]) -> PathBuf {
    let lines: Vec<String> = records
        .iter()
        .map(|(id, words)| said("2018112723", *id, &format!("words {words}")))
        .collect();
    world.export(&format!("{}.gz", SLOTS[place]), &lines)
}

/// The ids of all rows, as the hours tell: of a pair in slots beside each other the later one is
/// left out.
fn expected(slots: &[Vec<Record>]) -> Vec<String> {
    let hour = [0, 1, 1, 2, 3];
    let mut ids = Vec::new();
    for (place, records) in slots.iter().enumerate() {
        let is_near = |other: &usize| hour[place] - hour[*other] <= 1;
        let earlier: BTreeSet<Record> =
            (0..place).filter(is_near).flat_map(|other| slots[other].iter().copied()).collect();
        let kept = records.iter().filter(|record| !earlier.contains(record));
        ids.extend(kept.map(|(id, _)| format!("{id:04}")));
    }
    ids.sort();
    ids
}

proptest! {
    #![proptest_config(chatlake_testing::cases(24))]

    #[test]
    fn the_lake_follows_from_the_hours_alone(feed in feed(), as_bucket in any::<bool>()) {
        let mut world = World::new();
        world.ways.as_bucket = as_bucket;
        let mut fed: BTreeMap<usize, usize> = BTreeMap::new();
        for turn in &feed.turns {
            // Hours only grow: what was left out for the sake of one is there for good.
            let mut paths = BTreeMap::new();
            for (place, share) in turn {
                let n_before = fed.get(place).copied().unwrap_or_default();
                let n_left = feed.slots[*place].len() - n_before;
                let n_records = n_before + share.index(n_left + 1);
                fed.insert(*place, n_records);
                paths.insert(*place, export(&world, *place, &feed.slots[*place][..n_records]));
            }
            world.run(&paths.into_values().collect::<Vec<_>>());
            world.assert_sound();
        }
        let all = |world: &World| -> Vec<PathBuf> {
            let slots = feed.slots.iter().enumerate();
            slots.map(|(place, records)| export(world, place, records)).collect()
        };
        world.run(&all(&world));
        world.assert_sound();
        prop_assert_eq!(world.ids(), expected(&feed.slots));
        let whole = World::new();
        whole.run(&all(&whole));
        prop_assert!(world.files_of_any_generation() == whole.files_of_any_generation());
    }
}
