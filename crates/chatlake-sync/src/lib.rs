//! Keeps an archive of hourly exports complete: fetches, records and converts what is due.
#![forbid(unsafe_code)]

mod calendar;
mod due;
mod gaps;
mod state;
mod window;

pub use calendar::{Calendar, Cell, Day, Standing, Verdict};
pub use due::{Absence, Asked, Candidate, Judgement, due, judge, second_look_ms};
pub use gaps::{Gap, gaps};
pub use state::{Event, Refused, State, UnknownState};
pub use window::Window;
