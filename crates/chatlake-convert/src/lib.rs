//! Conversion of hourly exports: in parallel, in order, and with every record accounted for.
//!
//! A [`Plan`] says what is read and where it goes, and [`Options`] what becomes of it. [`convert`]
//! carries it out, and its [`Report`] says of every input what became of its records;
//! [`convert_told`] tells of each as soon as its output is published, for those who go on from
//! there. With [`Keys::Kept`] every output has a [`KeyFile`] beside it, by which its records are
//! found again in later runs; within one, [`Repeats`] does that for those who convert nothing.
#![forbid(unsafe_code)]
#![cfg_attr(not(test), warn(clippy::indexing_slicing, clippy::string_slice, clippy::panic))]

mod admit;
mod convert;
mod existing;
mod format;
mod input;
mod key_file;
mod options;
mod output;
mod pipeline;
mod plan;
mod progress;
mod rejects;
mod report;
mod source;
mod writer;

pub use admit::{RecordKey, Repeat, Repeats, Select, SelectError};
pub use convert::{convert, convert_told};
pub use format::Format;
pub use input::IRREGULAR;
pub use key_file::KeyFile;
pub use options::{Dedup, Existing, Keys, OnReject, Options, Reach, RejectBytes, ZoneChoice};
pub use plan::{
    Content, Destination, Input, Listing, NamePattern, Plan, PlanError, expand, is_export, stem,
};
pub use progress::Progress;
pub use report::{Cause, Counts, InputFile, InputReport, OutputReport, Report, Status};
pub use source::StdinSource;
