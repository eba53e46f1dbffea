//! A corpus: made-up hourly exports that look like the platform's own.
//!
//! Every record is invented from a seed: users, groups, sentences, links, credentials. The same
//! [`Corpus`] writes the same bytes on every machine and in every version to come, so a test may
//! keep a count or a digest. Hours do not depend on one another and can be written in parallel.
//!
//! Each call returns a [`Census`], what was written as a reader must count it; tests hold the
//! accounts of a conversion against it.
//!
//! Numbers are integers throughout (rates are parts per million): floating point functions such as
//! `powf` may differ in the last bit between platforms.
//!
//! ```
//! use chatlake_sim::corpus::{Corpus, HourName, Quantity};
//!
//! let corpus = Corpus::new(1);
//! let hour: HourName = "2018112717".parse()?;
//! let mut lines = Vec::new();
//! let census = corpus.write_hour(&mut lines, hour, Quantity::Records(100))?;
//! assert_eq!(census.bytes, lines.len() as u64);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

#![expect(
    clippy::indexing_slicing,
    reason = "a corpus chooses among what it has made itself, the same for ever"
)]

mod attachment;
mod body;
mod census;
mod ext;
mod fault;
mod gzip;
mod hour;
mod identity;
mod json;
mod media;
mod message;
mod options;
mod population;
pub(crate) mod rng;
mod text;
mod writer;

pub(crate) use attachment::Attachment;
pub use body::BodyKind;
pub use census::Census;
pub use fault::Fault;
pub use gzip::gzip;
pub use hour::{HourName, HourNameError, Zone};
pub use options::{Quantity, Rates};
pub use writer::Corpus;
