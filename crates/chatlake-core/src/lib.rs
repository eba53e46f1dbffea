//! Hourly chat-log exports.
#![forbid(unsafe_code)]

pub mod compress;
pub mod encoder;
pub mod number;
pub mod record;
pub mod row;
pub mod schema;
pub mod sink;
pub mod timestamp;

pub use compress::{Compression, Compressor};
pub use encoder::{EncodeError, Encoder};
pub use record::{Body, BodyType, Record, Text};
pub use row::{Origin, Row, Value};
pub use schema::{Column, Layout, Projection, Secrets};
pub use sink::{BytesSink, Sink, SinkError};
