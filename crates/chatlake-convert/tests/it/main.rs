//! What a conversion promises, tried on files.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod accounts;
mod damage;
mod dedup;
mod harness;
mod outputs;
mod replay;
mod select;
mod workers;
