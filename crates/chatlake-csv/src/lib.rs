//! Hourly chat-log exports as CSV.
//!
//! One row per message body, in the flat layout of schema v1, as RFC 4180 has it: a header, CRLF,
//! and quotes only where they are needed. In UTF-8, without a byte order mark.
//!
//! | value | cell |
//! |---|---|
//! | null | nothing |
//! | empty text | `""` |
//! | text, JSON | itself, see [`Guard`] |
//! | number | `42`, `-7`, `31.25`, `1e-7` |
//! | instant | `2018-11-27T09:00:00.000000Z` |
//!
//! With a single column, a null is an empty line, which some readers skip.
//!
//! [`CsvEncoder`] is the half that computes: it yields rows as bytes, compressed piece by piece.
//! [`sink`] is the half that writes: the header, then the pieces in order.
#![forbid(unsafe_code)]
#![cfg_attr(not(test), warn(clippy::indexing_slicing, clippy::string_slice, clippy::panic))]

mod cell;
mod encoder;
mod guard;
mod quote;
mod sink;

pub use encoder::CsvEncoder;
pub use guard::{Guard, guard, unguard};
pub use sink::{CsvSink, sink};
