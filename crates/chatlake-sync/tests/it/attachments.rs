//! Media of archived messages.

use std::fs;
use std::ops::ControlFlow;

use chatlake_sim::platform::{Endpoint, Fault, FaultRule};
use chatlake_sync::{Attachments, MediaState, Run, Seen, unwatched};

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

#[test]
fn what_is_forbidden_is_given_up_until_it_is_asked_for_again() {
    let rule = FaultRule::of(Fault::Status(403, None)).on(Endpoint::Attachment);
    let world = World::with(|options| (options.links, options.faults) = (None, vec![rule]));
    world.sync();
    let outcome = fetched(&world);
    assert_eq!(outcome.exit_code(), 3, "{outcome:?}");
    assert_eq!((outcome.fetched, outcome.n_left), (0, 0));
    assert!(outcome.failed > 10 && outcome.first_failure.is_some(), "{outcome:?}");
    world.platform.clear_faults();
    assert_eq!(fetched(&world).fetched, 0);
    let again = Attachments { retry_failed: true, ..Attachments::default() };
    let run = Run { conversion: None, ..world.run() };
    let outcome = run.attachments(&again, &mut unwatched).unwrap();
    assert!(outcome.fetched > 10 && outcome.failed == 0, "{outcome:?}");
}

#[test]
fn where_the_server_fails_for_ever_the_rest_is_left_for_the_next_run() {
    let rule = FaultRule::of(Fault::Status(500, None)).on(Endpoint::Attachment);
    let world = World::with(|options| (options.links, options.faults) = (None, vec![rule]));
    world.sync();
    let outcome = fetched(&world);
    assert_eq!(outcome.exit_code(), 5, "{outcome:?}");
    assert_eq!((outcome.fetched, outcome.failed), (0, 0));
    assert!(outcome.temporary >= 10 && outcome.n_left > 10, "{outcome:?}");
    world.platform.clear_faults();
    let outcome = fetched(&world);
    assert_eq!((outcome.exit_code(), outcome.n_left), (0, 0), "{outcome:?}");
}

#[test]
fn who_stops_it_is_told_so_and_goes_on_later() {
    let world = World::with(|options| options.links = None);
    world.sync();
    let run = Run { conversion: None, ..world.run() };
    let mut n_seen = 0;
    let outcome = run.attachments(&Attachments::default(), &mut |_: &Seen<'_>| {
        n_seen += 1;
        if n_seen > 20 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    });
    let outcome = outcome.unwrap();
    assert_eq!(outcome.exit_code(), 130, "{outcome:?}");
    assert!(outcome.n_left > 0);
    let outcome = fetched(&world);
    assert_eq!((outcome.exit_code(), outcome.n_left), (0, 0), "{outcome:?}");
}
