//! Days that change while they are compacted, and work that is called off.

use std::fs;
use std::ops::ControlFlow;
use std::sync::atomic::{AtomicUsize, Ordering};

use chatlake_core::Projection;

use super::town::{DAY, HOURS, Town, day, options};
use crate::compact::{CompactEvent, CompactWatch, Days, Outcome, compact};
use crate::layout;
use crate::manifest::Manifest;

#[test]
fn a_day_that_changes_meanwhile_begins_again() {
    let town = Town::of(&HOURS);
    let begins = AtomicUsize::new(0);
    let change = |event: CompactEvent<'_>| {
        if matches!(event, CompactEvent::Begun { .. }) && begins.fetch_add(1, Ordering::SeqCst) == 0
        {
            town.commit("2018112703", &Projection::default());
        }
    };
    let ended = town.compact_with(Days::One(day(DAY)), &options(), &change).expect("a lake");
    assert!(matches!(ended[0].outcome, Outcome::Compacted), "{ended:?}");
    assert_eq!(begins.load(Ordering::SeqCst), 2);
    assert_eq!((town.rows().len(), town.rows_in_folders().len()), (150, 150));
    assert_eq!((ended[0].slots, ended[0].rows), (5, 150));
}

#[test]
fn a_day_that_always_changes_is_left_for_another_time() {
    let town = Town::of(&HOURS);
    let generation = AtomicUsize::new(2);
    let change = |event: CompactEvent<'_>| {
        if matches!(event, CompactEvent::Begun { .. }) {
            let manifest = town.state().slots.remove(&HOURS[0].parse().expect("a slot"));
            let generation = generation.fetch_add(1, Ordering::SeqCst) as u64;
            town.put(&Manifest { generation, ..manifest.expect("a slot of the lake") });
        }
    };
    let files = town.files();
    let ended = town.compact_with(Days::One(day(DAY)), &options(), &change).expect("a lake");
    assert!(matches!(ended[0].outcome, Outcome::Busy), "{ended:?}");
    assert_eq!(town.files(), files);
}

#[test]
fn who_wants_no_more_leaves_the_day_as_it_was() {
    let town = Town::of(&HOURS);
    let files = town.files();
    let (go_on, stop) = (|| ControlFlow::Continue(()), || ControlFlow::Break(()));
    let watch = CompactWatch { tell: &|_| (), between: &go_on, amid: &stop };
    let ended = compact(&town.lake(), Days::Closed, &options(), watch).expect("a look");
    assert_eq!(ended.len(), 0, "the last day is not closed");
    let ended = compact(&town.lake(), Days::One(day(DAY)), &options(), watch).expect("a look");
    assert!(matches!(ended[0].outcome, Outcome::Failed(_)), "{ended:?}");
    let watch = CompactWatch { tell: &|_| (), between: &stop, amid: &go_on };
    let ended = compact(&town.lake(), Days::One(day(DAY)), &options(), watch).expect("a look");
    assert!(ended.is_empty());
    assert_eq!(town.files(), files);
    let staging = town.path().join(layout::STAGING);
    assert_eq!(fs::read_dir(staging).expect("a folder").count(), 0);
}
