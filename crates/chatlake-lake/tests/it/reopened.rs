//! Hours that grow, or come, after their day was compacted.

use std::path::PathBuf;

use chatlake_convert::Status;
use chatlake_lake::{Days, layout};

use crate::compact::compacted;
use crate::harness::{World, message, messages, numbered};

const DAY: &str = "2018-11-27";

fn compact(world: &World) {
    compacted(world, Days::One(DAY.parse().expect("a day")));
    world.assert_sound();
}

/// The slots in the files of the day.
fn covered(world: &World) -> Vec<String> {
    let day = world.lake().day_manifest(DAY.parse().expect("a day")).expect("a look");
    let slots = day.iter().flat_map(|day| &day.slots);
    slots.map(|covered| covered.slot.to_string()).collect()
}

/// Four hours in a row, each with the last message of the one before; the second one grows.
fn hours(world: &World, grown: u64) -> Vec<PathBuf> {
    let first = messages("2018112714", 0..10);
    let second = [vec![message("2018112714", 9)], messages("2018112715", 10..15 + grown)].concat();
    let third = [vec![message("2018112715", 14)], messages("2018112716", 30..35)].concat();
    let fourth = [vec![message("2018112716", 34)], messages("2018112717", 40..45)].concat();
    let exports = [first, second, third, fourth];
    let names = (2_018_112_714_u64..).map(|hour| format!("{hour}.gz"));
    names.zip(&exports).map(|(name, lines)| world.export(&name, lines)).collect()
}

fn all(grown: u64) -> Vec<String> {
    numbered((0..15 + grown).chain(30..35).chain(40..45))
}

#[test]
fn an_hour_whose_neighbours_forgot_their_keys_takes_them_along() {
    let world = World::new();
    world.run(&hours(&world, 0));
    compact(&world);
    assert!(world.manifest("2018112715").keys.is_none(), "both its neighbours are there");
    let grown = hours(&world, 5);
    let alone = world.try_run(&grown[1..2]).expect("a run");
    assert_eq!(alone.exit_code, 2);
    assert_eq!(world.ids(), all(0), "nothing has changed");
    // The hour after it forgot its keys, too. What is at hand is converted once more, unasked.
    let together = world.statuses(&grown);
    assert_eq!(together[1..], [Status::Ok, Status::Ok, Status::Skipped], "{together:?}");
    assert_eq!(world.ids(), all(5));
    world.assert_sound();
    compact(&world);
    let fresh = World::new();
    fresh.run(&hours(&fresh, 5));
    compact(&fresh);
    assert_eq!(world.ids(), fresh.ids());
    let rows = |world: &World| {
        let files = world.files();
        files.into_iter().filter(|(key, _)| key.starts_with(layout::MESSAGES)).collect::<Vec<_>>()
    };
    assert!(rows(&world) == rows(&fresh), "as if it had never been smaller");
}

#[test]
fn two_hours_of_one_compacted_day_are_changed_by_one_commit() {
    let world = World::new();
    let exports = |grown: u64| hours(&world, grown)[1..3].to_vec();
    world.run(&exports(0));
    compact(&world);
    assert_eq!(covered(&world), ["2018112715", "2018112716"]);
    // Of the one behind it no record goes, but it was compared with another input by now.
    assert_eq!(world.statuses(&exports(5)[..1]), [Status::Ok]);
    world.assert_sound();
    assert_eq!(covered(&world), ["2018112716"]);
    assert_eq!(world.ids(), numbered((9..20).chain(30..35)));
    assert_eq!(world.statuses(&exports(5)), [Status::Skipped; 2]);
}

#[test]
fn a_day_is_no_compacted_one_when_the_last_of_its_hours_is_replaced() {
    let world = World::new();
    let hour = |n: u64| world.export("2018112717.gz", &messages("2018112717", 0..n));
    world.run(&[hour(5)]);
    compact(&world);
    world.run(&[hour(8)]);
    world.assert_sound();
    assert_eq!(world.ids(), numbered(0..8));
    let day = world.root().join(layout::day_manifest(DAY.parse().expect("a day")));
    assert!(!day.exists());
    assert_eq!(world.statuses(&[hour(8)]), [Status::Skipped]);
}
