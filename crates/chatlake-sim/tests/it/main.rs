//! The corpus keeps its promises, and the platform the vendor's.

#![expect(clippy::unwrap_used, reason = "a failed step of a test is a failed test")]

mod corpus;
mod platform;
