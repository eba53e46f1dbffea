//! Which records become rows: all that were parsed, less what was not asked for and what was
//! there before.

mod repeats;
mod runs;
mod seen;
mod select;

pub use repeats::{Repeat, Repeats};
pub(crate) use seen::{Key, Keyed, Seen, Verdict};
pub use select::{Select, SelectError};
