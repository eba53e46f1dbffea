//! A catalogue made again from the files.

use std::fs;

use chatlake_core::clock::Clock;
use chatlake_sim::platform::Endpoint;
use chatlake_sync::{Rebuild, State, SyncError, unwatched};

use crate::harness::{HOUR, SMALL, World, last_over};

fn rebuild(world: &World) -> Rebuild<'_> {
    Rebuild {
        archive: &world.archive,
        window: world.window,
        is_zone_given: false,
        conversion: Some(&world.conversion),
        now_ms: world.clock.now_ms(),
    }
}

#[test]
fn it_is_equal_to_the_one_that_was_lost() {
    let silent = last_over().plus(-40);
    let world = World::with(|options| {
        options.hour = SMALL.growing_after(5 * HOUR);
        let name = silent.to_string().parse().unwrap();
        options.hours.insert(name, chatlake_sim::platform::HourShape::ABSENT);
    });
    world.sync();
    world.clock.advance(26 * HOUR);
    world.sync();
    let (facts, files) = (world.catalogue().facts().unwrap(), world.files());
    assert!(facts.contains(" by 2 ") && facts.contains(" empty"), "{facts}");
    for damage in [None, Some(b"torn".to_vec())] {
        match damage {
            None => fs::remove_file(world.archive.catalogue()).unwrap(),
            Some(bytes) => {
                fs::write(world.archive.catalogue(), bytes).unwrap();
                assert!(matches!(world.try_sync(&mut unwatched), Err(SyncError::Catalogue(_))));
            }
        }
        let rebuilt = rebuild(&world).run().unwrap();
        assert_eq!((rebuilt.apps, rebuilt.to_convert, rebuilt.damaged), (1, 0, 0));
        assert_eq!(world.catalogue().facts().unwrap(), facts);
        let mut left = world.files();
        left.retain(|name, _| !name.starts_with("catalogue"));
        assert_eq!(left, files);
    }
}

#[test]
fn outputs_that_are_not_what_they_should_be_are_made_again() {
    let world = World::new();
    world.sync();
    let (facts, files) = (world.catalogue().facts().unwrap(), world.files());
    let (app, hour) = (world.app(), world.last_over().plus(-3));
    let output = world.catalogue().outputs(&app, hour).unwrap().remove(0);
    fs::write(world.archive.lengthen(&output.path), b"something else").unwrap();
    let rebuilt = rebuild(&world).run().unwrap();
    assert_eq!(rebuilt.to_convert, 1);
    assert_eq!(world.catalogue().hour(&app, hour).unwrap().unwrap().state, State::Verified);
    world.sync();
    assert_eq!(world.catalogue().facts().unwrap(), facts);
    assert_eq!(world.files(), files);
}

#[test]
fn a_damaged_file_is_put_aside_and_fetched_again() {
    let world = World::new();
    world.sync();
    let (facts, files) = (world.catalogue().facts().unwrap(), world.files());
    let (app, hour) = (world.app(), world.last_over().plus(-3));
    let file = world.catalogue().files(&app, hour).unwrap().remove(0);
    let path = world.archive.lengthen(&file.path);
    let bytes = fs::read(&path).unwrap();
    fs::write(&path, &bytes[..bytes.len() / 2]).unwrap();
    let rebuilt = rebuild(&world).run().unwrap();
    assert_eq!(rebuilt.damaged, 1);
    assert!(!path.exists());
    let before = world.n_requests(Endpoint::File);
    world.sync();
    assert_eq!(world.n_requests(Endpoint::File), before + 1);
    assert_eq!(world.catalogue().facts().unwrap(), facts);
    assert_eq!(world.files(), files);
}
