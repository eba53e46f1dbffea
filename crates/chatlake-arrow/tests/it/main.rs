//! Records come out as batches, and batches as files that Arrow's own readers take.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod batch_reader;
mod columns;
mod ipc;
mod records;
mod schema;
