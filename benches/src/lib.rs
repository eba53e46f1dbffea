//! What the benches share: one made-up hour, the facts that every parser must find in it, and
//! the parsers that are compared.
//!
//! A bench is named `stage/input/variant` and asserts in its loop that the work was done: a fast
//! variant that found less is a failure, not a result. Rates are bytes of uncompressed JSON per
//! second throughout, so that stages can be compared with one another.
//!
//! `cargo xtask bench [FILTER]` runs them; `cargo xtask peers` compares whole programs.

pub mod arrow_json;
mod corpus;
mod each_file;
mod encoding;
mod facts;
pub mod parsers;
mod records;
mod source;
mod stages;
pub mod unaccounted;

pub use corpus::{Hour, corpus_folder};
pub use each_file::{Error, each_file};
pub use encoding::{encode, encode_records};
pub use facts::Facts;
pub use records::{blocks, for_each_block, records};
pub use source::Bytes;
pub use stages::Stages;
