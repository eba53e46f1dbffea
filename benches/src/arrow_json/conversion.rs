//! One file to one file.

use std::error::Error;
use std::fs::File;
use std::io::BufReader;
use std::path::Path;

use arrow::json::ReaderBuilder;
use flate2::bufread::MultiGzDecoder;
use parquet::arrow::ArrowWriter;
use parquet::basic::{Compression, ZstdLevel};
use parquet::file::properties::WriterProperties;

use super::flat::flat;
use super::input;

/// What came of a file.
#[derive(Clone, Copy, Debug, Default)]
pub struct Converted {
    /// Rows written.
    pub rows: u64,
}

/// The usual size of a batch.
const ROWS: usize = 8192;

/// Converts gzipped JSON lines to Parquet with zstd of level 1, all else as the library has it.
///
/// # Errors
///
/// A file that cannot be read or written, or a record that does not fit the schema.
pub fn convert_file(from: &Path, to: &Path) -> Result<Converted, Box<dyn Error + Send + Sync>> {
    let json = MultiGzDecoder::new(BufReader::with_capacity(128 << 10, File::open(from)?));
    let json = BufReader::with_capacity(1 << 20, json);
    let reader = ReaderBuilder::new(input::schema()).with_batch_size(ROWS).build(json)?;
    let properties = WriterProperties::builder()
        .set_compression(Compression::ZSTD(ZstdLevel::try_new(1)?))
        .build();
    let mut converted = Converted::default();
    let mut writer = None;
    for messages in reader {
        let rows = flat(&messages?)?;
        converted.rows += rows.num_rows() as u64;
        let writer = match &mut writer {
            Some(writer) => writer,
            None => writer.insert(ArrowWriter::try_new(
                File::create(to)?,
                rows.schema(),
                Some(properties.clone()),
            )?),
        };
        writer.write(&rows)?;
    }
    if let Some(writer) = writer {
        writer.close()?;
    }
    Ok(converted)
}
