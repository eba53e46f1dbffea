//! Compression of what a text format encodes, piece by piece.
//!
//! A piece is compressed where it was encoded, on its own: zstd frames and gzip members may be
//! concatenated, so the thread that writes has nothing left to do but append. A piece compresses
//! a little worse than a stream would; at the size of a block the difference is below one per
//! cent.

use std::fmt;
use std::io;

use flate2::{Compress, FlushCompress, Status};

/// How the bytes of an output are compressed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Compression {
    /// Not at all.
    #[default]
    Plain,
    /// zstd frames of this level, each with its content size and a checksum.
    Zstd(i32),
    /// gzip members of this level, 0 to 9.
    Gzip(u32),
}

impl Compression {
    /// zstd at the level that suits files which are kept.
    pub const ZSTD: Compression = Compression::Zstd(3);
    /// gzip at its usual level.
    pub const GZIP: Compression = Compression::Gzip(6);
}

/// Compresses pieces; one per worker. Its tables and buffers serve every piece.
pub struct Compressor {
    codec: Codec,
    /// As large as the largest piece of usual size so far needed it; the pieces are cut to size
    /// from it.
    buffer: Vec<u8>,
}

/// A buffer that one huge piece needed is not kept.
const LARGEST_KEPT: usize = 16 << 20;

enum Codec {
    Plain,
    Zstd(zstd::bulk::Compressor<'static>),
    Gzip(Compress),
}

impl Compressor {
    /// Makes ready to compress. A level that the codec does not have is an error.
    pub fn new(compression: Compression) -> io::Result<Self> {
        let codec = match compression {
            Compression::Plain => Codec::Plain,
            Compression::Zstd(level) => Codec::Zstd(zstd_compressor(level)?),
            Compression::Gzip(level) => Codec::Gzip(gzip_compressor(level)?),
        };
        Ok(Self { codec, buffer: Vec::new() })
    }

    /// Yields what `plain` holds as one piece: a frame, a member, or the bytes. `plain` is empty
    /// afterwards, with room for as much again.
    ///
    /// Of no bytes it makes the smallest frame or member there is.
    pub fn compress(&mut self, plain: &mut Vec<u8>) -> io::Result<Vec<u8>> {
        self.buffer.clear();
        match &mut self.codec {
            Codec::Plain => {
                let room = Vec::with_capacity(plain.len());
                return Ok(std::mem::replace(plain, room));
            }
            Codec::Zstd(zstd) => {
                self.buffer.reserve(zstd::zstd_safe::compress_bound(plain.len()));
                zstd.compress_to_buffer(plain.as_slice(), &mut self.buffer)?;
            }
            Codec::Gzip(gzip) => {
                gzip.reset();
                deflate(gzip, plain, &mut self.buffer)?;
            }
        }
        plain.clear();
        let piece = self.buffer.as_slice().to_vec();
        self.buffer.clear();
        self.buffer.shrink_to(LARGEST_KEPT);
        Ok(piece)
    }
}

impl fmt::Debug for Compressor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.codec {
            Codec::Plain => "Compressor(plain)",
            Codec::Zstd(_) => "Compressor(zstd)",
            Codec::Gzip(_) => "Compressor(gzip)",
        })
    }
}

fn zstd_compressor(level: i32) -> io::Result<zstd::bulk::Compressor<'static>> {
    let levels = zstd::compression_level_range();
    if !levels.contains(&level) {
        return Err(no_such_level("zstd", level, *levels.start(), *levels.end()));
    }
    let mut zstd = zstd::bulk::Compressor::new(level)?;
    zstd.include_checksum(true)?;
    zstd.include_contentsize(true)?;
    Ok(zstd)
}

fn gzip_compressor(level: u32) -> io::Result<Compress> {
    if level > 9 {
        return Err(no_such_level("gzip", level, 0, 9));
    }
    // RFC 1952 with a time of 0 and no name: the same input gives the same bytes.
    Ok(Compress::new_gzip(flate2::Compression::new(level), 15))
}

fn no_such_level<N: fmt::Display>(codec: &str, level: N, first: N, last: N) -> io::Error {
    let what = format!("{codec} has no level {level}; there are {first} to {last}");
    io::Error::new(io::ErrorKind::InvalidInput, what)
}

fn deflate(gzip: &mut Compress, mut plain: &[u8], out: &mut Vec<u8>) -> io::Result<()> {
    loop {
        // `compress_vec` fills the room there is and makes none.
        out.reserve(plain.len() / 4 + 1024);
        let before = gzip.total_in();
        let status = gzip.compress_vec(plain, out, FlushCompress::Finish)?;
        let taken = (gzip.total_in() - before) as usize;
        plain = plain.get(taken..).unwrap_or_default();
        if status == Status::StreamEnd {
            return Ok(());
        }
    }
}
