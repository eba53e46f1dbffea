//! Hourly chat-log exports.
#![forbid(unsafe_code)]

mod block;
pub mod compress;
pub mod encoder;
mod limits;
pub mod number;
mod parse;
pub mod record;
pub mod reject;
pub mod row;
pub mod schema;
pub mod sink;
pub mod timestamp;

pub use block::Block;
pub use compress::{Compression, Compressor};
pub use encoder::{EncodeError, Encoder};
pub use limits::Limits;
pub use parse::{Parsed, Parser};
pub use record::{Body, BodyType, Record, RecordBuf, Text};
pub use reject::{Reject, RejectReason};
pub use row::{Origin, Row, Value};
pub use schema::{Column, Layout, Projection, Secrets};
pub use sink::{BytesSink, Sink, SinkError};
