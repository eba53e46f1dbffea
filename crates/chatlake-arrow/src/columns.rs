//! Builders, a file per family of columns.
//!
//! Most columns of most rows are null: of the thirty-odd a text message fills a dozen. A column
//! is therefore touched only when it has a value, and the rows it missed are made up for in one
//! go, when the next value arrives or the batch is finished.

mod arrays;
mod bodies;
mod body;
mod message;
mod number;
mod origin;
mod text;

pub(crate) use arrays::Arrays;
pub(crate) use bodies::{FlatBody, NestedBodies};
pub(crate) use message::MessageColumns;
pub(crate) use origin::OriginColumns;
