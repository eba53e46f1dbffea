//! Laws and tables of the core: what is read, what is refused, and that nothing is lost.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod reading;

mod by_hand;
mod chunking;
mod compress;
mod credentials;
mod decompress;
mod examples;
mod framing;
mod limits;
mod oracle;
mod pseudonyms;
mod schema;
mod windows;
