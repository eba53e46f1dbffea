//! Records come out as Parquet files that read back, and that tell nothing they should not.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod file;
mod foreign;
mod full;
mod hour;
mod laws;
mod metadata;
mod read_back;
mod rewrite;
mod row_groups;
mod sorted;
mod statistics;
