//! Several who register at once.

use chatlake_lake::Ways;

use crate::made::Made;
use crate::read::{actions, ids};

#[test]
fn of_many_who_register_at_once_everything_comes_once() {
    let mut lake = Made::new();
    // Without the lock that would let them take turns.
    lake.set_ways(Ways { as_bucket: true, ..Ways::default() });
    lake.hour("2018112717", &["a", "b"]);
    for round in 0..3 {
        lake.hour("2018112800", ["c", "d", "e"].get(..=round).expect("three rounds"));
        let lake = &lake;
        let commits: u64 = std::thread::scope(|scope| {
            let all: Vec<_> =
                (0..4).map(|_| scope.spawn(|| lake.register().expect("a table"))).collect();
            all.into_iter().map(|one| one.join().expect("no panic").commits).sum()
        });
        assert_eq!(commits, 1, "round {round}");
    }
    assert_eq!(ids(&lake.root()), ["a", "b", "c", "d", "e"]);
    assert_eq!(lake.log().len(), 3);
    let added: usize = lake.log().iter().map(|path| actions(path)["add"].len()).sum();
    assert_eq!(added, 4);
}
