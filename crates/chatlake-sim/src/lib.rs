//! A simulated chat platform, for tests, demos and benches; nothing that is shipped depends on it.
//!
//! [`corpus`] makes up hourly exports: realistic, seeded, the same bytes for ever, with a
//! [`Census`](corpus::Census) of everything that was put in. [`platform`] serves them as the
//! vendor does, keeps a log of who asked for what, and breaks down on demand.

#![cfg_attr(not(test), warn(clippy::indexing_slicing, clippy::string_slice, clippy::panic))]

pub mod corpus;
pub mod platform;
