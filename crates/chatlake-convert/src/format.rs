//! The formats, and the one place that tells them apart.

use chatlake_core::{Compression, EncodeError, Encoder, Layout, Projection, Sink, SinkError};
use chatlake_csv::{CsvEncoder, CsvSink, Guard};
use chatlake_jsonl::{Form, JsonlEncoder, JsonlSink};
use chatlake_parquet::{ParquetEncoder, ParquetFormat, ParquetOptions, ParquetSink};

use chatlake_arrow::ipc::{self, IpcEncoder, IpcFormat, IpcSink, IpcStreamSink};

use crate::output::Target;

/// What comes out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Apache Parquet.
    Parquet(ParquetOptions),
    /// An Arrow IPC file; a stream where it goes to standard output.
    Arrow(ipc::Compression),
    /// RFC 4180, with or without the guard against formulas.
    Csv(Compression, Guard),
    /// The records as they are, one per line.
    Jsonl(Compression),
    /// The columns of the schema as JSON, one row per line.
    FlatJsonl(Compression),
}

impl Format {
    /// The name on the command line.
    pub fn name(&self) -> &'static str {
        match self {
            Format::Parquet(_) => "parquet",
            Format::Arrow(_) => "arrow",
            Format::Csv(..) => "csv",
            Format::Jsonl(_) | Format::FlatJsonl(_) => "jsonl",
        }
    }

    /// What the names of its files end in, without the dot.
    pub fn extension(&self) -> &'static str {
        match self {
            Format::Parquet(_) => "parquet",
            Format::Arrow(_) => "arrow",
            Format::Csv(Compression::Plain, _) => "csv",
            Format::Csv(Compression::Zstd(_), _) => "csv.zst",
            Format::Csv(Compression::Gzip(_), _) => "csv.gz",
            Format::Jsonl(compression) | Format::FlatJsonl(compression) => match compression {
                Compression::Plain => "jsonl",
                Compression::Zstd(_) => "jsonl.zst",
                Compression::Gzip(_) => "jsonl.gz",
            },
        }
    }
}

/// How one format is written: what [`Format`] names, with its types.
pub(crate) trait Writing: Sync {
    type Encoder: Encoder<Encoded: Send>;
    type Sink: Sink<Encoded = <Self::Encoder as Encoder>::Encoded, Output = Target>;

    /// How many bytes of records one job holds.
    ///
    /// A job becomes a row group of a columnar file, and a frame of a compressed one. Constant,
    /// so that output does not depend on who does the work.
    const JOB_SIZE: usize;

    fn encoder(&self) -> Result<Self::Encoder, EncodeError>;
    fn sink(&self, target: Target) -> Result<Self::Sink, SinkError>;
}

/// Large enough for row groups of some ten thousand rows, small enough that two workers stay
/// within 200 MiB.
const COLUMNAR_JOB: usize = 16 << 20;
/// Large enough that cutting a stream into frames costs nothing, and fits the caches.
const TEXT_JOB: usize = 2 << 20;

pub(crate) struct Parquet(pub(crate) ParquetFormat);

impl Writing for Parquet {
    type Encoder = ParquetEncoder;
    type Sink = ParquetSink<Target>;
    const JOB_SIZE: usize = COLUMNAR_JOB;

    fn encoder(&self) -> Result<ParquetEncoder, EncodeError> {
        Ok(self.0.encoder())
    }

    fn sink(&self, target: Target) -> Result<Self::Sink, SinkError> {
        self.0.sink(target)
    }
}

pub(crate) struct ArrowFile(pub(crate) IpcFormat);

impl Writing for ArrowFile {
    type Encoder = IpcEncoder;
    type Sink = IpcSink<Target>;
    const JOB_SIZE: usize = 8 << 20;

    fn encoder(&self) -> Result<IpcEncoder, EncodeError> {
        Ok(self.0.encoder())
    }

    fn sink(&self, target: Target) -> Result<Self::Sink, SinkError> {
        self.0.sink(target)
    }
}

pub(crate) struct ArrowStream(pub(crate) IpcFormat);

impl Writing for ArrowStream {
    type Encoder = IpcEncoder;
    type Sink = IpcStreamSink<Target>;
    const JOB_SIZE: usize = ArrowFile::JOB_SIZE;

    fn encoder(&self) -> Result<IpcEncoder, EncodeError> {
        Ok(self.0.encoder())
    }

    fn sink(&self, target: Target) -> Result<Self::Sink, SinkError> {
        self.0.stream_sink(target)
    }
}

pub(crate) struct Csv {
    pub(crate) projection: Projection,
    pub(crate) compression: Compression,
    pub(crate) guard: Guard,
}

impl Writing for Csv {
    type Encoder = CsvEncoder;
    type Sink = CsvSink<Target>;
    const JOB_SIZE: usize = TEXT_JOB;

    fn encoder(&self) -> Result<CsvEncoder, EncodeError> {
        CsvEncoder::new(&self.projection, self.guard, self.compression)
    }

    fn sink(&self, target: Target) -> Result<Self::Sink, SinkError> {
        chatlake_csv::sink(target, &self.projection, self.compression)
    }
}

pub(crate) struct Jsonl {
    pub(crate) form: Form,
    pub(crate) compression: Compression,
}

impl Writing for Jsonl {
    type Encoder = JsonlEncoder;
    type Sink = JsonlSink<Target>;
    const JOB_SIZE: usize = TEXT_JOB;

    fn encoder(&self) -> Result<JsonlEncoder, EncodeError> {
        JsonlEncoder::new(&self.form, self.compression)
    }

    fn sink(&self, target: Target) -> Result<Self::Sink, SinkError> {
        chatlake_jsonl::sink(target, self.compression)
    }
}

/// Whether a format can hold a projection.
pub(crate) fn check(format: &Format, projection: &Projection) -> Result<(), String> {
    let name = format.name();
    if projection.columns().is_empty() {
        return Err("no column is left to write".to_owned());
    }
    match format {
        Format::Csv(..) | Format::FlatJsonl(_) if projection.layout() == Layout::Nested => {
            Err(format!("{name} has no nested layout: use --layout flat, or parquet or arrow"))
        }
        Format::Jsonl(_) if projection.pseudonyms().is_some() => {
            Err(format!("verbatim {name} has no pseudonyms: use --layout flat"))
        }
        _ => Ok(()),
    }
}
