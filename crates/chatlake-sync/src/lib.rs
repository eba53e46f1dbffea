//! Keeps an archive of hourly exports complete: fetches, records and converts what is due.
//!
//! The server keeps an hour for three days, and then it is gone. So this is about not losing
//! any: it knows which hours there must be, asks for the one that is deleted next, and says which
//! are missing and until when they can be had.
//!
//! ```no_run
//! use std::sync::Arc;
//! use chatlake_core::Zone;
//! use chatlake_core::clock::SystemClock;
//! use chatlake_sync::{Archive, Run, Window, unwatched};
//! # fn client() -> chatlake_fetch::Client { unreachable!("not run") }
//!
//! let (archive, client) = (Archive::at("archive"), client());
//! let run = Run {
//!     archive: &archive,
//!     client: &client,
//!     clock: &SystemClock,
//!     window: Window::new(Zone::Beijing),
//!     conversion: None,
//!     max_time: None,
//! };
//! let outcome = run.sync(&mut unwatched)?;
//! assert_eq!(outcome.exit_code(), 0);
//! # Ok::<(), chatlake_sync::SyncError>(())
//! ```
//!
//! # The shape of it
//!
//! | | |
//! |---|---|
//! | [`State`], [`Event`] | what becomes of an hour; one function refuses what makes no sense |
//! | [`Window`], [`due`](due()), [`judge`] | when files are there, whom to ask for now, what an answer means at an hour's age; no clock, no network |
//! | [`Calendar`], [`Gap`] | what `status` and `gaps` draw, as values |
//! | [`Archive`], [`Catalogue`] | where files lie, and what is known of them |
//! | [`Run`] | `sync`, `fetch` and `attachments`, told to a [`Watch`] and summed up in an [`Outcome`] |
//! | [`verify`](verify()), [`Rebuild`] | whether files are what the catalogue says, and the catalogue made again from the files |
//!
//! # In which order things happen
//!
//! A file has its name on the disk before the catalogue says so, and the catalogue says so before
//! anything is made of it. A run that is killed between any two [`Step`]s leaves what the next
//! one takes up: it first looks at what lies in the archive and is not on record, and goes on from
//! there. At worst an hour is downloaded once more.
//!
//! The first file of an hour gets its name last, so where it is the others are. A file that has
//! grown gets its second name, `.v1`, before another one takes its first.
//!
//! # What is decided where the vendor is silent
//!
//! * A 404 is an hour without messages when files are settled, 26 hours after its end. An eighth
//!   of the retention before the deadline it is asked for a last time, for the sake of files that
//!   come very late.
//! * A 400 can mean anything before the deadline, and is asked again. After it, an hour that was
//!   absent when it should have been there was never stored; one that was not asked for in that
//!   time is lost.
//! * An hour beyond its deadline is asked for once, last of all and the youngest first: the server
//!   may keep more than was promised. Nothing is called lost before the server has said so.
//! * A file that has shrunk replaces the one in hand as one that has grown does, with a warning:
//!   both stay.
//! * Hours are converted again when the options or the schema have changed.
#![forbid(unsafe_code)]
#![cfg_attr(not(test), warn(clippy::indexing_slicing, clippy::string_slice, clippy::panic))]

mod archive;
mod attachments;
mod calendar;
mod catalogue;
mod check;
mod conversion;
mod due;
mod error;
mod gaps;
mod outcome;
mod raw_source;
mod rebuild;
mod run;
mod seen;
mod state;
mod status;
mod verify;
mod window;

pub use archive::{
    Archive, FoundHour, FoundRaw, Lock, LockError, RawKind, RawName, ScanError, Terms, scan,
};
pub use attachments::{Attachments, AttachmentsOutcome};
pub use calendar::{Calendar, Cell, Day, Standing, Verdict};
pub use catalogue::{
    Catalogue, CatalogueError, FileRecord, HourRecord, MediaRecord, MediaState, Opening,
    OutputRecord,
};
pub use chatlake_core::{AppKey, BadAppKey};
pub use conversion::{Conversion, ConversionError, LakeOutputs, Outputs};
pub use due::{Asked, Candidate, Judgement, due, judge, second_look_ms};
pub use error::SyncError;
pub use gaps::{Gap, gaps};
pub use outcome::{Outcome, What};
pub use rebuild::{Rebuild, Rebuilt};
pub use run::{Refetch, Run};
pub use seen::{Seen, Step, Watch, unwatched};
pub use state::{Event, Refused, State, UnknownState};
pub use status::calendar;
pub use verify::{Finding, Reading, Verified, verify};
pub use window::Window;
