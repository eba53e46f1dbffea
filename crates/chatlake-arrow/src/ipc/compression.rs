//! How the buffers of a batch are compressed.

use arrow::error::ArrowError;
use arrow::ipc::CompressionType;
use arrow::ipc::writer::IpcWriteOptions;

/// How the buffers of a batch are compressed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Compression {
    /// Not at all: the file can be mapped into memory and read where it stands.
    None,
    /// LZ4 frames: twice the speed of zstd.
    #[default]
    Lz4,
    /// Zstandard at this level, 1 to 22.
    Zstd(i32),
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
