//! Stores of buckets against a scripted server on loopback.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod credentials;
mod downloads;
mod laws;
mod server;
mod uploads;
