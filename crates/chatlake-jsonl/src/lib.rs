//! Hourly chat-log exports as JSON Lines.
//!
//! Two forms, both one JSON object per line in UTF-8, each line ended by LF:
//!
//! - [`Form::Verbatim`]: the record as it stands in the export, byte for byte. A record that
//!   spans lines loses the white space between its tokens, and nothing else.
//! - [`Form::Flat`]: one object per message body, with the columns of schema v1 as members, in
//!   the order of the schema. Nulls are left out, instants are `"2018-11-27T09:00:00.000000Z"`,
//!   and the columns that hold JSON hold it as a string.
//!
//! [`JsonlEncoder`] is the half that computes: it yields lines as bytes, compressed piece by
//! piece. [`sink`] is the half that writes them, in order.
#![forbid(unsafe_code)]
#![cfg_attr(not(test), warn(clippy::indexing_slicing, clippy::string_slice, clippy::panic))]

mod encoder;
mod escape;
mod member;
mod minify;
mod sink;

pub use encoder::{Form, JsonlEncoder};
pub use minify::minify;
pub use sink::{JsonlSink, sink};
