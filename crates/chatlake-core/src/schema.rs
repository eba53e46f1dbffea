//! Schema v1: one row per message body, or one per message with its bodies nested.
//!
//! Written once, as data: Arrow, Parquet, CSV and flat JSONL take their columns, order and types
//! from here. Every column may be null.

mod column;
mod column_set;
mod layout;
mod projection;
mod pseudonyms;
mod withheld;

pub use column::{Column, ColumnType, UnknownColumn};
pub use layout::{Layout, UnknownLayout};
pub use projection::{Projection, Secrets};
pub use pseudonyms::{NoPseudonyms, PseudonymKey, Pseudonyms, ShortKey};
pub use withheld::Withheld;

pub(crate) use column_set::ColumnSet;

/// The version of the schema, as it stands in the metadata of every output that has some.
pub const VERSION: &str = "1";
