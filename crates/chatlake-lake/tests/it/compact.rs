//! Days that are compacted between one commit and the next.

use std::ops::ControlFlow;
use std::path::PathBuf;
use std::time::Duration;

use chatlake_convert::{Existing, Status};
use chatlake_lake::{
    CompactOptions, CompactWatch, Compaction, Day, DayCompacted, DayStatus, Days, Outcome,
    Status as LakeStatus, compact,
};
use chatlake_parquet::SortOptions;

use crate::harness::{World, messages, numbered};

pub(crate) fn compacted(world: &World, days: Days) -> Vec<DayCompacted> {
    let options = CompactOptions {
        sort: SortOptions::default(),
        settled: Duration::from_secs(72 * 3600),
        now_ms: 1_544_000_000_000,
        stamp_ms: 1_544_000_000_000,
        scratch: None,
        is_dry: false,
    };
    let go_on = || ControlFlow::Continue(());
    let watch = CompactWatch { tell: &|_| (), between: &go_on, amid: &go_on };
    compact(&world.lake(), days, &options, watch).expect("a lake that can be read")
}

fn day() -> Day {
    "2018-11-27".parse().expect("a day")
}

/// Three hours of a day, each with the last message of the one before once more, and an hour of
/// the next day.
fn hours(world: &World) -> Vec<PathBuf> {
    vec![
        world.export("2018112710.gz", &messages("2018112710", 0..10)),
        world.export("2018112711.gz", &second(10..20)),
        world.export("2018112712.gz", &third(20..30)),
        world.export("2018112810.gz", &messages("2018112810", 30..40)),
    ]
}

fn second(ids: impl IntoIterator<Item = u64>) -> Vec<String> {
    [messages("2018112710", [9]), messages("2018112711", ids)].concat()
}

fn third(ids: impl IntoIterator<Item = u64>) -> Vec<String> {
    [messages("2018112711", [19]), messages("2018112712", ids)].concat()
}

fn state_of_day(world: &World) -> Option<Compaction> {
    let status = LakeStatus::of(&world.state());
    status.days.iter().find(|it| it.day == day()).and_then(DayStatus::compaction)
}

#[test]
fn an_hour_that_grows_after_its_day_was_compacted_is_in_the_lake_once() {
    let mut world = World::new();
    let hours = hours(&world);
    world.run(&hours);
    let before = numbered(0..40);
    assert_eq!(world.ids(), before);
    let ended = compacted(&world, Days::Closed);
    assert!(matches!(ended[..], [DayCompacted { outcome: Outcome::Compacted, .. }]), "{ended:?}");
    assert_eq!(world.ids(), before, "nothing is lost, and nothing there twice");
    world.assert_sound();
    assert_eq!(state_of_day(&world), Some(Compaction::Compacted));
    assert_eq!(world.statuses(&hours), [Status::Skipped; 4], "what is compacted is in the lake");

    // The last hour of the day has nobody behind it, and keeps its keys.
    let grown = world.export("2018112712.gz", &third((20..30).chain(50..55)));
    world.existing = Existing::Overwrite;
    let all: Vec<PathBuf> = hours[1..2].iter().cloned().chain([grown]).collect();
    assert_eq!(world.statuses(&all), [Status::Ok; 2]);
    world.assert_sound();
    assert_eq!(state_of_day(&world), Some(Compaction::Reopened));
    let grown_ids = numbered((0..40).chain(50..55));
    assert_eq!(world.ids(), grown_ids);

    let ended = compacted(&world, Days::One(day()));
    assert_eq!((ended[0].before.files, ended[0].after.files), (3, 1), "{ended:?}");
    assert_eq!(world.ids(), grown_ids);
    world.assert_sound();
    assert_eq!(state_of_day(&world), Some(Compaction::Compacted));
}

#[test]
fn a_lake_that_was_compacted_early_has_the_files_of_one_that_was_compacted_late() {
    let files = |early: bool| {
        let world = World::new();
        let hours = hours(&world);
        if early {
            world.run(&hours[..2]);
            compacted(&world, Days::One(day()));
        }
        world.run(&hours);
        compacted(&world, Days::One(day()));
        world.assert_sound();
        world.files()
    };
    let (early, late) = (files(true), files(false));
    assert_eq!(early.keys().collect::<Vec<_>>(), late.keys().collect::<Vec<_>>());
    assert!(early == late);
}
