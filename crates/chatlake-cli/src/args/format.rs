//! Formats and compressions by name.

use clap::ValueEnum;

/// A format.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum To {
    Parquet,
    Arrow,
    Csv,
    Jsonl,
}

/// A compression.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Codec {
    #[value(alias = "plain")]
    None,
    Snappy,
    Lz4,
    Zstd,
    Gzip,
}

impl To {
    /// The name on the command line.
    pub(crate) fn name(self) -> &'static str {
        match self {
            To::Parquet => "parquet",
            To::Arrow => "arrow",
            To::Csv => "csv",
            To::Jsonl => "jsonl",
        }
    }
}

impl Codec {
    /// The name on the command line.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Codec::None => "none",
            Codec::Snappy => "snappy",
            Codec::Lz4 => "lz4",
            Codec::Zstd => "zstd",
            Codec::Gzip => "gzip",
        }
    }
}
