//! Hourly chat-log exports.
#![forbid(unsafe_code)]

mod block;
mod block_reader;
pub mod compress;
mod decompress;
pub mod encoder;
pub mod error;
mod framing;
pub mod hour;
mod limits;
pub mod number;
mod parse;
mod position;
mod reader;
pub mod record;
pub mod reject;
pub mod row;
pub mod schema;
pub mod sink;
pub mod source;
pub mod timestamp;

pub use block::Block;
pub use block_reader::BlockReader;
pub use compress::{Compression, Compressor};
pub use decompress::SourceFacts;
pub use encoder::{EncodeError, Encoder};
pub use error::{Damage, DamageKind, Error, ErrorKind};
pub use framing::Framing;
pub use hour::{Hour, Zone};
pub use limits::Limits;
pub use parse::{Parsed, Parser};
pub use position::Position;
pub use reader::{Reader, Records};
pub use record::{Body, BodyType, Record, RecordBuf, Text};
pub use reject::{Reject, RejectReason};
pub use row::{Origin, Row, Value};
pub use schema::{Column, Layout, Projection, Secrets};
pub use sink::{BytesSink, Sink, SinkError};
pub use source::{BytesSource, FileSource, Source};
