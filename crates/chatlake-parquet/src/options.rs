//! What may be chosen about a Parquet output.

use crate::compression::Compression;

/// What may be chosen about a Parquet output.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ParquetOptions {
    /// How pages are compressed.
    pub compression: Compression,
    /// How many rows a row group has at most; 0 counts as 1.
    pub row_group_rows: usize,
    /// How many bytes of Arrow data go into a row group at most, unless one row has more.
    pub row_group_bytes: usize,
}

impl Default for ParquetOptions {
    fn default() -> Self {
        Self {
            compression: Compression::default(),
            row_group_rows: 256 * 1024,
            row_group_bytes: 128 << 20,
        }
    }
}
