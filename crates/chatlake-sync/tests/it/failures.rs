//! What fails on the platform, and how a run ends by it.

use std::ops::ControlFlow;

use chatlake_sim::platform::{Endpoint, Fault, FaultRule};
use chatlake_sync::{Seen, State, What};

use crate::harness::{HOUR, World, last_over};

#[test]
fn a_file_that_is_damaged_on_the_server_is_kept_as_such_until_a_good_one_comes() {
    let broken = last_over().plus(-5);
    let rule = FaultRule::of(Fault::GzipBadCrc).on(Endpoint::File).at(&broken.to_string());
    let world = World::with(|options| options.faults = vec![rule]);
    let outcome = world.sync();
    assert_eq!(outcome.exit_code(), 4, "{outcome:?}");
    let (states, app) = (world.states(), world.app());
    assert_eq!((states[&State::Corrupt], states[&State::Converted]), (1, 70));
    let damaged = format!("raw/{app}/{}/{broken}.damaged.gz", broken.date());
    let files = world.files();
    assert!(files.contains_key(&damaged), "{files:?}");
    assert!(!files.keys().any(|name| name.ends_with(&format!("{broken}.parquet"))));
    assert!(world.sync().hours.is_empty(), "not again at once");
    world.platform.clear_faults();
    world.clock.advance(3 * HOUR);
    assert_eq!(world.sync().exit_code(), 0);
    assert_eq!(world.states().into_iter().collect::<Vec<_>>(), [(State::Converted, 74)]);
    assert!(!world.files().contains_key(&damaged));
}

#[test]
fn credentials_that_are_not_taken_end_the_run_at_once() {
    let rule = FaultRule::of(Fault::Unauthorized).on(Endpoint::Ticket);
    let world = World::with(|options| options.faults = vec![rule]);
    let outcome = world.sync();
    assert_eq!(outcome.exit_code(), 6, "{outcome:?}");
    assert!(outcome.hours.is_empty());
    assert!(world.n_requests(Endpoint::Ticket) <= 2, "the refused one, and one with a new token");
    world.platform.clear_faults();
    assert_eq!(world.sync().exit_code(), 6, "a client that was locked out stays so");
}

#[test]
fn a_platform_that_is_down_is_not_asked_for_every_hour() {
    let rule = FaultRule::of(Fault::Status(503, None)).on(Endpoint::Ticket);
    let world = World::with(|options| options.faults = vec![rule]);
    let outcome = world.sync();
    assert_eq!(outcome.exit_code(), 5, "{outcome:?}");
    assert_eq!(outcome.hours.len(), 5);
    assert!(outcome.hours.iter().all(|(_, what)| matches!(what, What::Failed { .. })));
    assert_eq!(world.states().into_iter().collect::<Vec<_>>(), [(State::Pending, 71)]);
    world.platform.clear_faults();
    assert_eq!(world.sync().exit_code(), 0);
}

#[test]
fn whoever_stops_between_two_hours_leaves_whole_hours() {
    let world = World::new();
    let mut n_begun = 0;
    let outcome = world
        .try_sync(&mut |seen| {
            n_begun += usize::from(matches!(seen, Seen::Begins { .. }));
            if n_begun > 10 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        })
        .unwrap();
    assert_eq!(outcome.exit_code(), 130);
    let states = world.states();
    assert_eq!((states[&State::Converted], states[&State::Pending]), (10, 61));
    assert_eq!(world.sync().exit_code(), 0);
    assert_eq!(world.states()[&State::Converted], 71);
}
