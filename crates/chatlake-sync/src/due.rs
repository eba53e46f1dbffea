//! Whether to ask for an hour now, in which order, and what an answer means at its age.
//!
//! Nothing here asks anybody: times come in as values, and what is decided goes out as one.

use std::cmp::Reverse;

use chatlake_core::Hour;
use chatlake_fetch::NotThere;

use crate::state::{Event, State};
use crate::window::Window;

/// What is known of an hour from asking earlier.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Asked {
    /// How often the server has said that there is no file.
    pub n_absent: u32,
    /// When it said so last.
    pub absent_ms: Option<i64>,
}

/// What follows from an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Judgement {
    /// What happened to the hour.
    pub event: Event,
    /// When to ask again; none if the answer is final.
    pub ask_ms: Option<i64>,
}

/// What it means at `now_ms` that there is no file for an hour.
///
/// A young hour is asked for again, less and less often. At the age at which files are settled,
/// "no file" means that nobody said anything; one last look before the deadline makes sure.
/// "Expired or unstored" means nothing while the file cannot have expired, so it is asked again
/// until it can: then it was never stored if the server had said so when it should have been
/// there, and otherwise it has been deleted, unseen.
pub fn judge(
    window: &Window,
    hour: Hour,
    absence: NotThere,
    asked: Asked,
    now_ms: i64,
) -> Judgement {
    let settled = window.settled_ms(hour);
    let gone = window.gone_ms(hour);
    let last_look = window.last_look_ms(hour).max(settled);
    let again = Judgement {
        event: Event::Withdrawn,
        ask_ms: Some(now_ms.saturating_add(pause_ms(asked.n_absent, now_ms >= settled))),
    };
    match absence {
        NotThere::NoFile if now_ms < settled => again,
        NotThere::NoFile => {
            Judgement { event: Event::WasEmpty, ask_ms: (now_ms < last_look).then_some(last_look) }
        }
        NotThere::ExpiredOrUnstored if now_ms < gone => again,
        NotThere::ExpiredOrUnstored => {
            let was_missed = asked.absent_ms.is_none_or(|at| at < settled || at >= gone);
            let event = if was_missed { Event::WasDeleted } else { Event::WasNotStored };
            Judgement { event, ask_ms: None }
        }
    }
}

/// When to look once more at an hour that was fetched at `fetched_ms`: when its file is settled, if it
/// was not yet.
pub fn second_look_ms(window: &Window, hour: Hour, fetched_ms: i64) -> Option<i64> {
    let settled = window.settled_ms(hour);
    (fetched_ms < settled).then_some(settled)
}

/// When to ask again after so many answers without a file: from ten minutes to an hour while it
/// may come any moment, three hours when it should have come.
fn pause_ms(n_absent: u32, is_settled: bool) -> i64 {
    const MINUTE: i64 = 60_000;
    match (is_settled, n_absent) {
        (true, _) => 180 * MINUTE,
        (false, 0) => 10 * MINUTE,
        (false, 1) => 20 * MINUTE,
        (false, 2) => 40 * MINUTE,
        (false, _) => 60 * MINUTE,
    }
}

/// An hour, as far as it matters for whether to ask.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// Which hour.
    pub hour: Hour,
    /// How far it has come.
    pub state: State,
    /// From when to ask; none for never.
    pub ask_ms: Option<i64>,
}

/// The hours to ask for now. First what is missing, the one that is deleted next before all
/// others; then second looks at what is in hand; last what should be gone, the youngest first,
/// for the server may keep more than was promised.
pub fn due(window: &Window, candidates: &[Candidate], now_ms: i64) -> Vec<Hour> {
    let is_due = |candidate: &&Candidate| candidate.ask_ms.is_some_and(|at| at <= now_ms);
    let mut due: Vec<_> =
        candidates.iter().filter(is_due).map(|c| (rank(window, c, now_ms), c.hour)).collect();
    due.sort_unstable();
    due.into_iter().map(|(_, hour)| hour).collect()
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Rank {
    Missing(Hour),
    Look(Hour),
    Overdue(Reverse<Hour>),
}

fn rank(window: &Window, candidate: &Candidate, now_ms: i64) -> Rank {
    let Candidate { hour, state, .. } = *candidate;
    if window.gone_ms(hour) <= now_ms {
        Rank::Overdue(Reverse(hour))
    } else if state.is_in_hand() {
        Rank::Look(hour)
    } else {
        Rank::Missing(hour)
    }
}

#[cfg(test)]
mod tests {
    use chatlake_core::Zone;

    use super::*;

    const H: i64 = 3_600_000;

    fn hour() -> Hour {
        Hour::of_name("2018112708").expect("a valid hour")
    }

    fn check(
        absence: NotThere,
        age_h: i64,
        asked: (u32, Option<i64>),
        event: Event,
        again_h: Option<f64>,
    ) {
        for zone in Zone::ALL {
            let window = Window::new(zone);
            let end = window.end_ms(hour());
            let asked = Asked { n_absent: asked.0, absent_ms: asked.1.map(|age| end + age * H) };
            let judgement = judge(&window, hour(), absence, asked, end + age_h * H);
            let again = judgement.ask_ms.map(|at| (at - end) as f64 / H as f64);
            assert_eq!((judgement.event, again), (event, again_h), "{absence:?} {age_h} {asked:?}");
        }
    }

    #[test]
    fn a_young_hour_is_asked_for_again_and_less_and_less_often() {
        for absence in [NotThere::NoFile, NotThere::ExpiredOrUnstored] {
            check(absence, 1, (0, None), Event::Withdrawn, Some(1.0 + 1.0 / 6.0));
            check(absence, 1, (1, Some(1)), Event::Withdrawn, Some(1.0 + 2.0 / 6.0));
            check(absence, 2, (2, Some(1)), Event::Withdrawn, Some(2.0 + 4.0 / 6.0));
            check(absence, 2, (3, Some(1)), Event::Withdrawn, Some(3.0));
            check(absence, 25, (u32::MAX, Some(24)), Event::Withdrawn, Some(26.0));
        }
    }

    #[test]
    fn no_file_means_no_messages_when_files_are_settled_and_one_last_look_makes_sure() {
        let none = NotThere::NoFile;
        check(none, 26, (30, Some(25)), Event::WasEmpty, Some(63.0));
        check(none, 40, (0, None), Event::WasEmpty, Some(63.0));
        check(none, 63, (1, Some(40)), Event::WasEmpty, None);
        check(none, 200, (0, None), Event::WasEmpty, None);
    }

    #[test]
    fn an_old_hour_that_was_never_seen_is_deleted_unless_it_was_absent_all_along() {
        let gone = NotThere::ExpiredOrUnstored;
        check(gone, 71, (40, Some(68)), Event::Withdrawn, Some(74.0));
        check(gone, 72, (0, None), Event::WasDeleted, None);
        check(gone, 74, (3, Some(5)), Event::WasDeleted, None);
        check(gone, 74, (40, Some(71)), Event::WasNotStored, None);
        check(gone, 74, (40, Some(26)), Event::WasNotStored, None);
        check(gone, 99, (1, Some(80)), Event::WasDeleted, None);
    }

    #[test]
    fn a_young_file_is_looked_at_once_more_when_it_is_settled() {
        let window = Window::new(Zone::Utc);
        let settled = window.settled_ms(hour());
        assert_eq!(second_look_ms(&window, hour(), settled - 1), Some(settled));
        assert_eq!(second_look_ms(&window, hour(), settled), None);
    }

    #[test]
    fn what_is_deleted_next_comes_first() {
        let window = Window::new(Zone::Beijing);
        let now = window.end_ms(hour()) + 71 * H;
        let candidate = |n, state, ask| Candidate { hour: hour().plus(n), state, ask_ms: ask };
        let candidates = [
            candidate(-3, State::Pending, Some(0)),
            candidate(-1, State::Pending, Some(0)),
            candidate(0, State::Converted, Some(0)),
            candidate(1, State::Pending, Some(now)),
            candidate(2, State::Pending, Some(now + 1)),
            candidate(3, State::Expired, None),
            candidate(4, State::Corrupt, Some(7)),
        ];
        let found: Vec<i64> =
            due(&window, &candidates, now).iter().map(|found| found.since(hour())).collect();
        assert_eq!(found, [1, 4, 0, -1, -3]);
    }
}
