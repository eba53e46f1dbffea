//! What a conversion promises, tried on files.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod accounts;
mod damage;
mod dedup;
mod harness;
mod keys;
mod outputs;
mod replay;
mod select;
mod told;
mod withheld;
mod workers;
