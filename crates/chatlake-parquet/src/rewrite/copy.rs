//! Row groups as they are, from file to file.

use std::io::Write;

use parquet::bloom_filter::Sbbf;
use parquet::column::writer::ColumnCloseResult;
use parquet::errors::{ParquetError, Result};
use parquet::file::page_index::column_index::ColumnIndexMetaData;
use parquet::file::statistics::Statistics;

use super::Writer;
use crate::error::FileError;
use crate::sink::sink_error;
use crate::stored::StoredFile;

/// Appends a row group of a file, pages, indexes and filters, without looking into it.
pub(super) fn row_group<W: Write + Send>(
    file: &StoredFile,
    number: usize,
    writer: &mut Writer<W>,
    name: &str,
) -> std::result::Result<(), FileError> {
    let failed = |source| FileError::Write { name: name.to_owned(), source: sink_error(source) };
    let n_columns = file.footer().row_group(number).num_columns();
    let mut group = writer.next_row_group().map_err(failed)?;
    for column in 0..n_columns {
        let told = told(file, number, column).map_err(|error| file.failed(error))?;
        group.append_column(file.bytes(), told).map_err(failed)?;
    }
    group.close().map(|_| ()).map_err(failed)
}

/// What the file tells of a column of a row group.
fn told(file: &StoredFile, row_group: usize, column: usize) -> Result<ColumnCloseResult> {
    let footer = file.footer();
    let mut metadata = footer.row_group(row_group).column(column).clone();
    if let Some(statistics) = metadata.statistics().cloned() {
        let builder = metadata.into_builder().set_statistics(in_both_places(statistics));
        metadata = builder.build()?;
    }
    let rows_written = footer.row_group(row_group).num_rows();
    let column_index = footer.column_index().and_then(|index| index.get(row_group)?.get(column));
    let offset_index = footer.offset_index().and_then(|index| index.get(row_group)?.get(column));
    let negative = |_| ParquetError::General("a size is negative".to_owned());
    Ok(ColumnCloseResult {
        bytes_written: u64::try_from(metadata.compressed_size()).map_err(negative)?,
        rows_written: u64::try_from(rows_written).map_err(negative)?,
        bloom_filter: Sbbf::read_from_column_chunk(&metadata, file.bytes())?,
        column_index: column_index
            .filter(|index| !matches!(index, ColumnIndexMetaData::NONE))
            .cloned(),
        offset_index: offset_index.cloned(),
        metadata,
    })
}

/// Minima and maxima of numbers stand where readers of today look for them and where those of old
/// do; what was read does not remember the latter.
fn in_both_places(statistics: Statistics) -> Statistics {
    match statistics {
        Statistics::Int32(values) => values.with_backwards_compatible_min_max(true).into(),
        Statistics::Int64(values) => values.with_backwards_compatible_min_max(true).into(),
        Statistics::Double(values) => values.with_backwards_compatible_min_max(true).into(),
        others => others,
    }
}
