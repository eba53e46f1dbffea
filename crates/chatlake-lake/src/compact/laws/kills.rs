//! Processes that are killed before any of their acts.

use std::collections::BTreeSet;
use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use super::town::{DAY, HOURS, Town, day, options};
use crate::acts::{Rehearsal, Ways};
use crate::compact::{DayCompacted, Days, Outcome};
use crate::layout;

/// Compacts until the act of this number, which fails; tells whether it came to that.
fn fail_at(town: &mut Town, as_bucket: bool, n_acts: usize) -> bool {
    let (count, has_failed) = (AtomicUsize::new(0), Arc::new(AtomicBool::new(false)));
    let failed = Arc::clone(&has_failed);
    let rehearsal = Rehearsal::new(move |_| {
        // Who is dead does nothing more.
        if count.fetch_add(1, Ordering::SeqCst) >= n_acts {
            failed.store(true, Ordering::SeqCst);
            return Err(io::Error::other("killed"));
        }
        Ok(())
    });
    town.ways = Ways { as_bucket, rehearsal: Some(rehearsal) };
    let ended = town.compact_with(Days::Closed, &options(), &|_| ());
    let is_failed = |day: &DayCompacted| matches!(day.outcome, Outcome::Failed(_));
    assert_eq!(
        ended.is_err() || ended.is_ok_and(|days| days.iter().any(is_failed)),
        has_failed.load(Ordering::SeqCst)
    );
    town.ways = Ways { as_bucket, rehearsal: None };
    has_failed.load(Ordering::SeqCst)
}

#[test]
fn after_a_kill_before_any_act_a_day_is_as_it_was_or_compacted_and_the_next_run_ends_the_same() {
    let hours = [&["2018112622", "2018112623"], &HOURS[..], &["2018112800"]].concat();
    for (as_bucket, ends_as_bucket) in [(false, false), (true, true), (true, false)] {
        let mut whole = Town::of(&hours);
        let before = whole.rows();
        whole.ways.as_bucket = as_bucket;
        whole.compact(Days::Closed);
        let expected = whole.files();
        assert_eq!(whole.rows_in_folders(), before);
        for n_acts in 0.. {
            let mut town = Town::of(&hours);
            let has_failed = fail_at(&mut town, as_bucket, n_acts);
            assert_eq!(town.rows(), before, "killed before act {n_acts}");
            if !as_bucket {
                assert_eq!(town.rows_in_folders(), before, "killed before act {n_acts}");
            }
            town.ways.as_bucket = ends_as_bucket;
            town.compact(Days::Closed);
            assert_eq!(town.rows(), before);
            let left: BTreeSet<String> = town.files().difference(&expected).cloned().collect();
            // Without a lock nobody knows whether keys that no manifest names are about to be.
            let is_harmless = |key: &String| ends_as_bucket && key.starts_with(layout::KEYS);
            assert!(left.iter().all(is_harmless), "killed before act {n_acts}: {left:?}");
            assert!(expected.is_subset(&town.files()), "killed before act {n_acts}");
            if !has_failed {
                assert!(n_acts > 8, "{n_acts} acts are too few");
                break;
            }
        }
    }
}

#[test]
fn files_that_a_table_may_name_stay_and_are_no_reason_to_begin_again() {
    let hours = [&HOURS[..], &["2018112800"]].concat();
    let begun = || {
        let town = Town::of(&hours);
        let lake = town.lake();
        lake.begin_table(&lake.lock().expect("nobody else")).expect("a table");
        town
    };
    let whole = begun();
    let old: Vec<String> =
        whole.state().files().iter().map(|current| current.file.path.clone()).collect();
    let before = whole.rows();
    let ended = whole.compact(Days::Closed);
    assert!(matches!(ended[0].outcome, Outcome::Compacted), "{ended:?}");
    assert_eq!(whole.rows(), before);
    let expected = whole.files();
    assert!(old.iter().all(|path| expected.contains(path)), "all of them are there");
    assert_eq!(whole.lake().retired().expect("a look").len(), HOURS.len());
    assert_eq!(whole.compact(Days::Closed).len(), 0);
    whole.compact(Days::One(day(DAY)));
    assert_eq!(whole.files(), expected);

    for n_acts in 0.. {
        let mut town = begun();
        let has_failed = fail_at(&mut town, false, n_acts);
        assert_eq!(town.rows(), before, "killed before act {n_acts}");
        town.compact(Days::Closed);
        assert_eq!(town.rows(), before);
        assert_eq!(town.files(), expected, "killed before act {n_acts}");
        if !has_failed {
            break;
        }
    }
}
