//! What is in the lake of hours, in whatever order they come.

use chatlake_convert::{Existing, Status};
use chatlake_lake::{LakePlan, layout};
use std::path::PathBuf;

use crate::harness::{World, message, messages, numbered, parquet_files, said};

const HOURS: [&str; 4] = ["2018112722", "2018112723", "2018112800", "2018112801"];

/// Four hours across midnight: each has three records of the one before, and one that the one
/// before has with other words.
fn four_hours(world: &World) -> Vec<PathBuf> {
    let export = |(place, hour): (u64, &&str)| {
        let first = place * 10;
        let mut all = messages(hour, first..first + 10);
        if place > 0 {
            let before = HOURS[place as usize - 1];
            all.extend(messages(before, [first - 1, first - 5, first - 3]));
            all.push(said(before, first - 7, "other words"));
        }
        world.export(&format!("{hour}.gz"), &all)
    };
    (0..).zip(&HOURS).map(export).collect()
}

/// Every record once, and those with other words too.
fn expected_ids() -> Vec<String> {
    numbered((0..40).chain([3, 13, 23]))
}

#[test]
fn hours_are_in_the_lake_as_the_picture_says_and_every_record_once() {
    let world = World::new();
    let reports = world.run(&four_hours(&world));
    assert_eq!(world.ids(), expected_ids());
    world.assert_sound();
    let keys: Vec<String> = world.files().into_keys().collect();
    let sha256 = &world.manifest("2018112722").input.sha256;
    let mark = &sha256[..16];
    for key in [
        "_lake.json".to_owned(),
        "_manifest/2018112722.json".to_owned(),
        format!("messages/org=org/app=app/date=2018-11-27/2018112722-{mark}.parquet"),
        format!("_keys/2018112722-{mark}.keys"),
    ] {
        assert!(keys.contains(&key), "{key} in {keys:#?}");
    }
    assert_eq!(keys.len(), 1 + 4 * 3);
    let manifest = world.manifest("2018112800");
    assert_eq!(manifest.across.dropped, [10, 11, 12]);
    assert_eq!(manifest.across.conflicts, 1);
    let accounts = manifest.accounts;
    assert_eq!((accounts.records, accounts.written, accounts.duplicates_dropped), (14, 11, 3));
    assert_eq!(manifest.keys.as_ref().map(|keys| keys.records), Some(14));
    let report = &reports[2];
    assert_eq!(report.counts, accounts);
    assert_eq!(report.outputs[0].path, world.root().join(&manifest.output.path).to_string_lossy());
    assert_eq!(report.outputs[0].rows, 11);
    assert!(report.source.ends_with("raw/2018112800.gz"));
}

#[test]
fn the_order_in_which_hours_come_changes_nothing() {
    let whole = World::new();
    whole.run(&four_hours(&whole));
    let expected = whole.files();
    let orders: [&[&[usize]]; 5] = [
        &[&[3], &[2], &[1], &[0]],
        &[&[0, 2], &[3, 1]],
        &[&[1, 3], &[0], &[2]],
        &[&[2], &[0, 1, 3]],
        &[&[0], &[0, 1, 2, 3], &[3]],
    ];
    for as_bucket in [false, true] {
        for order in orders {
            let mut world = World::new();
            world.ways.as_bucket = as_bucket;
            let paths = four_hours(&world);
            for turn in order {
                let paths: Vec<PathBuf> = turn.iter().map(|place| paths[*place].clone()).collect();
                world.run(&paths);
                world.assert_sound();
            }
            assert_eq!(world.ids(), expected_ids(), "{order:?}");
            assert!(world.files() == expected, "{order:?}");
        }
    }
}

#[test]
fn three_processes_of_a_split_make_what_one_makes() {
    let whole = World::new();
    whole.run(&four_hours(&whole));
    for as_bucket in [false, true] {
        let mut world = World::new();
        world.ways.as_bucket = as_bucket;
        let paths = four_hours(&world);
        std::thread::scope(|scope| {
            for share in 0..3 {
                let asked = world.asked(&paths);
                scope.spawn(move || {
                    let plan = LakePlan::new(asked, |place| place % 3 == share).expect("a plan");
                    let outcome = plan.run(&chatlake_convert::Progress::new()).expect("a run");
                    assert_eq!(outcome.exit_code, 0, "{:#?}", outcome.report);
                });
            }
        });
        assert!(world.files() == whole.files(), "as a bucket: {as_bucket}");
    }
}

#[test]
fn an_hour_whose_file_is_gone_is_converted_again() {
    for as_bucket in [false, true] {
        let mut world = World::new();
        world.ways.as_bucket = as_bucket;
        let paths = four_hours(&world);
        world.run(&paths);
        let whole = world.files();
        for key in whole.keys().filter(|key| key.contains("2018112800-")) {
            std::fs::remove_file(world.root().join(key)).expect("a file");
            let statuses = world.statuses(&paths);
            let expected = [Status::Skipped, Status::Skipped, Status::Ok, Status::Skipped];
            assert_eq!(statuses, expected, "{key}, as a bucket: {as_bucket}");
            assert!(world.files() == whole, "{key}, as a bucket: {as_bucket}");
        }
        assert_eq!(world.statuses(&paths), [Status::Skipped; 4]);
    }
}

#[test]
fn parts_of_an_hour_are_slots_of_their_own_and_share_no_record() {
    let exports = |world: &World| {
        [
            world.export("2018112716.gz", &messages("2018112716", 0..10)),
            world.export("2018112717.gz", &messages("2018112717", 8..20)),
            world.export("2018112717.2.gz", &messages("2018112717", 15..30)),
            world.export("2018112717.3.gz", &messages("2018112717", 29..35)),
            world.export("2018112718.gz", &messages("2018112717", [16, 33, 40])),
        ]
    };
    let whole = World::new();
    // A record is known by its bytes, and its timestamp is among them.
    whole.run(&exports(&whole));
    assert_eq!(whole.ids(), numbered((0..35).chain([8, 9, 40])));
    assert_eq!(whole.manifest("2018112717.2").across.dropped, [0, 1, 2, 3, 4]);
    assert_eq!(whole.manifest("2018112718").across.dropped, [0, 1]);
    for order in [[4, 3, 2, 1, 0], [3, 1, 4, 0, 2], [2, 4, 0, 3, 1]] {
        let world = World::new();
        let paths = exports(&world);
        order.iter().for_each(|place| drop(world.run(&[paths[*place].clone()])));
        assert!(world.files() == whole.files(), "{order:?}");
    }
}

#[test]
fn what_is_there_is_left_alone_and_nothing_is_written() {
    let world = World::new();
    let paths = four_hours(&world);
    world.run(&paths);
    let manifest = world.manifest("2018112800");
    assert_eq!(world.statuses(&paths), [Status::Skipped; 4]);
    assert_eq!(world.manifest("2018112800"), manifest);
}

#[test]
fn an_hour_that_has_grown_takes_the_place_of_what_it_was() {
    for as_bucket in [false, true] {
        let mut world = World::new();
        world.ways.as_bucket = as_bucket;
        let young = world.export("2018112717.gz", &messages("2018112717", 0..5));
        let next =
            world.export("2018112718.gz", &[message("2018112717", 7), message("2018112718", 8)]);
        world.run(&[young, next.clone()]);
        let before = world.manifest("2018112717");
        assert_eq!(world.ids(), numbered([0, 1, 2, 3, 4, 7, 8]));
        let grown = world.export("2018112717.gz", &messages("2018112717", 0..8));
        assert_eq!(world.statuses(std::slice::from_ref(&grown)), [Status::Ok]);
        assert_eq!(world.ids(), numbered(0..9), "what was in the next hour is here now");
        world.assert_sound();
        let after = world.manifest("2018112717");
        assert_eq!((before.generation, after.generation), (1, 2));
        assert_eq!(parquet_files(&world.root().join(layout::MESSAGES)).len(), 2);
        assert!(!world.root().join(&before.output.path).exists());
        let fresh = World::new();
        fresh.export("2018112717.gz", &messages("2018112717", 0..8));
        fresh.run(&[grown, next]);
        let files = [&world, &fresh].map(World::files_of_any_generation);
        assert!(files[0] == files[1], "as if it had never been smaller");
    }
}

#[test]
fn an_hour_that_lost_what_the_next_one_left_out_waits_for_it() {
    let world = World::new();
    let hour = world.export("2018112717.gz", &messages("2018112717", 0..5));
    let next = world.export("2018112718.gz", &messages("2018112717", 3..9));
    world.run(&[hour.clone(), next.clone()]);
    let files = world.files();
    world.export("2018112717.gz", &messages("2018112717", [0, 1, 2, 4, 20, 21]));
    let refused = world.try_run(std::slice::from_ref(&hour)).expect("a run");
    assert_eq!(refused.exit_code, 2);
    let error = refused.report.inputs[0].error.clone().expect("it says why");
    assert!(error.ends_with("name the file of 2018112718, too"), "{error}");
    assert_eq!(
        refused.wants.into_iter().map(|slot| slot.to_string()).collect::<Vec<_>>(),
        ["2018112718"]
    );
    assert!(world.files() == files, "nothing has changed");
    assert_eq!(world.statuses(&[hour, next]), [Status::Ok; 2]);
    assert_eq!(world.ids(), numbered([0, 1, 2, 4, 20, 21, 3, 5, 6, 7, 8]));
    assert_eq!(world.manifest("2018112718").across.dropped, [1]);
    world.assert_sound();
}

#[test]
fn overwriting_makes_the_same_again() {
    let mut world = World::new();
    let paths = four_hours(&world);
    world.run(&paths);
    let (files, manifest) = (world.files(), world.manifest("2018112723"));
    world.existing = Existing::Overwrite;
    let lost = world.root().join(&manifest.output.path);
    std::fs::remove_file(lost).expect("a file");
    assert_eq!(world.statuses(&paths), [Status::Ok; 4]);
    assert!(world.files() == files);
    assert_eq!(world.manifest("2018112723"), manifest, "it says nothing else, so it stays");
}

#[test]
fn what_is_whole_of_a_damaged_hour_gives_way_to_the_whole_one() {
    let mut world = World::new();
    world.salvage = true;
    let whole = messages("2018112717", 0..2000);
    let path = world.export("2018112717.gz", &whole);
    let bytes = std::fs::read(&path).expect("a file");
    std::fs::write(&path, &bytes[..bytes.len() - 20]).expect("a file");
    let outcome = world.try_run(std::slice::from_ref(&path)).expect("a run");
    assert_eq!(outcome.report.inputs[0].status, Status::Salvaged);
    assert_eq!(outcome.exit_code, 3);
    assert!(world.manifest("2018112717").salvaged);
    std::fs::write(&path, &bytes).expect("a file");
    assert_eq!(world.statuses(std::slice::from_ref(&path)), [Status::Ok]);
    assert!(!world.manifest("2018112717").salvaged);
    let files = world.files();
    std::fs::write(&path, &bytes[..bytes.len() - 20]).expect("a file");
    let outcome = world.try_run(&[path]).expect("a run");
    assert_eq!(outcome.exit_code, 2, "a part takes the place of no whole");
    assert!(world.files() == files);
}

#[test]
fn an_hour_that_replaces_a_larger_one_is_told_of() {
    let world = World::new();
    let path = world.export("2018112717.gz", &messages("2018112717", 0..5));
    world.run(std::slice::from_ref(&path));
    world.export("2018112717.gz", &messages("2018112717", 0..4));
    let outcome = world.try_run(&[path]).expect("a run");
    assert_eq!(outcome.exit_code, 3);
    assert_eq!(outcome.report.inputs[0].warnings, ["it has 4 records, and what it replaces had 5"]);
    assert_eq!(world.ids(), numbered(0..4));
}

#[test]
fn rejects_lie_beside_and_do_not_tell_where_the_export_lay() {
    let world = World::new();
    let mut lines = messages("2018112717", 0..3);
    lines.push("no record".to_owned());
    let path = world.export("2018112717.gz", &lines);
    let outcome = world.try_run(&[path]).expect("a run");
    assert_eq!(outcome.exit_code, 3);
    let rejects = world.manifest("2018112717").rejects.expect("there is one");
    assert_eq!(rejects.records, 1);
    let text = std::fs::read_to_string(world.root().join(&rejects.path)).expect("a file");
    assert!(text.starts_with("{\"source\":\"2018112717.gz\","), "{text}");
    assert_eq!(
        outcome.report.inputs[0].rejects_path,
        Some(world.root().join(rejects.path).to_string_lossy().into_owned())
    );
}
