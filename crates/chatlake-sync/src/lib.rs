//! Keeps an archive of hourly exports complete: fetches, records and converts what is due.
#![forbid(unsafe_code)]

mod app;
mod archive;
mod attachments;
mod calendar;
mod catalogue;
mod check;
mod conversion;
mod due;
mod durable;
mod error;
mod gaps;
mod outcome;
mod raw_source;
mod rebuild;
mod run;
mod seen;
mod state;
mod verify;
mod window;

pub use app::{AppKey, BadAppKey};
pub use archive::{
    Archive, FoundHour, FoundRaw, Lock, LockError, RawKind, RawName, ScanError, Terms, scan,
};
pub use attachments::{Attachments, AttachmentsOutcome};
pub use calendar::{Calendar, Cell, Day, Standing, Verdict};
pub use catalogue::{
    Catalogue, CatalogueError, FileRecord, HourRecord, MediaRecord, MediaState, Opening,
    OutputRecord,
};
pub use conversion::{Conversion, ConversionError};
pub use due::{Asked, Candidate, Judgement, due, judge, second_look_ms};
pub use error::SyncError;
pub use gaps::{Gap, gaps};
pub use outcome::{Outcome, What};
pub use rebuild::{Rebuild, Rebuilt};
pub use run::{Refetch, Run};
pub use seen::{Seen, Step, Watch, unwatched};
pub use state::{Event, Refused, State, UnknownState};
pub use verify::{Finding, Reading, Verified, verify};
pub use window::Window;
