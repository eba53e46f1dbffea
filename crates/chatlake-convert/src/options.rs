//! What a conversion does, apart from where it reads and writes.

use std::num::NonZeroUsize;

use chatlake_core::{Limits, Projection, Zone};

use crate::admit::Select;
use crate::format::Format;

/// What a conversion does.
#[derive(Clone, Debug)]
pub struct Options {
    /// What comes out.
    pub format: Format,
    /// Layout, columns and credentials of the formats that have the schema.
    pub projection: Projection,
    /// Which messages are kept.
    pub select: Select,
    /// What becomes of a record that was there before.
    pub dedup: Dedup,
    /// What becomes of a record that is refused.
    pub on_reject: OnReject,
    /// The zone that file names are in.
    pub zone: ZoneChoice,
    /// Whether what is whole of a damaged input is published; never of a file of rejects.
    pub salvage: bool,
    /// When input counts as hostile.
    pub limits: Limits,
    /// What happens to an output that exists.
    pub existing: Existing,
    /// How many workers.
    pub jobs: NonZeroUsize,
}

impl Options {
    /// The defaults of the command line, for a format.
    pub fn new(format: Format) -> Self {
        Self {
            format,
            projection: Projection::default(),
            select: Select::default(),
            dedup: Dedup::default(),
            on_reject: OnReject::default(),
            zone: ZoneChoice::default(),
            salvage: false,
            limits: Limits::default(),
            existing: Existing::default(),
            jobs: std::thread::available_parallelism().unwrap_or(NonZeroUsize::MIN),
        }
    }

    /// Everything that decides the bytes of an output, in one line: outputs whose lines differ
    /// were made differently.
    pub fn fingerprint(&self) -> String {
        let Self { format, projection, select, dedup, on_reject, zone, limits, .. } = self;
        let columns: Vec<&str> = projection.columns().iter().map(|column| column.name()).collect();
        let Limits { max_record, max_depth, max_bodies, .. } = limits;
        format!(
            "{format:?} {:?} {:?} columns={} select={select:?} dedup={dedup:?} on_reject={on_reject:?} zone={zone:?} salvage={} max_record={max_record} max_depth={max_depth} max_bodies={max_bodies}",
            projection.layout(),
            projection.secrets(),
            columns.join(","),
            self.salvage,
        )
    }
}

/// What becomes of a record that was there before: the same `msg_id` and the same bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Dedup {
    /// It is counted and kept.
    #[default]
    Keep,
    /// It is counted and left out.
    Drop,
}

/// What becomes of a record that is refused.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum OnReject {
    /// It goes to a file of rejects, with the reason and its bytes.
    #[default]
    Quarantine,
    /// It is counted.
    Skip,
    /// Its input fails.
    Fail,
}

/// The zone that file names are in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ZoneChoice {
    /// The one that the file's first timestamps fit.
    #[default]
    Auto,
    /// This one.
    Fixed(Zone),
}

/// What happens to an output that exists.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Existing {
    /// Its input fails.
    #[default]
    Fail,
    /// It is replaced, in one step.
    Overwrite,
    /// Its input is skipped if it was made from the same bytes, schema and options; otherwise it
    /// fails.
    Skip,
}
