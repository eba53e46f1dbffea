//! Which records become rows: all that were parsed, less what was not asked for and what was
//! there before.

mod key;
mod repeats;
mod runs;
mod seen;
mod select;

pub(crate) use key::Keyed;
pub use key::RecordKey;
pub use repeats::{Repeat, Repeats};
pub(crate) use seen::{Seen, Verdict};
pub use select::{Select, SelectError};
