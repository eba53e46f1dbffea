//! What users and scripts may rely on.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod accounts;
mod config;
mod disk;
mod existing;
mod flags;
mod help;
mod inputs;
mod interrupt;
mod lake;
mod looking;
mod pseudonyms;
mod rejects;
mod replay;
mod run;
mod salvage;
mod streams;
mod supply;
mod tidy;
mod usage;
