//! A lake: the rows of an app's hours as files that every engine reads, each hour committed once.
//!
//! A lake is a folder or a bucket ([`chatlake_store`]) with the rows of one app, made in one way
//! ([`Terms`]). Where things lie, [`layout`] says. What is in it, the [`Manifest`]s of its
//! [`Slot`]s say: an hour is in the lake when its manifest is, and not before.
//!
//! ```
//! # use chatlake_lake::Lake;
//! # use chatlake_store::{Place, Store};
//! fn rows(place: &str) -> Result<u64, Box<dyn std::error::Error>> {
//!     let place: Place = place.parse()?;
//!     let lake = Lake::open(Store::open(&place)?)?;
//!     let state = lake.manifests()?;
//!     Ok(state.files().iter().map(|current| current.file.rows).sum())
//! }
//! ```

#![forbid(unsafe_code)]
#![cfg_attr(not(test), warn(clippy::indexing_slicing, clippy::string_slice, clippy::panic))]

mod across;
mod acts;
mod as_text;
mod commit;
mod compact;
mod day;
mod day_manifest;
mod error;
mod lake;
pub mod layout;
mod lock;
mod manifest;
mod mark;
mod plan;
mod publication;
mod retired;
mod run;
mod sealed;
mod side_by_side;
mod slot;
mod staging;
mod state;
mod status;
mod swap;
mod terms;
mod verify;
pub mod views;

pub use acts::{Act, Rehearsal, Ways};
pub use compact::{
    CompactEvent, CompactOptions, CompactWatch, DayCompacted, Days, Outcome, Sizes, compact,
};
pub use day::{BadDay, Day};
pub use day_manifest::{Covered, DayFacts, DayManifest};
pub use error::LakeError;
pub use lake::Lake;
pub use lock::LakeLock;
pub use manifest::{Across, Compared, DataFile, KeysFile, Manifest, Raw, RejectsFile};
pub use mark::{BadMark, Mark};
pub use plan::{Asked, LakePlan, Step};
pub use retired::Retired;
pub use run::LakeReport;
pub use sealed::Unsound;
pub use slot::{BadSlot, Slot};
pub use staging::Staging;
pub use state::{CurrentFile, State};
pub use status::{Compaction, DayStatus, InLake, Status, Sums};
pub use terms::{NEEDED, PseudonymTerms, RecordLimits, Terms};
pub use verify::{Fault, Finding, Verified, Verify, VerifyWatch};

/// Who writes: `chatlake` and its version.
pub const TOOL: &str = concat!("chatlake ", env!("CARGO_PKG_VERSION"));
