//! A run that is killed between any two steps, and the run after it.

use std::ops::ControlFlow;

use chatlake_sim::platform::{Endpoint, PlatformOptions};
use chatlake_sync::Seen;

use crate::harness::{HOUR, SMALL, World, last_over};

/// A few hours, some of which grow, come in two files, or have none.
fn few(options: &mut PlatformOptions) {
    let last = last_over();
    options.hour = chatlake_sim::platform::HourShape::ABSENT;
    for n in 1..4 {
        let hour = last.plus(-n).to_string().parse().unwrap();
        let shape = SMALL.growing_after(4 * HOUR + HOUR / 2);
        let shape = if n == 2 { shape.in_files(2) } else { shape };
        options.hours.insert(hour, shape);
    }
}

/// The window is short, so that hours without a file are few.
fn world() -> World {
    let mut world = World::with(few);
    world.window.retention = 12 * HOUR;
    world.window.settled = 6 * HOUR;
    world
}

/// Runs until the step of this number, or to the end. Says whether there was such a step.
fn killed_at(world: &World, number: usize) -> bool {
    let mut n_steps = 0;
    let outcome = world
        .try_sync(&mut |seen| {
            if matches!(seen, Seen::Stepped { .. }) {
                n_steps += 1;
            }
            if n_steps > number { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        })
        .unwrap();
    outcome.is_interrupted
}

#[test]
fn after_a_kill_at_any_step_the_next_run_ends_with_the_same_archive() {
    let whole = world();
    whole.sync();
    whole.clock.advance(7 * HOUR);
    whole.sync();
    let (facts, files) = (whole.catalogue().facts().unwrap(), whole.files());
    assert!(files.keys().any(|name| name.ends_with(".v1.gz")), "{files:?}");
    assert!(files.keys().any(|name| name.ends_with(".empty")), "{files:?}");
    let n_files = whole.n_requests(Endpoint::File);
    let mut number = 0;
    loop {
        let world = world();
        let was_killed = killed_at(&world, number);
        world.sync();
        world.clock.advance(7 * HOUR);
        if !was_killed {
            break;
        }
        world.sync();
        assert_eq!(world.files(), files, "killed at step {number} of the first run");
        assert_eq!(world.catalogue().facts().unwrap(), facts, "step {number}");
        let extra = world.n_requests(Endpoint::File) - n_files;
        assert!(extra <= 2, "step {number}: {extra} downloads more");
        number += 1;
    }
    assert!(number > 20, "{number} steps");
}

#[test]
fn after_a_kill_at_any_step_of_a_second_look_the_next_run_ends_with_the_same_archive() {
    let whole = world();
    whole.sync();
    whole.clock.advance(7 * HOUR);
    whole.sync();
    let (facts, files) = (whole.catalogue().facts().unwrap(), whole.files());
    let mut number = 0;
    loop {
        let world = world();
        world.sync();
        world.clock.advance(7 * HOUR);
        if !killed_at(&world, number) {
            break;
        }
        world.sync();
        assert_eq!(world.files(), files, "killed at step {number}");
        assert_eq!(world.catalogue().facts().unwrap(), facts, "killed at step {number}");
        number += 1;
    }
    assert!(number > 20, "{number} steps");
}
