//! The files of a lake as a Delta Lake table: registered as they are, never written anew.
//!
//! The table of a lake is its folder `messages`, partitioned by `org`, `app` and `date`, with one
//! row per body as the schema has it. [`register`] brings its log to what the manifests of the
//! lake say: files that came are added, files that were superseded are removed, and where the same
//! rows lie in other files, as after a compaction, the commit says that no data changed. The log
//! is the kernel's work (`delta_kernel`); nothing here writes an action by hand.
//!
//! What was registered of a slot stands in the log as a transaction, `chatlake/2018112717`, whose
//! version is the generation of the slot's manifest. So rows come once, also when another program
//! has put them into files of its own meanwhile: see [`Obstacle`].
//!
//! A lake that was registered once keeps the files that hours and compactions supersede, as the
//! table still names them; [`register`] removes them when it no longer does.
//!
//! ```
//! # use chatlake_core::clock::SystemClock;
//! # use chatlake_delta::{RegisterOptions, register};
//! # use chatlake_lake::Lake;
//! # use chatlake_store::{Place, Store};
//! fn version(place: &str) -> Result<u64, Box<dyn std::error::Error>> {
//!     let lake = Lake::open(Store::open(&place.parse::<Place>()?)?)?;
//!     let registered = register(&lake, &RegisterOptions::default(), &SystemClock)?;
//!     Ok(registered.version)
//! }
//! ```

#![forbid(unsafe_code)]
#![cfg_attr(not(test), warn(clippy::indexing_slicing, clippy::string_slice, clippy::panic))]

mod adds;
mod commit;
mod engine;
mod error;
mod footers;
mod plan;
mod register;
mod schema;
mod statistics;
mod superseded;
mod table;

pub use error::DeltaError;
pub use plan::{Left, Obstacle};
pub use register::{RegisterOptions, Registered, Tally, register};
pub use superseded::Superseded;
