//! Media of archived messages.

use std::fs;

use chatlake_sim::platform::Endpoint;
use chatlake_sync::{Attachments, MediaState, Run, unwatched};

use crate::harness::{HOUR, World};

fn fetched(world: &World) -> chatlake_sync::AttachmentsOutcome {
    let run = Run { conversion: None, ..world.run() };
    run.attachments(&Attachments::default(), &mut unwatched).unwrap()
}

#[test]
fn attachments_lie_by_their_hash_and_are_fetched_once() {
    let world = World::with(|options| options.links = None);
    world.sync();
    let outcome = fetched(&world);
    assert_eq!(outcome.exit_code(), 0, "{outcome:?}");
    assert!(outcome.fetched > 10, "{outcome:?}");
    let done = world.catalogue().media(&world.app(), MediaState::Done).unwrap();
    assert_eq!(done.len() as u64, outcome.fetched + outcome.shared);
    for media in &done {
        let (path, sha256) = (media.path.as_ref().unwrap(), media.sha256.as_ref().unwrap());
        assert!(path.starts_with(&format!("media/{}/{sha256}", &sha256[..2])), "{path}");
        let bytes = fs::read(world.archive.lengthen(path)).unwrap();
        assert_eq!(Some(bytes.len() as u64), media.bytes);
        assert!(!media.url.contains('?'));
    }
    let before = world.n_requests(Endpoint::Attachment);
    let outcome = fetched(&world);
    assert_eq!((outcome.fetched, outcome.n_left), (0, 0));
    assert_eq!(world.n_requests(Endpoint::Attachment), before);
}

#[test]
fn what_the_server_has_deleted_is_lost_and_said_so() {
    let world = World::with(|options| options.links = None);
    world.sync();
    world.clock.advance(24 * 7 * HOUR);
    let outcome = fetched(&world);
    assert_eq!(outcome.exit_code(), 7, "{outcome:?}");
    assert_eq!((outcome.fetched, outcome.n_left), (0, 0));
    assert!(outcome.expired > 10);
}

#[test]
fn urls_that_lead_elsewhere_are_not_followed() {
    let world = World::with(|options| options.links = Some("https://evil.example/f".to_owned()));
    world.sync();
    let outcome = fetched(&world);
    assert_eq!(outcome.exit_code(), 3, "{outcome:?}");
    assert_eq!(outcome.fetched, 0);
    assert!(outcome.failed > 10);
}
