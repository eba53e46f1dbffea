//! Hourly chat-log exports as Arrow record batches.
//!
//! [`schema`] is the schema of [`chatlake_core::schema`] in Arrow's words, [`BatchBuilder`] turns
//! records into batches of it, [`BatchReader`] a whole source, and [`ipc`] writes them as files
//! and streams. The types are the plainest that hold the values (`Utf8`, `Int32`, `Int64`,
//! `Float64`, microseconds in UTC, everything nullable): dictionaries, views and unsigned integers
//! are refused by Spark, which takes a batch only if its schema is exactly its own.
//!
//! ```
//! use chatlake_arrow::BatchReader;
//! use chatlake_core::{Projection, Reader};
//!
//! let lines = br#"{"msg_id":"1","payload":{"bodies":[{"type":"txt","msg":"hi"}]}}"#;
//! let reader = Reader::from_bytes("example", &lines[..])?;
//! for batch in BatchReader::new(reader, &Projection::default()) {
//!     assert_eq!(batch?.num_rows(), 1);
//! }
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
#![forbid(unsafe_code)]
#![cfg_attr(not(test), warn(clippy::indexing_slicing, clippy::string_slice, clippy::panic))]

mod batch_builder;
mod batch_reader;
mod columns;
pub mod ipc;
mod schema;

pub use batch_builder::{BatchBuilder, BatchLimit};
pub use batch_reader::{BatchReader, OnReject};
pub use schema::{BODIES, schema};

/// The `arrow` that the types of this crate's API come from.
pub use arrow;
