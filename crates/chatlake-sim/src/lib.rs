//! A simulated chat platform, for tests, demos and benches; nothing that is shipped depends on it.
//!
//! [`corpus`] makes up hourly exports: realistic, seeded, the same bytes for ever, with a
//! [`Census`](corpus::Census) of everything that was put in.

pub mod corpus;
