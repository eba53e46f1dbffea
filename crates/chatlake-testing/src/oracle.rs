//! What must become of a record, judged by serde_json and the words of the schema, not by the
//! parser.

mod columns;
mod expected;
mod instant;
mod rebuilt;

pub use columns::{Columns, flat_all, nested, told_by_columns};
pub use expected::message as expected;
pub use instant::micros_of_iso;
pub use rebuilt::message as rebuilt;
