//! What compresses pages.

use std::io::Cursor;

use parquet::basic::Compression;
use parquet::errors::{ParquetError, Result};
use zstd::bulk::Compressor;
use zstd::zstd_safe::compress_bound;

/// Fewer bytes do not get shorter by a frame around them.
const SHORTEST: usize = 32;

/// What a buffer keeps of its room from page to page. Every column of every worker has some.
const KEPT: usize = 512 << 10;

/// Compresses one page after the other, of all columns that a thread writes: what a codec needs,
/// which is megabytes for zstd, is there once.
pub(crate) struct Press {
    codec: Codec,
    /// The page in hand before it is compressed.
    pub(crate) page: Vec<u8>,
}

enum Codec {
    Uncompressed,
    Snappy(Box<snap::raw::Encoder>),
    Lz4,
    Zstd(Compressor<'static>),
}

impl Press {
    /// # Errors
    ///
    /// If the codec is none of ours, or its level out of range.
    pub(crate) fn new(compression: Compression) -> Result<Self> {
        let codec = match compression {
            Compression::UNCOMPRESSED => Codec::Uncompressed,
            Compression::SNAPPY => Codec::Snappy(Box::new(snap::raw::Encoder::new())),
            Compression::LZ4_RAW => Codec::Lz4,
            Compression::ZSTD(level) => Codec::Zstd(Compressor::new(level.compression_level())?),
            other => return Err(ParquetError::NYI(format!("nothing here compresses by {other}"))),
        };
        Ok(Self { codec, page: Vec::new() })
    }

    /// Appends [`page`](Self::page) to `out`, compressed if that makes it shorter, and tells
    /// whether it did. The page is empty then.
    pub(crate) fn press(&mut self, out: &mut Vec<u8>) -> Result<bool> {
        let Self { codec, page } = self;
        let start = out.len();
        let is_shorter =
            page.len() >= SHORTEST && codec.compress(page, out)? && out.len() - start < page.len();
        if !is_shorter {
            out.truncate(start);
            out.extend_from_slice(page);
        }
        empty(page);
        Ok(is_shorter)
    }

    /// The same for a page whose header has no place to say that it is not compressed.
    pub(crate) fn press_whole(&mut self, out: &mut Vec<u8>) -> Result<()> {
        let Self { codec, page } = self;
        if !codec.compress(page, out)? {
            out.extend_from_slice(page);
        }
        empty(page);
        Ok(())
    }
}

impl Codec {
    /// Appends the compressed bytes; tells whether there is anything that compresses.
    fn compress(&mut self, bytes: &[u8], out: &mut Vec<u8>) -> Result<bool> {
        let start = out.len();
        let mut room = |most: usize| out.resize(start + most, 0);
        let n = match self {
            Self::Uncompressed => return Ok(false),
            Self::Zstd(compressor) => {
                out.reserve(compress_bound(bytes.len()));
                let mut out = Cursor::new(out);
                out.set_position(start as u64);
                compressor.compress_to_buffer(bytes, &mut out)?;
                return Ok(true);
            }
            Self::Snappy(encoder) => {
                room(snap::raw::max_compress_len(bytes.len()));
                encoder.compress(bytes, out.get_mut(start..).unwrap_or_default()).map_err(failed)?
            }
            Self::Lz4 => {
                room(lz4_flex::block::get_maximum_output_size(bytes.len()));
                let out = out.get_mut(start..).unwrap_or_default();
                lz4_flex::block::compress_into(bytes, out).map_err(failed)?
            }
        };
        out.truncate(start + n);
        Ok(true)
    }
}

/// Empties a buffer for the next page. What one huge value needed is given back.
pub(crate) fn empty(buffer: &mut Vec<u8>) {
    buffer.clear();
    buffer.shrink_to(KEPT);
}

fn failed(error: impl std::error::Error + Send + Sync + 'static) -> ParquetError {
    ParquetError::External(Box::new(error))
}
