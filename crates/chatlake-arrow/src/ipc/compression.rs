//! How the buffers of a batch are compressed.

use arrow::error::ArrowError;
use arrow::ipc::CompressionType;
use arrow::ipc::writer::IpcWriteOptions;

/// How the buffers of a batch are compressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Compression {
    /// Not at all: the file can be mapped into memory and read where it stands.
    None,
    /// LZ4 frames.
    Lz4,
    /// Zstandard at this level, 1 to 22.
    Zstd(i32),
}

impl Default for Compression {
    /// Zstandard at level 1: written as fast as LZ4 and 0.63 of its size, of which the file's
    /// digest and the disk have less to do; read at half the speed of LZ4.
    fn default() -> Self {
        Compression::Zstd(1)
    }
}

impl Compression {
    /// Arrow's own words for it.
    ///
    /// # Errors
    ///
    /// If the level is not one of zstd's.
    pub(super) fn options(self) -> Result<IpcWriteOptions, ArrowError> {
        let options = IpcWriteOptions::default();
        match self {
            Compression::None => Ok(options),
            Compression::Lz4 => options.try_with_compression(Some(CompressionType::LZ4_FRAME)),
            Compression::Zstd(level) => options
                .try_with_compression(Some(CompressionType::ZSTD))?
                .try_with_compression_level(Some(level)),
        }
    }
}
