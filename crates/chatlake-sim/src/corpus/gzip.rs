//! gzip as the platform serves it.

use std::io::Write;

use flate2::write::GzEncoder;
use flate2::{Compression, GzBuilder};

/// A gzip writer of one member, without name or time, so that equal input gives equal output.
///
/// Call [`GzEncoder::finish`] for the trailer. `level` is 0 to 9; the exports use 6.
pub fn gzip<W: Write>(out: W, level: u32) -> GzEncoder<W> {
    GzBuilder::new().mtime(0).operating_system(255).write(out, Compression::new(level))
}
