//! What keeping an archive promises, tried against a simulated platform.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod attachments;
mod catalogue;
mod disk;
mod failures;
mod harness;
mod killed;
mod lake;
mod laws;
mod locks;
mod rebuild;
mod secrets;
mod sync;
mod verify;
