//! What holds whatever the hour, the clock and the promises of the server are.

use std::time::Duration;

use chatlake_core::{Hour, Zone};
use chatlake_sync::{
    AppKey, Candidate, Catalogue, Cell, FileRecord, Opening, Standing, State, Terms, Window, due,
    gaps,
};
use chatlake_testing::cases;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use tempfile::TempDir;

const HOUR_MS: i64 = 3_600_000;

fn first() -> Hour {
    Hour::of_name("2018112717").unwrap()
}

fn window() -> impl Strategy<Value = Window> {
    let seconds = |range: std::ops::Range<u64>| range.prop_map(Duration::from_secs);
    let durations = (seconds(0..30_000), seconds(0..200_000), seconds(0..400_000));
    (select(&Zone::ALL), durations).prop_map(|(zone, (delay, settled, retention))| Window {
        zone,
        delay,
        settled,
        retention,
    })
}

fn state() -> impl Strategy<Value = State> {
    select(&State::ALL)
}

proptest! {
    #![proptest_config(cases(1000))]

    #[test]
    fn the_hours_of_a_window_are_those_that_are_due_and_not_gone(
        window in window(),
        past_ms in 0..500 * HOUR_MS,
    ) {
        let now_ms = window.end_ms(first()) + past_ms;
        let hours = window.hours(now_ms);
        for n in -130..640 {
            let hour = first().plus(n);
            let is_there = window.due_ms(hour) <= now_ms && now_ms < window.gone_ms(hour);
            prop_assert_eq!(hours.as_ref().is_some_and(|hours| hours.contains(&hour)), is_there);
        }
    }

    #[test]
    fn gaps_hold_what_is_missing_or_lost_and_nothing_else(
        window in window(),
        states in vec(state(), 0..60),
        past_ms in -80 * HOUR_MS..200 * HOUR_MS,
    ) {
        let now_ms = window.end_ms(first()) + past_ms;
        let cell = |(n, state): (i64, State)| {
            let hour = first().plus(n);
            let standing = Standing::of(&window, hour, state, now_ms);
            Cell { hour, state, standing, gone_ms: window.gone_ms(hour) }
        };
        let cells: Vec<Cell> = (0..).zip(states).map(cell).collect();
        let found = gaps(&cells);
        for cell in &cells {
            let of_gaps: Vec<bool> = found
                .iter()
                .filter(|gap| (gap.first..=gap.last).contains(&cell.hour))
                .map(|gap| gap.is_lost)
                .collect();
            let expected: &[bool] = match cell.standing {
                Standing::Missing => &[false],
                Standing::Lost => &[true],
                Standing::Early | Standing::InHand | Standing::Nothing => &[],
            };
            prop_assert_eq!(of_gaps, expected, "{:?}", cell);
        }
        // Two that could be one are one.
        for pair in found.windows(2) {
            prop_assert!(pair[0].last < pair[1].first);
            let are_neighbours = pair[1].first.since(pair[0].last) == 1;
            prop_assert!(!are_neighbours || pair[0].is_lost != pair[1].is_lost);
        }
    }

    #[test]
    fn whoever_is_due_is_asked_for_once_and_what_is_deleted_next_comes_first(
        window in window(),
        hours in vec((state(), prop::option::of(-100..100i64)), 0..40),
        past_ms in -80 * HOUR_MS..200 * HOUR_MS,
    ) {
        let now_ms = window.end_ms(first()) + past_ms;
        let candidate = |(n, (state, ask)): (i64, (State, Option<i64>))| Candidate {
            hour: first().plus(n),
            state,
            ask_ms: ask.map(|ask| now_ms + ask),
        };
        let candidates: Vec<Candidate> = (0..).zip(hours).map(candidate).collect();
        let asked = due(&window, &candidates, now_ms);
        let mut in_order = asked.clone();
        in_order.sort_unstable();
        let expected: Vec<Hour> = candidates
            .iter()
            .filter(|candidate| candidate.ask_ms.is_some_and(|ask_ms| ask_ms <= now_ms))
            .map(|candidate| candidate.hour)
            .collect();
        prop_assert_eq!(in_order, expected);
        let can_be_lost = |hour: &&Hour| {
            let state = candidates[hour.since(first()) as usize].state;
            window.gone_ms(**hour) > now_ms && !state.is_in_hand()
        };
        let n_first = asked.iter().take_while(can_be_lost).count();
        prop_assert_eq!(n_first, asked.iter().filter(can_be_lost).count());
        prop_assert!(asked[..n_first].is_sorted());
    }
}

proptest! {
    #![proptest_config(cases(30))]

    #[test]
    fn a_catalogue_says_what_it_was_told_whatever_the_words(
        states in vec((state(), prop::option::of(any::<i64>())), 1..20),
        words in vec("\\PC{0,12}", 3),
        bytes in 0..i64::MAX as u64,
    ) {
        let folder = TempDir::new().unwrap();
        let path = folder.path().join("catalogue.sqlite");
        let app: AppKey = "org/app".parse().unwrap();
        let mut catalogue = Catalogue::open(&path, Opening::Create).unwrap();
        catalogue.add_app(&app, Terms { zone: Zone::Utc, since: None }).unwrap();
        let hours = (0..).zip(&states).map(|(n, (state, ask_ms))| (first().plus(n), *state, *ask_ms));
        catalogue.add_hours(&app, hours, 7).unwrap();
        let stored = first().plus(-1);
        catalogue.add_hours(&app, [(stored, State::Pending, None)], 7).unwrap();
        let file = FileRecord {
            part: 1,
            version: 1,
            path: format!("raw/{}", words[0]),
            bytes,
            sha256: "ab".repeat(32),
            etag: Some(words[1].clone()),
            last_modified: Some(words[2].clone()),
            fetched_ms: 8,
            replaced_by: None,
        };
        catalogue.stored(&app, stored, std::slice::from_ref(&file), None, 8).unwrap();
        let facts = catalogue.facts().unwrap();
        drop(catalogue);

        let catalogue = Catalogue::open(&path, Opening::Existing).unwrap();
        prop_assert_eq!(catalogue.facts().unwrap(), facts);
        for (n, (state, ask_ms)) in (0..).zip(&states) {
            let known = catalogue.hour(&app, first().plus(n)).unwrap().unwrap();
            prop_assert_eq!((known.state, known.ask_ms), (*state, *ask_ms));
        }
        prop_assert_eq!(catalogue.files(&app, stored).unwrap(), vec![file]);
    }
}
