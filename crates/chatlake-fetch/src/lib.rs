//! Fetches hourly chat-log exports from the platform that keeps them, and then deletes them.
//!
//! # How it goes
//!
//! ```text
//! Credentials ──> token        cached on disk, asked for by one at a time, and never often
//!                   |
//! Hour ───────> Client::ticket     ten calls a minute, shared by all processes
//!                   |
//!              HourAnswer::Urls(Ticket)        or NotThere: the hour's age tells what that means
//!                   |
//! SignedUrl ──> Client::download   .part, resumed, verified to the last checksum, then named
//!                   |
//!              FileAnswer::Saved(Saved)        or NewTicketWanted: urls live for half an hour
//! ```
//!
//! [`Client::fetch_hour`] does all of it for an hour. It knows nothing of archives: where files go, which
//! hour is due and what becomes of one that is not there are for the caller to say. It parses no chat record.
//!
//! # The shape of it
//!
//! | | |
//! |---|---|
//! | [`App`], [`Origin`], [`Credentials`], [`Options`] | who asks whom for what; parsed, so that what exists is valid |
//! | [`Client`] | all calls, from any thread; by a [`Clock`](chatlake_core::clock::Clock) |
//! | [`HourAnswer`], [`FileAnswer`], [`AttachmentAnswer`] | what can come of a call that was answered |
//! | [`Error`], its [`Refusal`] and [`Class`] | what went wrong, and of which kind, for exit codes |
//! | [`Watch`], [`Event`] | told while it waits and loads; can end it |
//!
//! ```no_run
//! use std::sync::Arc;
//!
//! use chatlake_core::Hour;
//! use chatlake_core::clock::SystemClock;
//! use chatlake_fetch::{Client, Credentials, HourFetched, Options, Origin, Place, PlainHttp, SecretSource, unwatched};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let secret = SecretSource::Env("CHATLAKE_CLIENT_SECRET".to_owned());
//! let credentials = Credentials::Client { id: "YXA6…".to_owned(), secret };
//! let origin = Origin::parse("a1.easemob.com", PlainHttp::Refused)?;
//! let options = Options::new("1122161011178276/testapp".parse()?, origin, credentials, "state".into());
//! let client = Client::new(options, Arc::new(SystemClock))?;
//! let hour = Hour::of_name("2018112717").ok_or("no hour")?;
//! let mut place = |n| Place { target: format!("{hour}.{n}.gz").into(), known: None };
//! match client.fetch_hour(hour, &mut place, &mut unwatched)? {
//!     HourFetched::Files { files, .. } => assert_eq!(files.len(), 1),
//!     HourFetched::NotThere(why) => println!("not there: {why:?}"),
//! }
//! # Ok(())
//! # }
//! ```
//!
//! # What it holds on to
//!
//! * The token goes to the configured [`Origin`] and nowhere else. Redirects of the API are refused. Urls
//!   that the platform sends lead only where [`Allowed`](allowed::Allowed) lets them.
//! * Secrets and the queries of signed urls are in no `Debug`, no `Display` and no error.
//! * Bytes are stored as they come. A file under its name is whole and on the disk.
//! * No token is asked for while there is a good one; of all threads and processes one asks; between two
//!   requests there is a pause, also across crashes. When a token is refused, one new one is asked for, once.
//! * Everything that has a deadline goes by the clock that was handed in; only how long a connection may be
//!   silent is real time.

#![forbid(unsafe_code)]
#![cfg_attr(not(test), warn(clippy::indexing_slicing, clippy::string_slice, clippy::panic))]

pub mod allowed;
pub mod answer;
pub mod app;
mod client;
pub mod credentials;
mod download;
pub mod error;
pub mod event;
mod http;
pub mod limiter;
mod names;
pub mod options;
pub mod origin;
pub mod retry;
pub mod secret;
pub mod signed_url;
mod state;
pub mod ticket;
mod token;
mod trouble;

pub use answer::{NotThere, Refusal, Verdict};
pub use app::App;
pub use client::{
    AttachmentAnswer, AttachmentRequest, Client, FileAnswer, FileFetched, HourAnswer, HourFetched,
    Place, Rendition, WhyNew,
};
pub use credentials::{Credentials, SecretSource};
pub use download::{Saved, Version};
pub use error::{Class, Error, NetworkError};
pub use event::{Event, Wait, Watch, unwatched};
pub use limiter::{Limiter, Rate};
pub use options::{Options, Patience, Proxy};
pub use origin::{Origin, PlainHttp};
pub use retry::Policy;
pub use secret::Secret;
pub use signed_url::SignedUrl;
pub use ticket::Ticket;
