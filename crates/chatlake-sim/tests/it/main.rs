//! The corpus keeps its promises.

#![expect(clippy::unwrap_used, reason = "a failed step of a test is a failed test")]

mod corpus;
