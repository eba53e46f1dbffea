//! The hours of an app as a calendar: what is in hand, what is missing, and until when it can be
//! had.

use std::collections::BTreeMap;

use chatlake_core::Hour;

use crate::gaps::{Gap, gaps};
use crate::state::State;
use crate::window::Window;

/// What an hour's state means today.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Its file cannot be there yet.
    Early,
    /// Its messages, if there were any, are in the archive.
    InHand,
    /// There is nothing to be had, and nobody deleted it: it was never stored.
    Nothing,
    /// It can still be had.
    Missing,
    /// It cannot be had any more.
    Lost,
}

impl Standing {
    /// What a state means at `now_ms`.
    pub fn of(window: &Window, hour: Hour, state: State, now_ms: i64) -> Self {
        match state {
            State::Unstored => Standing::Nothing,
            State::Expired => Standing::Lost,
            state if state.is_in_hand() => Standing::InHand,
            State::NotDue if window.due_ms(hour) > now_ms => Standing::Early,
            _ if window.gone_ms(hour) <= now_ms => Standing::Lost,
            _ => Standing::Missing,
        }
    }
}

/// An hour of the calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cell {
    /// Which hour.
    pub hour: Hour,
    /// How far it has come.
    pub state: State,
    /// What that means.
    pub standing: Standing,
    /// When the server deletes its file.
    pub gone_ms: i64,
}

/// A day of the calendar, in the zone that hours are named in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Day {
    /// `YYYY-MM-DD`.
    pub date: String,
    /// Its 24 hours; none outside what the calendar covers.
    pub hours: [Option<Cell>; 24],
}

/// What a calendar comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// Nothing is missing.
    Complete,
    /// Something is missing and can still be had.
    Gaps,
    /// Something cannot be had any more.
    Lost,
}

impl Verdict {
    /// The exit code of the command.
    pub fn exit_code(self) -> u8 {
        match self {
            Verdict::Complete => 0,
            Verdict::Gaps => 3,
            Verdict::Lost => 7,
        }
    }
}

/// The hours of an app, day by day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Calendar {
    /// From the first day to the last.
    pub days: Vec<Day>,
    /// How many hours are in each state, those that there are any of.
    pub counts: BTreeMap<State, usize>,
    /// What is missing or lost, oldest first.
    pub gaps: Vec<Gap>,
    /// What it comes to.
    pub verdict: Verdict,
}

impl Calendar {
    /// The calendar from `first` to `last` at `now_ms`, of the hours whose state is known. An hour
    /// of which nothing is known is pending if it is due.
    pub fn new(
        window: &Window,
        known: &BTreeMap<Hour, State>,
        first: Hour,
        last: Hour,
        now_ms: i64,
    ) -> Self {
        let n_hours = last.since(first).saturating_add(1).max(0);
        let cells: Vec<Cell> =
            (0..n_hours).map(|n| cell(window, known, first.plus(n), now_ms)).collect();
        let mut counts = BTreeMap::new();
        for cell in &cells {
            *counts.entry(cell.state).or_insert(0) += 1;
        }
        let gaps = gaps(&cells);
        let worst = gaps.iter().map(|gap| if gap.is_lost { Verdict::Lost } else { Verdict::Gaps });
        let verdict = worst.max().unwrap_or(Verdict::Complete);
        Self { days: days(&cells), counts, gaps, verdict }
    }
}

fn cell(window: &Window, known: &BTreeMap<Hour, State>, hour: Hour, now_ms: i64) -> Cell {
    let is_due = window.due_ms(hour) <= now_ms;
    let state = match known.get(&hour) {
        // What was not due when the catalogue was written may be by now.
        None | Some(State::NotDue) => {
            if is_due {
                State::Pending
            } else {
                State::NotDue
            }
        }
        Some(state) => *state,
    };
    let standing = Standing::of(window, hour, state, now_ms);
    Cell { hour, state, standing, gone_ms: window.gone_ms(hour) }
}

fn days(cells: &[Cell]) -> Vec<Day> {
    let mut days: Vec<Day> = Vec::new();
    for cell in cells {
        let date = cell.hour.date();
        if days.last().is_none_or(|day| day.date != date) {
            days.push(Day { date, hours: [None; 24] });
        }
        let slot =
            days.last_mut().and_then(|day| day.hours.get_mut(usize::from(cell.hour.of_day())));
        if let Some(slot) = slot {
            *slot = Some(*cell);
        }
    }
    days
}

#[cfg(test)]
mod tests {
    use chatlake_core::Zone;

    use super::*;

    fn hour(name: &str) -> Hour {
        Hour::of_name(name).expect("a valid hour")
    }

    fn calendar(known: &[(&str, State)], first: &str, last: &str, now_h: i64) -> Calendar {
        let window = Window::new(Zone::Utc);
        let known = known.iter().map(|(name, state)| (hour(name), *state)).collect();
        let now = window.end_ms(hour(last)) + now_h * 3_600_000;
        Calendar::new(&window, &known, hour(first), hour(last), now)
    }

    #[test]
    fn days_have_a_place_for_each_of_their_hours() {
        let calendar = calendar(&[], "2018112722", "2018112801", 0);
        let dates: Vec<_> = calendar.days.iter().map(|day| day.date.as_str()).collect();
        assert_eq!(dates, ["2018-11-27", "2018-11-28"]);
        let places = |day: &Day| -> Vec<usize> {
            (0..24).filter(|place| day.hours[*place].is_some()).collect()
        };
        assert_eq!(places(&calendar.days[0]), [22, 23]);
        assert_eq!(places(&calendar.days[1]), [0, 1]);
    }

    #[test]
    fn hours_that_nobody_wrote_down_are_missing_once_they_are_due() {
        let calendar = calendar(&[("2018112710", State::Converted)], "2018112710", "2018112712", 0);
        assert_eq!(
            calendar.counts.into_iter().collect::<Vec<_>>(),
            [(State::NotDue, 1), (State::Pending, 1), (State::Converted, 1)]
        );
        assert_eq!(calendar.verdict, Verdict::Gaps);
    }

    #[test]
    fn the_worst_hour_decides() {
        for (state, now_h, verdict, code) in [
            (State::Converted, 1, Verdict::Complete, 0),
            (State::Verified, 1, Verdict::Complete, 0),
            (State::Empty, 1, Verdict::Complete, 0),
            (State::Unstored, 99, Verdict::Complete, 0),
            (State::NotDue, 0, Verdict::Complete, 0),
            (State::NotDue, 1, Verdict::Gaps, 3),
            (State::Pending, 1, Verdict::Gaps, 3),
            (State::Ready, 71, Verdict::Gaps, 3),
            (State::Corrupt, 71, Verdict::Gaps, 3),
            (State::Corrupt, 72, Verdict::Lost, 7),
            (State::Pending, 72, Verdict::Lost, 7),
            (State::Downloaded, 72, Verdict::Lost, 7),
            (State::Expired, 1, Verdict::Lost, 7),
        ] {
            let calendar = calendar(&[("2018112710", state)], "2018112710", "2018112710", now_h);
            assert_eq!(calendar.verdict, verdict, "{state} after {now_h} h");
            assert_eq!(calendar.verdict.exit_code(), code);
        }
    }

    #[test]
    fn nothing_is_missing_where_nothing_was_asked_for() {
        let calendar = calendar(&[], "2018112711", "2018112710", 5);
        assert_eq!((calendar.days.len(), calendar.verdict), (0, Verdict::Complete));
    }
}
