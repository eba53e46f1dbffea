//! Ctrl-C.

use std::io::{BufRead, BufReader, Read};
use std::process::{Command, Stdio};

use chatlake_sim::platform::{Endpoint, Fault, FaultRule};

use super::world::{DUE, World};

/// A sync whose first file takes some seconds, interrupted in the middle of it this often.
fn interrupted(world: &World, times: usize) -> (Option<i32>, String) {
    world.platform.add_fault(FaultRule::of(Fault::Slow(1500)).on(Endpoint::File).first(1));
    let mut child =
        world.command().arg("sync").stderr(Stdio::piped()).stdout(Stdio::null()).spawn().unwrap();
    while world.asked(Endpoint::File) == 0 {
        std::thread::yield_now();
    }
    let mut stderr = BufReader::new(child.stderr.take().unwrap());
    let mut told = String::new();
    for _ in 0..times {
        let pid = child.id().to_string();
        assert!(Command::new("kill").args(["-INT", &pid]).status().unwrap().success());
        // Lines of warnings may come before what the signal says.
        loop {
            let mut line = String::new();
            assert!(stderr.read_line(&mut line).unwrap() > 0, "{told}");
            told.push_str(&line);
            if line.contains("finishing") || line.contains("stopping") {
                break;
            }
        }
    }
    stderr.read_to_string(&mut told).unwrap();
    (child.wait().unwrap().code(), told)
}

#[test]
fn once_finishes_the_hour_in_hand() {
    let world = World::new();
    let (exit, told) = interrupted(&world, 1);
    assert_eq!(exit, Some(130), "{told}");
    assert!(world.raw(DUE[0]).exists() && world.parquet(DUE[0]).exists(), "{told}");
    assert!(!world.raw(DUE[1]).exists(), "{told}");
    world.platform.clear_faults();
    world.run(&["sync"]).exits(0);
}

#[test]
fn twice_stops_and_the_next_run_goes_on() {
    let world = World::new();
    let (exit, told) = interrupted(&world, 2);
    assert_eq!(exit, Some(130), "{told}");
    assert!(!world.raw(DUE[0]).exists(), "{told}");
    world.platform.clear_faults();
    world.run(&["sync"]).exits(0);
    assert!(world.raw(DUE[0]).exists());
}
