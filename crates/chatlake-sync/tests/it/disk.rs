//! A disk that refuses.

use std::fs;

use chatlake_sync::{State, unwatched};

use crate::harness::World;

#[test]
fn what_cannot_be_written_ends_the_run_and_the_next_one_finishes() {
    let world = World::new();
    world.archive.create().unwrap();
    let day = world.archive.raw_day(&world.app(), world.last_over().plus(-1));
    // A file where a folder must be fails for everybody, whatever the rights.
    fs::create_dir_all(day.parent().unwrap()).unwrap();
    fs::write(&day, b"in the way").unwrap();
    let outcome = world.sync();
    assert_eq!(outcome.exit_code(), 8, "{outcome:?}");
    let failure = outcome.failure.unwrap().to_string();
    assert!(failure.contains(&*day.to_string_lossy()), "{failure}");
    assert!(outcome.n_left > 0);
    assert!(!world.files().keys().any(|name| name.contains(".part") || name.contains(".new")));
    fs::remove_file(&day).unwrap();
    assert_eq!(world.sync().exit_code(), 0);
    assert_eq!(world.states().into_iter().collect::<Vec<_>>(), [(State::Converted, 71)]);
}

#[test]
fn an_output_that_cannot_be_written_leaves_the_hour_safe_for_the_next_run() {
    let world = World::new();
    world.archive.create().unwrap();
    let root = world.archive.output_root("parquet");
    fs::write(&root, b"in the way").unwrap();
    let outcome = world.sync();
    assert_eq!(outcome.exit_code(), 8, "{outcome:?}");
    assert_eq!(world.states()[&State::Verified], 1);
    fs::remove_file(&root).unwrap();
    assert_eq!(world.sync().exit_code(), 0);
    assert_eq!(world.states().into_iter().collect::<Vec<_>>(), [(State::Converted, 71)]);
}

#[test]
fn an_archive_that_cannot_be_made_is_told_by_its_path() {
    let world = World::new();
    fs::write(world.archive.root(), b"in the way").unwrap();
    let refused = world.try_sync(&mut unwatched).unwrap_err();
    assert_eq!(refused.exit_code(), 8);
    assert!(refused.to_string().contains(&*world.archive.root().to_string_lossy()), "{refused}");
}
