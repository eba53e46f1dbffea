//! Hourly chat-log exports as Parquet.
//!
//! A [`ParquetFormat`] is the shape of an output. It makes [`ParquetEncoder`]s, one per worker,
//! which turn records into finished row groups, encoded and compressed; and the [`ParquetSink`],
//! which appends those to one file in order and does no more than that. So one file is written
//! at the speed of all workers, and its bytes do not depend on how many there are.
//!
//! ```
//! use chatlake_core::{Encoder, Origin, Projection, RecordBuf, Sink};
//! use chatlake_parquet::{ParquetFormat, ParquetOptions};
//!
//! let format = ParquetFormat::new(&Projection::default(), ParquetOptions::default())?;
//! let record = RecordBuf::from_json(r#"{"msg_id":"1","payload":{"bodies":[]}}"#)?;
//! let mut encoder = format.encoder();
//! assert_eq!(encoder.append(record.as_record(), Origin::default())?, 1);
//! let mut sink = format.sink(Vec::new())?;
//! sink.write(encoder.finish()?)?;
//! assert!(sink.close(&[])?.starts_with(b"PAR1"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
#![forbid(unsafe_code)]
#![cfg_attr(not(test), warn(clippy::indexing_slicing, clippy::string_slice, clippy::panic))]

mod chunk;
mod compression;
mod digest;
mod encoder;
mod error;
mod format;
mod options;
mod pages;
mod paths;
mod press;
mod properties;
mod provenance;
mod rewrite;
mod row_group;
mod shape;
mod sink;
mod sorted;
mod sources;
mod stored;

pub use compression::Compression;
pub use encoder::{ParquetEncoder, RowGroups};
pub use error::FileError;
pub use format::ParquetFormat;
pub use options::ParquetOptions;
pub use properties::{SORTED_BY, has_statistics};
pub use provenance::metadata;
pub use rewrite::{LeaveOut, Rewritten, rewrite};
pub use sink::ParquetSink;
pub use sorted::{Contents, RowSum, SortOptions, SortProgress, SortWatch, SortedFile, sort};
pub use stored::StoredFile;
