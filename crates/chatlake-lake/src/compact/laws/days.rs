//! What becomes of days.

use chatlake_core::{Projection, Zone};
use chatlake_testing::oracle::Columns;

use super::town::{DAY, HOURS, LATER_MS, Town, day, options, rows};
use crate::compact::{CompactOptions, Days, Outcome};
use crate::layout;

#[test]
fn a_day_becomes_a_file_in_order_and_its_manifest_says_of_what() {
    let town = Town::of(&HOURS);
    let before = town.rows();
    let ended = town.compact(Days::One(day(DAY)));
    let [ended] = &ended[..] else { panic!("one day: {ended:?}") };
    assert!(matches!(ended.outcome, Outcome::Compacted), "{ended:?}");
    assert_eq!((ended.slots, ended.rows, ended.before.files), (4, 120, 4));
    assert_eq!((ended.after.files, ended.removed), (1, 2), "the keys between go");

    assert_eq!(town.rows(), before);
    assert_eq!(town.rows_in_folders(), before, "nothing is left of the hours");
    let state = town.state();
    let manifest = &state.days[&day(DAY)];
    assert_eq!(manifest.sorted_by, ["conversation_id", "timestamp", "msg_id"]);
    assert_eq!(manifest.compacted, "2018-12-05T08:53:20Z");
    for (covered, (slot, slot_manifest)) in manifest.slots.iter().zip(&state.slots) {
        assert_eq!((covered.slot, covered.rows), (*slot, 30));
        assert_eq!(covered.check, slot_manifest.check());
    }
    let key = |row: &Columns| {
        let n = row.get("timestamp").and_then(|text| text.parse::<i64>().ok());
        (row.get("conversation_id").cloned(), n, row.get("msg_id").cloned())
    };
    assert!(rows(&town.path().join(&manifest.files[0].path)).is_sorted_by_key(key));
    let has_keys: Vec<String> =
        town.files().into_iter().filter(|key| key.starts_with(layout::KEYS)).collect();
    assert_eq!(has_keys.len(), 2, "{has_keys:?}");

    let files = town.files();
    let again = town.compact(Days::One(day(DAY)));
    assert!(matches!(again[0].outcome, Outcome::Unchanged), "{again:?}");
    assert_eq!(town.files(), files);
}

#[test]
fn an_hour_that_comes_later_is_merged_with_what_is_there() {
    let town = Town::of(&HOURS);
    town.compact(Days::One(day(DAY)));
    town.commit("2018112705", &Projection::default());
    let before = town.rows();
    assert_eq!(before.len(), 150);
    let ended = town.compact(Days::One(day(DAY)));
    assert!(matches!(ended[0].outcome, Outcome::Compacted), "{ended:?}");
    assert_eq!((ended[0].before.files, ended[0].after.files), (2, 1));
    assert_eq!((town.rows(), town.rows_in_folders()), (before.clone(), before));

    // The same rows, the same file, whatever came first.
    let at_once = Town::of(&[&HOURS[..], &["2018112705"]].concat());
    at_once.compact(Days::One(day(DAY)));
    let files = |town: &Town| town.state().days[&day(DAY)].files.clone();
    assert_eq!(files(&at_once), files(&town));
}

#[test]
fn closed_days_are_over_for_long_enough_and_not_the_last() {
    let town = Town::of(&["2018112500", "2018112600", "2018112700", "2018112800"]);
    let end_of_26_ms = day("2018-11-27").hours().next().expect("24").start_s(Zone::Beijing) * 1000;
    let closed = |now_ms| {
        let options = CompactOptions { now_ms, is_dry: true, ..options() };
        let days = town.compact_with(Days::Closed, &options, &|_| ()).expect("a look");
        days.iter().map(|day| day.day.to_string()).collect::<Vec<_>>()
    };
    let settled_ms = 72 * 3_600_000;
    assert_eq!(closed(end_of_26_ms + settled_ms - 1), ["2018-11-25"]);
    assert_eq!(closed(end_of_26_ms + settled_ms), ["2018-11-25", "2018-11-26"]);
    assert_eq!(closed(LATER_MS), ["2018-11-25", "2018-11-26", "2018-11-27"]);
    assert_eq!(closed(i64::MIN), [""; 0]);

    let files = town.files();
    assert_eq!(files.len(), 1 + 3 * 4, "a dry run does nothing");
    town.compact(Days::Closed);
    assert_eq!(closed(LATER_MS), [""; 0], "all of them are done");
    town.commit("2018112601", &Projection::default());
    assert_eq!(closed(LATER_MS), ["2018-11-26"]);
}

#[test]
fn a_day_that_is_not_there_is_an_error() {
    let town = Town::of(&["2018112500", "2018112700"]);
    let error = town.compact_with(Days::One(day("2018-11-26")), &options(), &|_| ());
    let told = error.expect_err("no such day").to_string();
    let end = "has no hour of 2018-11-26; it has hours from 2018-11-25 to 2018-11-27";
    assert!(told.ends_with(end), "{told}");
}
