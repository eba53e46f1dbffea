//! One process at a time.

use chatlake_sync::{LockError, SyncError, unwatched};

use crate::harness::World;

#[test]
fn of_two_at_once_one_works_and_the_other_says_who_does() {
    let world = World::new();
    let mut refused = None;
    let outcome = world
        .try_sync(&mut |seen| {
            if refused.is_none() {
                refused = Some(world.try_sync(&mut unwatched).unwrap_err());
            }
            unwatched(seen)
        })
        .unwrap();
    assert_eq!(outcome.exit_code(), 0, "{outcome:?}");
    let refused = refused.unwrap();
    assert_eq!(refused.exit_code(), 9);
    let pid = Some(std::process::id());
    assert!(matches!(refused, SyncError::Lock(LockError::Held { pid: by }) if by == pid));
}
