//! What is made up has every trap, and the oracle knows its own.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod instant;
mod spelling;
mod traps;
