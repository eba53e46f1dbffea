//! `chatlake attachments`.

use chatlake_sim::platform::Endpoint;

use super::world::World;

#[test]
fn media_are_fetched_once_and_kept_by_their_hash() {
    let world = World::new();
    world.run(&["sync"]).exits(0);
    let report = world.run(&["attachments", "--json"]).exits(0).json();
    let fetched = report["fetched"].as_u64().unwrap();
    assert!(fetched > 0, "{report}");
    assert_eq!(report["left"], 0);
    let files = world.folder.files();
    let media: Vec<_> = files.iter().filter(|name| name.starts_with("archive/media/")).collect();
    assert!(!media.is_empty());
    let n_asked = world.asked(Endpoint::Attachment);
    let report = world.run(&["attachments", "--json"]).exits(0).json();
    assert_eq!(report["fetched"], 0);
    assert_eq!(world.asked(Endpoint::Attachment), n_asked);
}
