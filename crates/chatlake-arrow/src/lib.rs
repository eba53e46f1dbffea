//! Hourly chat-log exports as Arrow record batches.
//!
//! [`schema`] is the schema of [`chatlake_core::schema`] in Arrow's words, [`BatchBuilder`] turns
//! records into batches of it, and [`ipc`] writes those as Arrow files and streams. The types are
//! the plainest that hold the values (`Utf8`, `Int32`, `Int64`, `Float64`, microseconds in UTC,
//! everything nullable): dictionaries, views and unsigned integers are refused by Spark, which
//! takes a batch only if its schema is exactly its own.
#![forbid(unsafe_code)]

mod batch_builder;
mod columns;
pub mod ipc;
mod schema;

pub use batch_builder::{BatchBuilder, BatchLimit};
pub use schema::{BODIES, schema};

/// The `arrow` that the types of this crate's API come from.
pub use arrow;
