//! `chatlake status`.

use super::world::{APP, DUE, World};
use crate::run::finish;

#[test]
fn before_anything_there_is_no_archive() {
    let world = World::new();
    world.run(&["status"]).exits(2).says("chatlake sync");
    assert!(world.folder.files().is_empty(), "asking makes nothing");
}

#[test]
fn missing_hours_are_told_with_their_time_left_and_then_none_is() {
    let world = World::new();
    world.run(&["fetch", "--hour", DUE[3]]).exits(0);
    let run = world.run(&["status"]).exits(3);
    assert!(run.out.contains("missing: 4 hours"), "{}", run.out);
    // Hour 06 ends at 07:00 and is gone at 13:00; it is 12:30.
    assert!(run.out.contains("2026112006  gone in 30 min"), "{}", run.out);
    assert!(run.out.contains("2026112010  gone in 4 h 30 min"), "{}", run.out);
    // Hour 11 ends at 12:00 and falls due at 13:00.
    assert!(run.out.contains("next: 2026112011 is due in 30 min"), "{}", run.out);
    let row = run.out.lines().find(|line| line.trim_start().starts_with("2026-11-20")).unwrap();
    assert_eq!(row, "  2026-11-20         ???+?. .");
    world.run(&["sync"]).exits(0);
    let run = world.run(&["status"]).exits(0);
    assert!(run.out.contains("nothing is missing"), "{}", run.out);
    let row = run.out.lines().find(|line| line.trim_start().starts_with("2026-11-20")).unwrap();
    assert_eq!(row, "  2026-11-20         #####. .");
    assert!(!run.out.contains('\x1b'), "no colours but on terminals");
}

#[test]
fn hours_that_nobody_fetched_in_time_are_lost() {
    let world = World::new();
    world.run(&["sync"]).exits(0);
    world.pass(9);
    // Hours 11 and 12 were gone at 18:00 and 19:00 or will be; it is 21:30.
    let run = world.run(&["status"]).exits(7);
    assert!(run.out.contains("lost: 4 hours"), "{}", run.out);
    assert!(run.out.contains("2026112011 to 2026112014"), "{}", run.out);
    let status = world.run(&["status", "--json"]).exits(7).json();
    assert_eq!(status["verdict"], "lost");
    assert_eq!(status["lost"], 4);
    let days = world.run(&["status", "--days", "1", "--json"]).exits(7).json();
    assert_eq!(days["apps"][0]["hours"][0]["hour"], "2026112006");
}

#[test]
fn the_document_has_every_hour() {
    let world = World::new();
    world.run(&["fetch", "--hour", DUE[3]]).exits(0);
    let status = world.run(&["status", "--json"]).exits(3).json();
    let app = &status["apps"][0];
    assert_eq!(app["app"], APP);
    assert_eq!(app["zone"], "+08:00");
    assert_eq!(app["verdict"], "gaps");
    assert_eq!(app["missing"], 4);
    assert_eq!(app["counts"]["verified"], 1);
    assert_eq!(app["counts"]["pending"], 4);
    assert_eq!(app["counts"]["expired"], 0);
    assert_eq!(app["next_due"]["hour"], "2026112011");
    assert_eq!(app["next_due"]["at"], "2026-11-20T05:00:00.000Z");
    let first = &app["hours"][0];
    assert_eq!(first["hour"], "2026112006");
    assert_eq!(first["start"], "2026-11-19T22:00:00.000Z");
    assert_eq!(first["state"], "pending");
    assert_eq!(first["standing"], "missing");
    assert_eq!(first["gone"], "2026-11-20T05:00:00.000Z");
    let gap = &app["gaps"][0];
    assert_eq!((gap["first"].as_str(), gap["last"].as_str()), (Some(DUE[0]), Some(DUE[2])));
    // A little of the half hour may be over.
    assert!((1799..=1800).contains(&gap["first_gone_in_s"].as_i64().unwrap()), "{gap}");
}

#[test]
fn an_app_that_is_not_there_is_no_app_without_gaps() {
    let world = World::new();
    world.run(&["sync"]).exits(0);
    world.run(&["status", "--app", "some/other"]).exits(2).says("knows nothing of some/other");
    let run = finish(world.command().env_remove("CHATLAKE_APP").arg("status")).exits(0);
    assert!(run.out.starts_with(APP), "without a name, all apps are told");
}
