//! A peer: what one writes in Rust with what is there, flate2, arrow-json and parquet.
//!
//! It makes the same flat columns as far as arrow-json can express them. A field there has one
//! type, so `ext` and `custom_exts`, which must come out as the JSON they are, cannot be had; and
//! fields that the schema does not name are dropped, so there is no `extra`. Nothing is accounted
//! for, and one broken record ends the file.

mod conversion;
mod flat;
mod input;

pub use conversion::{Converted, convert_file};
