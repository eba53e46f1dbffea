//! `chatlake gaps`.

use super::world::{DUE, World};

#[test]
fn gaps_are_ranges_with_their_deadlines() {
    let world = World::new();
    world.run(&["fetch", "--hour", DUE[3]]).exits(0);
    let run = world.run(&["gaps"]).exits(3);
    let lines: Vec<&str> = run.out.lines().collect();
    assert_eq!(lines.len(), 2, "{}", run.out);
    assert!(lines[0].contains("2026112006 to 2026112008"), "{}", run.out);
    assert!(lines[0].contains("the first gone in 30 min, the last in 2 h 30 min"), "{}", run.out);
    assert!(lines[1].contains("2026112010") && lines[1].contains("gone in 4 h 30 min"));
    let gaps = world.run(&["gaps", "--json"]).exits(3).json();
    assert_eq!(gaps["missing"], 4);
    assert_eq!(gaps["apps"][0]["gaps"][0]["hours"], 3);
    assert_eq!(gaps["apps"][0]["gaps"][0]["lost"], false);
    world.run(&["sync"]).exits(0);
    let run = world.run(&["gaps"]).exits(0);
    assert!(run.out.contains("nothing is missing"));
}
