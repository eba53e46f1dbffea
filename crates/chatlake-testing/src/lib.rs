//! What the tests of several crates are made with, and no program: made-up records and files, and
//! an oracle that says what must become of them.
//!
//! * [`record`] makes records with every trap of the format, as JSON text; [`value`] the JSON in
//!   them, [`broken`] what is next to a record and is none.
//! * [`file`](mod@file) makes files of them: in every framing, with white space and byte order
//!   marks where they may stand, plain or compressed in members of any size.
//! * [`json`] is a tree that keeps every key and every spelling, of what serde_json takes for JSON;
//!   [`spelling`] tells the same JSON with other white space.
//! * [`oracle`] says from the words of the schema, and without the parser, what a record amounts
//!   to, and rebuilds records from what was read or written.
//! * [`row`] tells what rows should hold, and `batch` what Arrow batches do; [`Full`] is an output
//!   without room.
//!
//! A law then reads: for every `record::message()`, what a format wrote and another reader found,
//! put together by `oracle::Columns`, is what `oracle::expected` says.

#![expect(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "what cannot go on here is a test, and has failed"
)]

#[cfg(feature = "arrow")]
pub mod batch;
#[cfg(feature = "strategies")]
pub mod broken;
#[cfg(feature = "strategies")]
mod expand;
#[cfg(feature = "strategies")]
pub mod file;
mod full;
pub mod json;
mod keys;
pub mod oracle;
#[cfg(feature = "strategies")]
pub mod record;
pub mod row;
pub mod spelling;
#[cfg(feature = "strategies")]
pub mod value;

#[cfg(feature = "strategies")]
pub use expand::expand;
pub use full::Full;

/// So many cases; a failure is told, not kept in a file.
#[cfg(feature = "strategies")]
pub fn cases(cases: u32) -> proptest::test_runner::Config {
    proptest::test_runner::Config {
        cases,
        failure_persistence: None,
        ..proptest::test_runner::Config::default()
    }
}
