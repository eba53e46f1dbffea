//! Registering that is broken off, at every act.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use chatlake_lake::{Rehearsal, Ways};

use crate::made::Made;
use crate::read::ids;

/// A lake with a table and much to do: the log is summed up after the first of two commits, and
/// three files go.
fn lake() -> Made {
    let mut lake = Made::new();
    for hour in 0..10 {
        lake.hour(&format!("20181127{hour:02}"), &[&format!("{hour}")]);
        lake.register().expect("a table");
    }
    lake.compact("2018-11-27", &[("2018112700", &["0"]), ("2018112701", &["1"])]);
    lake.hour("2018112800", &["new"]);
    lake
}

#[test]
fn after_a_kill_at_any_act_the_next_run_ends_with_the_same_table() {
    let first = lake();
    let whole = first.copied();
    let before = ids(&whole.root());
    let registered = whole.register().expect("a table");
    assert_eq!((registered.commits, registered.superseded.removed), (2, 2));
    let (after, rows) = (ids(&whole.root()), whole.rows());
    let n_acts = (0..).find(|n_acts| {
        let mut lake = first.copied();
        lake.set_ways(Ways { rehearsal: Some(only(*n_acts)), ..Ways::default() });
        let is_done = lake.register_at(0, Duration::ZERO).is_ok();
        let found = ids(&lake.root());
        assert!([&before, &after].contains(&&found), "after {n_acts} acts: {found:?}");
        lake.set_ways(Ways::default());
        let again = lake.register().expect("a table");
        assert!(again.left.is_empty());
        assert_eq!(ids(&lake.root()), after, "after {n_acts} acts and once more");
        assert_eq!(lake.rows(), rows, "after {n_acts} acts and once more");
        assert!(lake.lake().retired().expect("a look").is_empty());
        assert_eq!(lake.log().len(), whole.log().len(), "nothing was committed twice");
        is_done
    });
    // Two commits, a checkpoint and what points to it, two files and the notes of them.
    assert_eq!(n_acts, Some(8));
}

/// Lets so many acts be done, and none after them.
fn only(n_acts: u32) -> Rehearsal {
    let done = Arc::new(AtomicU32::new(0));
    Rehearsal::new(move |_| match done.fetch_add(1, Ordering::Relaxed) < n_acts {
        true => Ok(()),
        false => Err(io::Error::other("killed")),
    })
}
