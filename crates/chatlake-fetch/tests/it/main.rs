//! The client against scripted servers on loopback, by a clock that stands still.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod attachments;
mod downloads;
mod faults;
mod hours;
mod laws;
mod limiter;
mod secrets;
mod server;
mod setup;
mod tickets;
mod tokens;
