//! The parser and the encoder of Parquet, without accounts.

use std::fs::File;
use std::path::Path;

use chatlake_core::schema::{Column, Projection};
use chatlake_core::{Block, Encoder, FileSource, Limits, Origin, Parsed, Parser, Sink};
use chatlake_parquet::{ParquetFormat, ParquetOptions};

use crate::each_file::Error;
use crate::records::for_each_block;

/// As large as the jobs of the engine.
const BLOCK: usize = 16 << 20;

/// Converts a file; returns its rows. No hash of ids, records, inputs or outputs, no search for
/// duplicates, no `extra`, no file of rejects, no waiting for the disk.
///
/// # Errors
///
/// The file cannot be read or written, or is damaged.
pub fn convert_file(input: &Path, output: &Path) -> Result<u64, Error> {
    let columns = Projection::default().without_columns(&[Column::Extra]);
    let format = ParquetFormat::new(&columns, ParquetOptions::default())?;
    let mut sink = format.sink(File::create(output)?)?;
    let (mut parser, mut encoder) = (Parser::new(Limits::default()), format.encoder());
    let name = input.file_name().map(|name| name.to_string_lossy().into_owned());
    let mut rows = 0;
    for_each_block(&FileSource::new(input), BLOCK, &mut Block::new(), |block| {
        parser.parse(block, |parsed| {
            if let Parsed::Record(record_number, record) = parsed {
                let file = name.as_deref();
                rows += encoder
                    .append(record, Origin { file, hour_us: None, record: record_number })?;
            }
            Ok::<(), chatlake_core::EncodeError>(())
        })?;
        sink.write(encoder.finish()?)?;
        Ok::<(), Error>(())
    })?;
    sink.close(&[])?;
    Ok(rows)
}
