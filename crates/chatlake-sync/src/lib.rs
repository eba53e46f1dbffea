//! Keeps an archive of hourly exports complete: fetches, records and converts what is due.
#![forbid(unsafe_code)]

mod app;
mod archive;
mod calendar;
mod catalogue;
mod due;
mod durable;
mod gaps;
mod state;
mod window;

pub use app::{AppKey, BadAppKey};
pub use archive::{
    Archive, FoundHour, FoundRaw, Lock, LockError, RawKind, RawName, ScanError, scan,
};
pub use calendar::{Calendar, Cell, Day, Standing, Verdict};
pub use catalogue::{
    Catalogue, CatalogueError, FileRecord, HourRecord, MediaRecord, MediaState, Opening,
    OutputRecord,
};
pub use due::{Absence, Asked, Candidate, Judgement, due, judge, second_look_ms};
pub use gaps::{Gap, gaps};
pub use state::{Event, Refused, State, UnknownState};
pub use window::Window;
