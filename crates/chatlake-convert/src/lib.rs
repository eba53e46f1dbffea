//! Conversion of hourly exports: in parallel, in order, and with every record accounted for.
#![forbid(unsafe_code)]

mod admit;
mod convert;
mod existing;
mod format;
mod input;
mod options;
mod output;
mod pipeline;
mod plan;
mod progress;
mod rejects;
mod report;
mod source;
mod writer;

pub use admit::{Repeat, Repeats, Select, SelectError};
pub use convert::convert;
pub use format::Format;
pub use options::{Dedup, Existing, OnReject, Options, ZoneChoice};
pub use plan::{Content, Destination, Input, Listing, Plan, PlanError, expand, stem};
pub use progress::Progress;
pub use report::{Cause, Counts, InputReport, OutputReport, Report, Status};
pub use source::StdinSource;
