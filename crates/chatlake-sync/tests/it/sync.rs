//! What a scheduled run does.

use std::time::Duration;

use chatlake_core::Hour;
use chatlake_sim::corpus::HourName;
use chatlake_sim::platform::{Endpoint, HourShape, NotYet, most_within};
use chatlake_sync::{
    Gap, Refetch, Seen, State, SyncError, Verdict, What, Window, calendar, unwatched,
};

use crate::harness::{HOUR, SMALL, World, last_over};

fn name(hour: Hour) -> HourName {
    hour.to_string().parse().unwrap()
}

#[test]
fn a_first_run_brings_everything_that_is_there_oldest_first_within_the_rate() {
    let world = World::new();
    let mut planned = None;
    let outcome = world
        .try_sync(&mut |seen| {
            if let Seen::Planned { n_hours, at_least, .. } = seen {
                planned = Some((*n_hours, *at_least));
            }
            unwatched(seen)
        })
        .unwrap();
    assert_eq!(outcome.exit_code(), 0, "{outcome:?}");
    assert_eq!(world.states().into_iter().collect::<Vec<_>>(), [(State::Converted, 71)]);
    let hours: Vec<Hour> = outcome.hours.iter().map(|(hour, _)| *hour).collect();
    assert!(hours.is_sorted());
    assert_eq!(hours.last(), Some(&world.last_over().plus(-1)));
    let log = world.platform.log();
    assert!(most_within(&log, Endpoint::Ticket, Duration::from_secs(60)) <= 10);
    assert_eq!(world.n_requests(Endpoint::Token), 1);
    assert_eq!(world.n_requests(Endpoint::File), 71);
    let (n_hours, at_least) = planned.unwrap();
    assert_eq!(n_hours, 71);
    assert!(at_least >= Duration::from_secs(360), "{at_least:?}");
}

#[test]
fn a_second_run_asks_for_nothing() {
    let world = World::new();
    // All are settled but those of the last 26 hours, which will be looked at again.
    world.sync();
    let (tickets, files) = (world.n_requests(Endpoint::Ticket), world.files());
    let outcome = world.sync();
    assert_eq!(outcome.exit_code(), 0);
    assert!(outcome.hours.is_empty() && outcome.converted.is_empty(), "{outcome:?}");
    assert_eq!(world.n_requests(Endpoint::Ticket), tickets);
    assert_eq!(world.files(), files);
}

#[test]
fn after_sixty_hours_of_outage_everything_is_in_hand() {
    let world = World::new();
    world.sync();
    world.clock.advance(60 * HOUR);
    let outcome = world.sync();
    assert_eq!(outcome.exit_code(), 0, "{outcome:?}");
    let states = world.states();
    assert_eq!(states.into_iter().collect::<Vec<_>>(), [(State::Converted, 131)]);
}

#[test]
fn hours_that_were_deleted_meanwhile_are_lost_and_said_so() {
    let world = World::new();
    world.sync();
    world.clock.advance(80 * HOUR);
    let outcome = world.sync();
    assert_eq!(outcome.exit_code(), 7, "{outcome:?}");
    let states = world.states();
    assert!(states[&State::Expired] >= 8, "{states:?}");
    assert_eq!(states.values().sum::<usize>(), 151);
    let now = chatlake_core::clock::Clock::now_ms(&*world.clock);
    let calendar = calendar(&world.catalogue(), &world.app(), &world.window, now).unwrap();
    assert_eq!(calendar.verdict, Verdict::Lost);
    let lost: i64 = calendar.gaps.iter().filter(|gap| gap.is_lost).map(Gap::n_hours).sum();
    assert_eq!(lost, i64::try_from(states[&State::Expired]).unwrap());
    // Once said is enough: the next run is about what is there.
    assert_eq!(world.sync().exit_code(), 0);
}

#[test]
fn an_hour_that_has_grown_replaces_what_was_fetched_and_both_stay() {
    let world = World::with(|options| {
        options.hour = SMALL.growing_after(5 * HOUR);
    });
    world.sync();
    let (app, hour) = (world.app(), world.last_over().plus(-1));
    let before = world.catalogue().files(&app, hour).unwrap();
    let rows = world.catalogue().outputs(&app, hour).unwrap()[0].counts.records;
    assert_eq!(before.len(), 1);
    world.clock.advance(26 * HOUR);
    let outcome = world.sync();
    assert_eq!(outcome.exit_code(), 0, "{outcome:?}");
    assert!(
        outcome.hours.iter().any(|(of, what)| *of == hour && matches!(what, What::Replaced { .. }))
    );
    let files = world.catalogue().files(&app, hour).unwrap();
    assert_eq!(files.len(), 2);
    assert_eq!((files[0].version, files[0].replaced_by), (1, Some(2)));
    assert_eq!((files[1].version, files[1].replaced_by), (2, None));
    assert_eq!(files[0].sha256, before[0].sha256);
    assert!(files[0].path.ends_with(&format!("{hour}.v1.gz")), "{}", files[0].path);
    assert!(files[1].bytes > files[0].bytes);
    let outputs = world.catalogue().outputs(&app, hour).unwrap();
    assert!(outputs[0].counts.records > rows);
    assert_eq!(outputs[0].input_sha256, files[1].sha256);
    assert_eq!(outputs[0].counts.records, 5);
}

#[test]
fn an_hour_that_has_not_grown_stays_as_it_is() {
    let world = World::new();
    world.sync();
    let before = world.files();
    world.clock.advance(27 * HOUR);
    let outcome = world.sync();
    let looks = outcome.hours.iter().filter(|(_, what)| *what == What::Unchanged).count();
    assert!(looks > 20, "{outcome:?}");
    let after = world.files();
    assert!(before.iter().all(|(name, hash)| after.get(name) == Some(hash)));
    assert!(!after.keys().any(|name| name.contains(".new") || name.contains(".v1")), "{after:?}");
}

#[test]
fn with_one_request_in_five_failing_it_ends_complete() {
    let world = World::with(|options| *options = options.clone().failing(1, 5));
    let mut n_runs = 0;
    while world.catalogue_is_incomplete() {
        let outcome = world.sync();
        assert!([0, 5].contains(&outcome.exit_code()), "{outcome:?}");
        n_runs += 1;
        assert!(n_runs < 5, "{outcome:?}");
    }
    let log = world.platform.log();
    assert!(most_within(&log, Endpoint::Ticket, Duration::from_secs(60)) <= 10);
}

#[test]
fn an_hour_without_a_file_is_asked_for_again_and_then_empty() {
    for not_yet in [NotYet::Unstored, NotYet::NotFound] {
        let silent = last_over().plus(-1);
        let world = World::with(|options| {
            options.not_yet = not_yet;
            options.hours.insert(name(silent), HourShape::ABSENT);
        });
        let outcome = world.sync();
        let what = |outcome: &chatlake_sync::Outcome| {
            let found = outcome.hours.iter().find(|(hour, _)| *hour == silent);
            found.map(|(_, what)| what.clone())
        };
        assert!(matches!(what(&outcome), Some(What::NotYet { ask_ms: Some(_) })), "{outcome:?}");
        assert_eq!(what(&world.sync()), None, "not again at once");
        world.clock.advance(26 * HOUR);
        assert_eq!(what(&world.sync()), Some(What::Empty));
        assert!(world.files().keys().any(|file| file.ends_with(&format!("{silent}.empty"))));
        world.clock.advance(40 * HOUR);
        assert_eq!(what(&world.sync()), Some(What::Empty), "one last look");
        world.clock.advance(40 * HOUR);
        assert_eq!(what(&world.sync()), None, "and no more");
    }
}

#[test]
fn hours_of_several_files_have_an_output_for_each() {
    let world = World::with(|options| options.hour = SMALL.in_files(2));
    let outcome = world.sync();
    assert_eq!(outcome.exit_code(), 0, "{outcome:?}");
    let (app, hour) = (world.app(), world.last_over().plus(-2));
    let outputs = world.catalogue().outputs(&app, hour).unwrap();
    assert_eq!(outputs.iter().map(|output| output.counts.records).sum::<u64>(), 5);
    let date = hour.date();
    for suffix in [".parquet", ".2.parquet"] {
        let path = format!("parquet/{app}/{date}/{hour}{suffix}");
        assert!(outputs.iter().any(|output| output.path == path), "{path}");
    }
}

#[test]
fn the_other_zone_is_noticed() {
    let mut world = World::with(|options| options.zone = chatlake_sim::corpus::Zone::Utc);
    world.window = Window::new(chatlake_core::Zone::Beijing);
    let outcome = world.sync();
    assert!(!outcome.other_zone.is_empty());
    assert!(outcome.exit_code() >= 3);
    world.window = Window::new(chatlake_core::Zone::Utc);
    let refused = world.try_sync(&mut unwatched).unwrap_err();
    assert_eq!(refused.exit_code(), 2);
    assert!(refused.to_string().contains("--zone +08:00"), "{refused}");
}

#[test]
fn named_hours_are_fetched_and_not_converted_without_a_conversion() {
    let world = World::new();
    let hour = world.last_over().plus(-3);
    let run = chatlake_sync::Run { conversion: None, ..world.run() };
    let outcome = run.fetch(&[hour], Refetch::Missing, &mut unwatched).unwrap();
    assert!(matches!(outcome.hours[..], [(_, What::Fetched { .. })]), "{outcome:?}");
    assert_eq!(world.states().into_iter().collect::<Vec<_>>(), [(State::Verified, 1)]);
    let outcome = run.fetch(&[hour], Refetch::Missing, &mut unwatched).unwrap();
    assert!(matches!(outcome.hours[..], [(_, What::InHand)]));
    let outcome = run.fetch(&[hour], Refetch::All, &mut unwatched).unwrap();
    assert!(matches!(outcome.hours[..], [(_, What::Unchanged)]), "{outcome:?}");
    let future = world.last_over().plus(1);
    let refused = run.fetch(&[future], Refetch::Missing, &mut unwatched).unwrap_err();
    assert!(matches!(refused, SyncError::NotOver { .. }));
    assert_eq!(refused.exit_code(), 2);
    let outcome = run.fetch(&[hour.plus(-100)], Refetch::Missing, &mut unwatched).unwrap();
    assert_eq!(outcome.exit_code(), 7, "{outcome:?}");
}

#[test]
fn no_hour_is_begun_when_time_is_up() {
    let world = World::new();
    let run = chatlake_sync::Run { max_time: Some(Duration::from_secs(120)), ..world.run() };
    let outcome = run.sync(&mut unwatched).unwrap();
    assert_eq!(outcome.exit_code(), 5);
    assert_eq!(outcome.hours.len() + outcome.n_left, 71);
    assert!((10..40).contains(&outcome.hours.len()), "{}", outcome.hours.len());
}

impl World {
    fn catalogue_is_incomplete(&self) -> bool {
        !self.archive.catalogue().exists()
            || self.states().keys().any(|state| *state != State::Converted)
    }
}
