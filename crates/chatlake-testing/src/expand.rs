//! What another library makes of compressed bytes.

use std::io::Read;

use chatlake_core::Compression;
use flate2::read::MultiGzDecoder;

/// Expands what was compressed; gzip by all its members, zstd by all its frames.
///
/// # Panics
///
/// Where it was not compressed so.
pub fn expand(compression: Compression, bytes: &[u8]) -> Vec<u8> {
    let mut plain = Vec::new();
    match compression {
        Compression::Plain => plain.extend_from_slice(bytes),
        Compression::Zstd(_) => plain = zstd::decode_all(bytes).expect("zstd"),
        Compression::Gzip(_) => {
            MultiGzDecoder::new(bytes).read_to_end(&mut plain).expect("gzip");
        }
    }
    plain
}
