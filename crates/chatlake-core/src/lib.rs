//! Reads the hourly chat-log exports of an instant-messaging platform: expands them, finds where
//! records end, and parses records into typed, borrowed values that lose nothing.
//!
//! # The file
//!
//! A platform that is sold under several names (Easemob, Hyphenate, Agora Chat and others) keeps
//! the messages of an app in one file per hour, `2018112717.gz`: gzip, UTF-8, **one JSON object
//! per line**. Hours of one app range from nothing to many gigabytes. The name is the hour's
//! start, in Beijing time on the mainland and in UTC overseas ([`Hour`], [`Zone`]). Users re-save
//! files pretty-printed, concatenated or as an array, so the [`Framing`] is detected.
//!
//! ## Records
//!
//! ```json
//! {"msg_id": "539805233656627200", "timestamp": 1543309200000, "direction": "outgoing",
//!  "from": "li", "to": "wu", "chat_type": "chat",
//!  "payload": {"from": "li", "to": "wu", "ext": {}, "bodies": [{"type": "txt", "msg": "hi"}]}}
//! ```
//!
//! A record is a message. Its id is opaque: old ones hold letters, new ones are numbers beyond
//! 2^53 in quotes. Its time is milliseconds since the epoch, and is text in old files. The order
//! of keys differs by era and means nothing. What was sent is in `payload.bodies`, normally one,
//! and sometimes none; whatever the app added is in `payload.ext`, any JSON at all.
//!
//! | body | what it holds |
//! |---|---|
//! | `txt` | `msg`; a combined message (`subType` is `sub_combine`) has `title` and `summary` too, and may have no `type` |
//! | `img`, `audio`, `video`, `file` | `url`, `filename`, `file_length`, `secret`; `size`, `length` (seconds) and thumbnails, any of which may be missing |
//! | `loc` | `lat` and `lng`, numbers or text, and `addr` |
//! | `cmd` | `action`, or `msg` |
//! | `custom` | `customEvent` and `customExts`, an object or an array of objects |
//!
//! ## Traps
//!
//! * In newer eras `from` and `to` of the message are internal accounts and the people are those
//!   of the payload: [`Record::sender`] and [`Record::recipient`] know.
//! * Types vary: numbers come as text and text as anything. A value that does not fit its
//!   accessor is kept in [`Record::extra`], and so is every key that has none.
//! * A message may be recorded twice. Lines may be torn, or glued together.
//! * Strings may hold surrogates without their other half, which is JSON but no Unicode text:
//!   they are kept verbatim in raw JSON and never made into something else.
//! * Several gzip members in a row, padding, byte order marks and CRLF are all fine. A file that
//!   ends early is not, and is never mistaken for a whole one ([`Damage`]).
//!
//! # The river
//!
//! ```text
//! Source ──> BlockReader ──> Block ──> Parser ──> Record ──> Encoder ──> Sink
//! a named    expands, finds   whole     typed,     borrowed   the CPU     the IO
//! stream     where records    records   any        from its   half of     half of
//!            end, in order              thread     block      a format    a format
//! ```
//!
//! Blocks are read in order by one thread and parsed by many; each record is judged by its own
//! bytes alone, so neither the size of blocks nor the number of threads changes what is read.
//! What cannot be read is a [`Reject`] with its place, the reason and its bytes: every record of a
//! source is either a [`Record`] or a [`Reject`].
//!
//! Most callers want a [`Reader`], which does all this in one thread:
//!
//! ```
//! use chatlake_core::Reader;
//!
//! let export = r#"{"msg_id":"1","from":"li","payload":{"bodies":[{"type":"txt","msg":"hi"}]}}"#;
//! let mut reader = Reader::from_bytes("2018112717", export)?;
//! for record in reader.records() {
//!     let record = record?;
//!     let message = record.as_record();
//!     for body in message.bodies() {
//!         assert_eq!(message.sender().map(|name| name.to_string()).as_deref(), Some("li"));
//!         assert!(body.msg().is_some_and(|text| text == "hi"));
//!     }
//! }
//! # Ok::<(), chatlake_core::Error>(())
//! ```
//!
//! Those in a hurry read blocks and parse them where they like, without copying a byte:
//!
//! ```
//! use chatlake_core::{Block, BlockReader, BytesSource, Limits, Parsed, Parser};
//!
//! let source = BytesSource::new("2018112717", "{\"msg_id\":\"1\"}\n{\"msg_id\":2}\n");
//! let mut reader = BlockReader::open(&source, Limits::default())?;
//! let (mut parser, mut block) = (Parser::new(Limits::default()), Block::new());
//! let mut ids = Vec::new();
//! while reader.next_block(&mut block, 1 << 20)? {
//!     parser.parse(&mut block, |parsed| {
//!         match parsed {
//!             Parsed::Record(_, record) => ids.push(record.msg_id().to_string()),
//!             Parsed::Reject(reject) => assert_eq!((reject.record, reject.byte_offset), (1, 15)),
//!         }
//!         Ok::<(), chatlake_core::ErrorKind>(())
//!     })?;
//! }
//! assert_eq!(ids, ["1"]);
//! # Ok::<(), chatlake_core::ErrorKind>(())
//! ```
//!
//! # Columns
//!
//! [`Column`] names the columns of the schema, and [`Row::value`] gives the value of each for a
//! message and one of its bodies. A format is an [`Encoder`] and a [`Sink`]; formats live in
//! crates of their own. This one knows neither networks nor columnar formats.
//!
//! # Pseudonyms
//!
//! Whoever must share data without names puts [`Pseudonyms`] into a [`Projection`]: columns hold
//! 64 hexadecimal digits in place of values, the same for the same value under the same key, in
//! every file and at any time. What was joined by people still is. A format asks a [`Teller`] for its
//! values, so that none goes past. What people and apps wrote ([`Column::is_free_form`]) is not
//! looked into, may name anybody, and is better left out.
//!
//! # What is decided where the format is silent
//!
//! * A record is too long by its own bytes: white space around it does not count, save that more
//!   than 64 KiB beyond the limit between it and the end of its line do.
//! * `type` and `subType` that both say "combined" are both in `extra`, so that no two records
//!   look alike.
//! * Bodies whose shape is not known go to `extra` whole; where credentials are withheld, those
//!   within are null.
//! * Two keys with lone surrogates are the same if they are spelled the same.
//! * After a failure the whole records before it still come; then the failure, however often it
//!   is asked for.

#![forbid(unsafe_code)]
#![cfg_attr(not(test), warn(clippy::indexing_slicing, clippy::string_slice, clippy::panic))]

mod app;
mod block;
mod block_reader;
pub mod clock;
pub mod compress;
mod decompress;
pub mod encoder;
pub mod error;
mod framing;
pub mod hour;
mod limits;
pub mod number;
pub mod overflow;
mod parse;
pub mod pieces;
mod position;
mod reader;
pub mod record;
pub mod reject;
pub mod row;
pub mod schema;
pub mod sink;
pub mod source;
pub mod timestamp;

pub use app::{AppKey, BadAppKey};
pub use block::Block;
pub use block_reader::BlockReader;
pub use compress::{Compression, Compressor};
pub use decompress::{Expander, SourceFacts, verify};
pub use encoder::{EncodeError, Encoder};
pub use error::{Damage, DamageKind, Error, ErrorKind};
pub use framing::Framing;
pub use hour::{Hour, Zone};
pub use limits::Limits;
pub use parse::{Parsed, Parser};
pub use pieces::{PieceWriter, Pieces};
pub use position::Position;
pub use reader::{Reader, Records};
pub use record::{Body, BodyType, Record, RecordBuf, Text};
pub use reject::{Reject, RejectReason};
pub use row::{Origin, Row, Teller, Value};
pub use schema::{Column, Layout, Projection, PseudonymKey, Pseudonyms, Secrets, Withheld};
pub use sink::{BytesSink, Sink, SinkError};
pub use source::{BytesSource, FileSource, Source};
