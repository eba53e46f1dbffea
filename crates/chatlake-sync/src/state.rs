//! What becomes of an hour: its states, and what leads from one to the next.

use std::fmt;
use std::str::FromStr;

/// How far an hour has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum State {
    /// Its file cannot be there yet.
    NotDue,
    /// Its file may be there, and is not in hand.
    Pending,
    /// The server has said where its file is.
    Ready,
    /// Its bytes are in the archive.
    Downloaded,
    /// They are whole: every checksum holds.
    Verified,
    /// They are converted.
    Converted,
    /// What they were converted to is part of a dataset.
    Committed,
    /// There were no messages.
    Empty,
    /// The server never had a file, though it was asked when there should have been one.
    Unstored,
    /// The server deleted the file before it could be fetched.
    Expired,
    /// The server's file is damaged.
    Corrupt,
}

impl State {
    /// All, in the order in which an hour may come to them.
    pub const ALL: [State; 11] = [
        State::NotDue,
        State::Pending,
        State::Ready,
        State::Downloaded,
        State::Verified,
        State::Converted,
        State::Committed,
        State::Empty,
        State::Unstored,
        State::Expired,
        State::Corrupt,
    ];

    /// The name in reports and in the catalogue.
    pub const fn name(self) -> &'static str {
        match self {
            State::NotDue => "not_due",
            State::Pending => "pending",
            State::Ready => "ready",
            State::Downloaded => "downloaded",
            State::Verified => "verified",
            State::Converted => "converted",
            State::Committed => "committed",
            State::Empty => "empty",
            State::Unstored => "unstored",
            State::Expired => "expired",
            State::Corrupt => "corrupt",
        }
    }

    /// Whether its messages, if any, are safe in the archive.
    pub const fn is_in_hand(self) -> bool {
        matches!(self, State::Verified | State::Converted | State::Committed | State::Empty)
    }

    /// The state after an event.
    ///
    /// # Errors
    ///
    /// The event cannot happen to an hour in this state.
    pub fn after(self, event: Event) -> Result<State, Refused> {
        use State::{
            Committed, Converted, Corrupt, Downloaded, Empty, Expired, NotDue, Pending, Ready,
            Unstored, Verified,
        };
        let next = match (event, self) {
            (Event::FellDue, NotDue | Pending) => Pending,
            // What was given up may turn up after all; a damaged file may be replaced by a good
            // one.
            (Event::Announced, Pending | Ready | Empty | Unstored | Expired | Corrupt) => Ready,
            (Event::Withdrawn, Pending | Ready) => Pending,
            (Event::Stored, NotDue | Pending | Ready | Empty | Unstored | Expired | Corrupt) => {
                Downloaded
            }
            (Event::Checked, Downloaded) => Verified,
            (Event::Damaged, Pending | Ready | Downloaded | Corrupt) => Corrupt,
            (Event::Replaced | Event::Outdated, Verified | Converted | Committed) => Verified,
            (Event::Converted, Verified | Converted) => Converted,
            (Event::Committed, Converted | Committed) => Committed,
            (Event::Missing, Downloaded | Verified | Converted | Committed) => Pending,
            (Event::WasEmpty, Pending | Ready | Empty) => Empty,
            (Event::WasNotStored, Pending | Ready | Unstored) => Unstored,
            (Event::WasDeleted, Pending | Ready | Expired) => Expired,
            _ => return Err(Refused { state: self, event }),
        };
        Ok(next)
    }
}

impl fmt::Display for State {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for State {
    type Err = UnknownState;

    fn from_str(name: &str) -> Result<Self, UnknownState> {
        let mut all = State::ALL.into_iter();
        all.find(|state| state.name() == name).ok_or_else(|| UnknownState(name.to_owned()))
    }
}

/// A name that is no state's.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no state is called `{0}`")]
pub struct UnknownState(pub String);

/// What happens to an hour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event {
    /// It is long enough over.
    FellDue,
    /// The server said where its file is.
    Announced,
    /// The server said that there is no file yet.
    Withdrawn,
    /// Its bytes reached the archive.
    Stored,
    /// Its bytes were found whole.
    Checked,
    /// Its bytes were found damaged.
    Damaged,
    /// Its file had grown, and the new one took the place of the old.
    Replaced,
    /// It is to be converted anew: otherwise, or because what it was converted to is gone.
    Outdated,
    /// It was converted.
    Converted,
    /// What it was converted to became part of a dataset.
    Committed,
    /// Its bytes are no longer in the archive.
    Missing,
    /// There was no file when there should have been one: nobody said anything.
    WasEmpty,
    /// There never was a file, though messages may have been.
    WasNotStored,
    /// The server has deleted its file.
    WasDeleted,
}

/// An event that cannot happen in a state.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("an hour that is {state} cannot meet {event:?}")]
pub struct Refused {
    /// Where the hour was.
    pub state: State,
    /// What was to happen.
    pub event: Event,
}

#[cfg(test)]
mod tests {
    use super::*;

    const EVENTS: [Event; 14] = [
        Event::FellDue,
        Event::Announced,
        Event::Withdrawn,
        Event::Stored,
        Event::Checked,
        Event::Damaged,
        Event::Replaced,
        Event::Outdated,
        Event::Converted,
        Event::Committed,
        Event::Missing,
        Event::WasEmpty,
        Event::WasNotStored,
        Event::WasDeleted,
    ];

    /// What may follow each state, event by event, as initials; `.` where it is refused.
    #[test]
    fn every_state_meets_every_event_as_the_table_says() {
        let table = "
            not_due    p..d..........
            pending    prpd.c.....eux
            ready      .rpd.c.....eux
            downloaded ....vc....p...
            verified   ......vvc.p...
            converted  ......vvcmp...
            committed  ......vv.mp...
            empty      .r.d.......e..
            unstored   .r.d........u.
            expired    .r.d.........x
            corrupt    .r.d.c........
        ";
        let initial = |state| match state {
            State::NotDue => 'n',
            State::Committed => 'm',
            State::Expired => 'x',
            State::Corrupt => 'c',
            State::Converted => 'c',
            state => state.name().chars().next().unwrap_or('?'),
        };
        let rows = table.lines().filter_map(|line| line.trim().split_once(' '));
        let mut n_states = 0;
        for (name, cells) in rows {
            let state: State = name.parse().expect("the table names states");
            let found: String =
                EVENTS.iter().map(|event| state.after(*event).map_or('.', initial)).collect();
            assert_eq!(found, cells.trim(), "{state}");
            n_states += 1;
        }
        assert_eq!(n_states, State::ALL.len());
    }

    #[test]
    fn the_way_of_an_hour_is_the_one_that_is_documented() {
        use Event::{Announced, Checked, Committed, Converted, FellDue, Stored};
        let mut names = vec![State::NotDue.name()];
        let mut state = State::NotDue;
        for event in [FellDue, Announced, Stored, Checked, Converted, Committed] {
            state = state.after(event).expect("a step of the way");
            names.push(state.name());
        }
        let way = "not_due pending ready downloaded verified converted committed";
        assert_eq!(names.join(" "), way);
    }

    #[test]
    fn a_state_is_known_by_its_name() {
        for state in State::ALL {
            assert_eq!(state.name().parse(), Ok(state));
        }
        assert!("done".parse::<State>().is_err());
    }

    #[test]
    fn nothing_leads_back_before_an_hour_was_due() {
        for state in State::ALL {
            for event in EVENTS {
                assert_ne!(state.after(event), Ok(State::NotDue), "{state} {event:?}");
            }
        }
    }
}
