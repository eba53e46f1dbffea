//! How pages are compressed.

use parquet::basic::{Compression as Codec, ZstdLevel};
use parquet::errors::ParquetError;

/// How pages are compressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Compression {
    /// Not at all.
    None,
    /// Snappy: what the oldest readers know.
    Snappy,
    /// LZ4 blocks, `LZ4_RAW` in the format.
    Lz4,
    /// Zstandard at this level, 1 to 22.
    Zstd(i32),
}

impl Default for Compression {
    /// Zstandard at level 1: level 3 takes twice the time for a twentieth of the bytes.
    fn default() -> Self {
        Compression::Zstd(1)
    }
}

impl Compression {
    /// The library's own word for it.
    ///
    /// # Errors
    ///
    /// If the level is not one of zstd's.
    pub(crate) fn codec(self) -> Result<Codec, ParquetError> {
        Ok(match self {
            Compression::None => Codec::UNCOMPRESSED,
            Compression::Snappy => Codec::SNAPPY,
            Compression::Lz4 => Codec::LZ4_RAW,
            Compression::Zstd(level) => Codec::ZSTD(ZstdLevel::try_new(level)?),
        })
    }
}
