//! Hours that become part of a lake.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Read, Write};
use std::net::TcpListener;
use std::ops::ControlFlow;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use chatlake_core::clock::Clock;
use chatlake_lake::{Lake, LakeError, Manifest, Rehearsal, State as InLake, Terms, Ways};
use chatlake_sim::platform::{Endpoint, HourShape, PlatformOptions};
use chatlake_store::{Place, Store};
use chatlake_sync::{
    Conversion, Finding, LakeOutputs, Outputs, Reading, Rebuild, Seen, State, SyncError, unwatched,
    verify,
};

use crate::harness::{HOUR, SMALL, World, last_over};

/// A few hours, some of which grow or come in two files.
fn few(options: &mut PlatformOptions) {
    let last = last_over();
    options.hour = HourShape::ABSENT;
    for n in 1..4 {
        let hour = last.plus(-n).to_string().parse().unwrap();
        let shape = SMALL.growing_after(4 * HOUR + HOUR / 2);
        let shape = if n == 2 { shape.in_files(2) } else { shape };
        options.hours.insert(hour, shape);
    }
}

fn world() -> World {
    let mut world = World::with(few).into_lake();
    world.window.retention = 12 * HOUR;
    world.window.settled = 6 * HOUR;
    world
}

fn lake(world: &World) -> Lake {
    let place = Place::Folder(world.archive.root().join("lake"));
    Lake::open(Store::open(&place).unwrap()).unwrap()
}

fn in_lake(world: &World) -> InLake {
    lake(world).manifests().unwrap()
}

/// What the slots of a lake were made of.
fn inputs(world: &World) -> Vec<(String, String)> {
    let slots = in_lake(world).slots.into_iter();
    slots.map(|(slot, manifest)| (slot.to_string(), manifest.input.sha256)).collect()
}

/// What lies there, but for what writers leave of themselves; manifests without when, and how often,
/// they were written.
fn files(world: &World) -> BTreeMap<String, String> {
    let mut files = world.files();
    let is_of_writers = |name: &str| {
        ["lake/_lock", "lake/_staging", "lake/_manifest"].iter().any(|it| name.starts_with(it))
    };
    files.retain(|name, _| !is_of_writers(name));
    for (slot, manifest) in in_lake(world).slots {
        let Manifest { input, output, rejects, keys, accounts, across, .. } = manifest;
        let told = format!("{input:?} {output:?} {rejects:?} {keys:?} {accounts:?} {across:?}");
        files.insert(slot.to_string(), told);
    }
    files
}

#[test]
fn hours_become_part_of_a_lake_once() {
    let world = World::new().into_lake();
    let outcome = world.sync();
    assert_eq!(outcome.exit_code(), 0, "{outcome:?}");
    assert_eq!(world.states().get(&State::Committed), Some(&71));
    assert_eq!(in_lake(&world).slots.len(), 71);
    let app = world.app();
    let hour = world.last_over().plus(-3);
    let output = world.catalogue().outputs(&app, hour).unwrap().remove(0);
    let slot = chatlake_lake::Slot::of_hour(hour);
    let manifest = lake(&world).manifest(slot).unwrap().unwrap();
    assert_eq!(output.path, format!("lake/_manifest/{hour}.json"));
    assert_eq!((output.sha256, output.counts.rows), (manifest.output.sha256, 5));
    assert_eq!(output.made_how, "lake lake");
    let (facts, left) = (world.catalogue().facts().unwrap(), files(&world));
    let again = world.sync();
    assert!(again.converted.is_empty() && again.hours.is_empty(), "{again:?}");
    assert_eq!(world.catalogue().facts().unwrap(), facts);
    assert_eq!(files(&world), left);
}

#[test]
fn a_grown_hour_takes_the_place_of_what_was_in_the_lake() {
    let world = world();
    world.sync();
    let before = inputs(&world);
    assert_eq!(before.len(), 4, "one hour has two parts: {before:?}");
    world.clock.advance(7 * HOUR);
    let outcome = world.sync();
    assert_eq!(outcome.converted.len(), 3, "{outcome:?}");
    let after = inputs(&world);
    let slots = |inputs: &[(String, String)]| -> Vec<String> {
        inputs.iter().map(|(slot, _)| slot.clone()).collect()
    };
    assert_eq!(slots(&after), slots(&before));
    assert!(after.iter().zip(&before).all(|(after, before)| after.1 != before.1));
    let rows: u64 = in_lake(&world).files().iter().map(|file| file.file.rows).sum();
    let catalogue = world.catalogue();
    let hours = catalogue.hours(&world.app()).unwrap();
    let outputs = hours.iter().flat_map(|it| catalogue.outputs(&world.app(), it.hour).unwrap());
    assert_eq!(rows, outputs.map(|output| output.counts.rows).sum::<u64>());
}

#[test]
fn after_a_kill_at_any_step_the_next_run_ends_with_the_same_lake() {
    let whole = world();
    whole.sync();
    whole.clock.advance(7 * HOUR);
    whole.sync();
    let (facts, left) = (whole.catalogue().facts().unwrap(), files(&whole));
    for is_second in [false, true] {
        let mut number = 0;
        loop {
            let world = world();
            if is_second {
                world.sync();
                world.clock.advance(7 * HOUR);
            }
            let was_killed = killed_at(&world, number);
            world.sync();
            if !is_second {
                world.clock.advance(7 * HOUR);
                world.sync();
            }
            if !was_killed {
                break;
            }
            assert_eq!(world.catalogue().facts().unwrap(), facts, "step {number}");
            assert_eq!(files(&world), left, "killed at step {number}");
            number += 1;
        }
        assert!(number > 20, "{number} steps");
    }
}

/// Runs until the step of this number, or to the end. Says whether there was such a step.
fn killed_at(world: &World, number: usize) -> bool {
    let mut n_steps = 0;
    let outcome = world.try_sync(&mut |seen| {
        n_steps += usize::from(matches!(seen, Seen::Stepped { .. }));
        if n_steps > number { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    });
    outcome.unwrap().is_interrupted
}

#[test]
fn after_the_lake_fails_at_any_act_the_next_run_ends_with_the_same_lake() {
    let whole = world();
    whole.sync();
    whole.clock.advance(7 * HOUR);
    whole.sync();
    let (facts, left) = (whole.catalogue().facts().unwrap(), files(&whole));
    let mut number = 0;
    loop {
        let mut world = world();
        world.sync();
        world.clock.advance(7 * HOUR);
        let sound = world.conversion.clone();
        let n_acts = Arc::new(AtomicUsize::new(0));
        world.conversion = failing_from(&sound, number, &n_acts);
        let outcome = world.sync();
        if n_acts.load(Ordering::Relaxed) <= number {
            break;
        }
        assert_eq!(outcome.exit_code(), 8, "act {number}: {outcome:?}");
        assert!(outcome.hours.len() >= 3, "all hours were fetched: {outcome:?}");
        world.conversion = sound;
        world.sync();
        assert_eq!(world.catalogue().facts().unwrap(), facts, "act {number}");
        assert_eq!(files(&world), left, "failed from act {number}");
        number += 1;
    }
    assert!(number > 10, "{number} acts");
}

/// The same, in which every act of the lake fails from that of this number on.
fn failing_from(sound: &Conversion, number: usize, n_acts: &Arc<AtomicUsize>) -> Conversion {
    let n_acts = Arc::clone(n_acts);
    let rehearsal = Rehearsal::new(move |_| match n_acts.fetch_add(1, Ordering::Relaxed) {
        act if act < number => Ok(()),
        _ => Err(io::Error::other("no more")),
    });
    let ways = Ways { rehearsal: Some(rehearsal), ..Ways::default() };
    let lake: LakeOutputs = sound.lake().unwrap().clone().in_ways(ways);
    Conversion { outputs: Outputs::Lake(lake), options: sound.options.clone() }
}

#[test]
fn what_a_lake_has_lost_it_gets_again() {
    let world = World::new().into_lake();
    world.sync();
    let (facts, left) = (world.catalogue().facts().unwrap(), files(&world));
    let before = world.n_requests(Endpoint::File);
    let hour = world.last_over().plus(-3);
    let root = world.archive.root().join("lake");
    fs::remove_file(root.join(format!("_manifest/{hour}.json"))).unwrap();
    let outcome = world.sync();
    assert_eq!(outcome.converted, [hour]);
    assert_eq!(world.n_requests(Endpoint::File), before, "what is in the archive is not fetched");
    assert_eq!(world.catalogue().facts().unwrap(), facts);
    assert_eq!(files(&world), left);
    fs::remove_dir_all(&root).unwrap();
    assert_eq!(world.sync().converted.len(), 71);
    assert_eq!(files(&world), left);
}

#[test]
fn nothing_is_fetched_for_another_lake() {
    let world = World::new().into_lake();
    let app = "somebody/else".parse().unwrap();
    let terms = Terms::of(app, world.window.zone, &world.conversion.options).unwrap();
    let place = Place::Folder(world.archive.root().join("lake"));
    Lake::create(Store::open(&place).unwrap(), &terms).unwrap();
    let refused = world.try_sync(&mut unwatched).unwrap_err();
    assert!(matches!(refused, SyncError::Lake(LakeError::Another { .. })), "{refused}");
    assert!(refused.to_string().contains("its app is somebody/else"), "{refused}");
    assert_eq!(refused.exit_code(), 2);
    assert!(world.platform.log().is_empty(), "nobody was asked for anything");
}

#[test]
fn a_lake_that_cannot_be_written_keeps_no_hour_from_being_fetched() {
    let mut world = World::new().into_lake();
    let sound = world.conversion.clone();
    world.conversion = failing_from(&sound, 0, &Arc::default());
    let outcome = world.sync();
    assert_eq!((outcome.hours.len(), outcome.not_converted.len()), (71, 1));
    assert_eq!(outcome.exit_code(), 8);
    assert_eq!(world.states().get(&State::Verified), Some(&71));
    world.conversion = sound;
    let outcome = world.sync();
    assert_eq!((outcome.exit_code(), outcome.converted.len()), (0, 71));
    assert_eq!(world.states().get(&State::Committed), Some(&71));
}

#[test]
fn a_lake_that_cannot_be_read_is_warned_of() {
    let world = World::new().into_lake();
    fs::create_dir_all(world.archive.root().join("lake/_lake.json")).unwrap();
    let outcome = world.sync();
    assert_eq!(outcome.hours.len(), 71);
    let warning = &outcome.warnings[0];
    assert!(warning.ends_with(": hours are fetched, and wait for the lake"), "{warning}");
    assert_eq!(outcome.exit_code(), 8, "{outcome:?}");
}

#[test]
fn nothing_is_fetched_for_a_bucket_that_is_not_there() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    std::thread::spawn(move || {
        let body = "<Error><Code>NoSuchBucket</Code><Message>no bucket</Message></Error>";
        let head = format!("HTTP/1.1 404 Not Found\r\nContent-Length: {}", body.len());
        for connection in listener.incoming() {
            let mut connection = connection.unwrap();
            let _ = connection.read(&mut [0; 4096]);
            let _ = write!(connection, "{head}\r\nConnection: close\r\n\r\n{body}");
        }
    });
    let mut world = World::new();
    let variables = [
        ("AWS_ENDPOINT_URL", url.as_str()),
        ("AWS_ACCESS_KEY_ID", "AKIA"),
        ("AWS_SECRET_ACCESS_KEY", "x"),
    ];
    let variables = variables.map(|(name, value)| (name.to_owned(), value.to_owned()));
    let place: Place = "s3://nobody-made-this/lake".parse().unwrap();
    let store = Store::open_with(&place, variables).unwrap();
    let options = world.conversion.options.clone();
    world.conversion = Conversion::into_lake(&world.archive, store, options);
    let refused = world.try_sync(&mut unwatched).unwrap_err();
    assert_eq!(refused.exit_code(), 2, "{refused}");
    assert!(refused.to_string().contains("NoSuchBucket"), "{refused}");
    assert!(world.platform.log().is_empty(), "nobody was asked for anything");
}

#[test]
fn a_catalogue_made_again_knows_what_is_in_the_lake() {
    let world = world();
    world.sync();
    world.clock.advance(7 * HOUR);
    world.sync();
    let (facts, left) = (settled(&world), files(&world));
    fs::remove_file(world.archive.catalogue()).unwrap();
    let rebuild = Rebuild {
        archive: &world.archive,
        window: world.window,
        is_zone_given: false,
        conversion: Some(&world.conversion),
        now_ms: world.clock.now_ms(),
    };
    let rebuilt = rebuild.run().unwrap();
    assert_eq!((rebuilt.converted, rebuilt.to_convert), (3, 0));
    assert_eq!(settled(&world), facts);
    let mut kept = files(&world);
    kept.retain(|name, _| !name.starts_with("catalogue"));
    assert_eq!(kept, left);
}

/// What is on record of hours that something is known of.
fn settled(world: &World) -> String {
    let facts = world.catalogue().facts().unwrap();
    facts.lines().filter(|line| !line.ends_with(" pending")).collect::<Vec<_>>().join("\n")
}

#[test]
fn an_hour_that_the_lake_does_not_have_is_found() {
    let world = world();
    world.sync();
    let look = |reading| verify(&world.archive, reading, &mut |_, _| true).unwrap();
    for reading in [Reading::Hashes, Reading::Again(&world.conversion)] {
        assert_eq!(look(reading).findings, []);
    }
    let hour = world.last_over().plus(-1);
    let manifest = format!("lake/_manifest/{hour}.json");
    fs::remove_file(world.archive.root().join(&manifest)).unwrap();
    let verified = look(Reading::Hashes);
    assert_eq!(verified.findings, [(world.app(), hour, Finding::NotInLake(manifest))]);
    assert_eq!(verified.exit_code(), 3);
}

#[test]
fn what_is_in_a_lake_stays_there_when_hours_go_elsewhere() {
    let mut world = World::new();
    let files_of_their_own = world.conversion.clone();
    world.sync();
    world.conversion = world.lake_conversion("lake");
    assert_eq!(world.sync().converted.len(), 71);
    let has_outputs = |world: &World| world.files().keys().any(|name| name.starts_with("parquet/"));
    assert!(!has_outputs(&world), "what was converted to is in one place");
    world.conversion = world.lake_conversion("other");
    assert_eq!(world.sync().converted.len(), 71);
    assert_eq!(inputs(&world).len(), 71, "the first lake is as it was");
    world.conversion = files_of_their_own;
    assert_eq!(world.sync().converted.len(), 71);
    assert!(has_outputs(&world));
    assert_eq!(inputs(&world).len(), 71);
}
