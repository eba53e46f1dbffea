//! Runs that end before any of their acts: what is there is sound, and the next run ends as one
//! that nobody disturbed.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use chatlake_lake::{Rehearsal, Ways};

use crate::harness::{World, message, messages};

/// What is in the lake already, and what is to come.
type Scenario = fn(&World) -> (Vec<PathBuf>, Vec<PathBuf>);

const SCENARIOS: &[(&str, Scenario)] = &[
    ("a new lake", |world| (Vec::new(), neighbours(world))),
    ("an hour between two", |world| {
        let [first, second, third] = neighbours(world).try_into().expect("three");
        (vec![first, third], vec![second])
    }),
    ("the first hour last", |world| {
        let [first, second, third] = neighbours(world).try_into().expect("three");
        (vec![second, third], vec![first])
    }),
    ("an hour that has grown", |world| {
        let young = world.export("young/2018112723.gz", &messages("2018112723", 0..5));
        let others = neighbours(world);
        (vec![young, others[2].clone()], others)
    }),
    ("rejects that are gone", |world| {
        let mut lines = messages("2018112723", 0..5);
        lines.push("no record".to_owned());
        let before = world.export("before/2018112723.gz", &lines);
        (vec![before], vec![world.export("2018112723.gz", &messages("2018112723", 0..6))])
    }),
];

/// Three hours across midnight, each with records of the one before.
fn neighbours(world: &World) -> Vec<PathBuf> {
    let mut second = messages("2018112723", 5..15);
    second.push(message("2018112722", 3));
    let mut third = messages("2018112800", 15..20);
    third.extend([message("2018112723", 14), message("2018112723", 7)]);
    vec![
        world.export("2018112722.gz", &messages("2018112722", 0..5)),
        world.export("2018112723.gz", &second),
        world.export("2018112800.gz", &third),
    ]
}

/// Ends everything before the act of this number; tells whether it came to that.
fn killed_at(world: &mut World, paths: &[PathBuf], n_acts: usize) -> bool {
    let count = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&count);
    let as_bucket = world.ways.as_bucket;
    let rehearsal = Rehearsal::new(move |_| {
        // Who is dead does nothing more.
        let is_dead = counted.fetch_add(1, Ordering::SeqCst) >= n_acts;
        if is_dead { Err(io::Error::other("killed")) } else { Ok(()) }
    });
    world.ways = Ways { as_bucket, rehearsal: Some(rehearsal) };
    let outcome = world.try_run(paths);
    world.ways = Ways { as_bucket, rehearsal: None };
    let was_killed = count.load(Ordering::SeqCst) > n_acts;
    assert_eq!(outcome.is_err() || outcome.is_ok_and(|it| it.exit_code != 0), was_killed);
    was_killed
}

fn check(as_bucket: bool) {
    for (name, scenario) in SCENARIOS {
        let world = |is_whole: bool| {
            let mut world = World::new();
            let (before, after) = scenario(&world);
            if !before.is_empty() {
                // Rejects are warnings.
                world.try_run(&before).expect("a run");
            }
            world.ways.as_bucket = as_bucket;
            if is_whole {
                world.run(&after);
            }
            (world, before, after)
        };
        let (whole, ..) = world(true);
        let expected: BTreeMap<String, Vec<u8>> = whole.files();
        let ids = whole.ids();
        let mut n_acts = 0;
        loop {
            let (mut world, before, paths) = world(false);
            let was_killed = killed_at(&mut world, &paths, n_acts);
            world.assert_sound();
            world.run(&paths);
            if as_bucket {
                // Without a lock, what was left of an hour goes when that hour is looked at.
                let is_new = |name: &Path| paths.iter().any(|path| path.ends_with(name));
                let all = before.into_iter().filter(|path| {
                    !is_new(Path::new(path.file_name().expect("exports have names")))
                });
                world.run(&all.chain(paths.iter().cloned()).collect::<Vec<_>>());
            }
            world.assert_sound();
            assert_eq!(world.ids(), ids, "{name}, killed before act {n_acts}");
            assert!(world.files() == expected, "{name}, killed before act {n_acts}");
            if !was_killed {
                break;
            }
            n_acts += 1;
        }
        assert!(n_acts > 3, "{name}: {n_acts} acts are too few");
    }
}

#[test]
fn after_a_kill_before_any_act_the_next_run_ends_with_the_same_lake() {
    check(false);
}

#[test]
fn after_a_kill_before_any_act_the_next_run_ends_with_the_same_bucket() {
    check(true);
}
