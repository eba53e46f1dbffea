//! How each column is written, and why.

use std::sync::Arc;

use arrow::datatypes::Schema;
use chatlake_core::{Column, Projection};
use parquet::arrow::add_encoded_arrow_schema_to_metadata;
use parquet::basic::Encoding;
use parquet::errors::ParquetError;
use parquet::file::metadata::{KeyValue, SortingColumn};
use parquet::file::properties::{
    EnabledStatistics, WriterProperties, WriterPropertiesPtr, WriterVersion,
};

use crate::options::ParquetOptions;
use crate::paths::leaves;

/// What is known about the order of the rows of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Order {
    /// That of the export.
    AsFound,
    /// By [`SORTED_BY`], and in row groups that are as large as they may be.
    Sorted,
}

/// The columns that the rows of a sorted file are in the order of, nulls first, as its metadata
/// tells.
pub const SORTED_BY: [Column; 3] = [Column::ConversationId, Column::Timestamp, Column::MsgId];

/// The properties of an output of this schema.
pub(crate) fn properties(
    projection: &Projection,
    schema: &Schema,
    options: &ParquetOptions,
    order: Order,
) -> Result<WriterPropertiesPtr, ParquetError> {
    let rows = options.row_group_rows.max(1);
    let mut builder = WriterProperties::builder()
        // "name version x" is what parquet-java parses; it mistrusts the statistics of others.
        .set_created_by(concat!("chatlake version ", env!("CARGO_PKG_VERSION")).to_owned())
        // Pages of version 2 leave the levels uncompressed: 4 % faster, as most columns are
        // little more than levels, and half a per cent smaller.
        .set_writer_version(WriterVersion::PARQUET_2_0)
        .set_compression(options.compression.codec()?)
        // Lists get the child names that the format asks for.
        .set_coerce_types(true)
        // A quarter of the size costs 3 % of bytes; more than 20 Ki rows save 1 %, and readers
        // that skip by the page index would skip less.
        .set_data_page_size_limit(1 << 20)
        .set_data_page_row_count_limit(20_000)
        .set_max_row_group_row_count(Some(rows))
        .set_key_value_metadata(Some(metadata(schema)))
        .set_statistics_enabled(EnabledStatistics::None)
        .set_dictionary_enabled(false)
        .set_sorting_columns(sorting_columns(projection, order));
    for (path, column) in leaves(projection) {
        builder = builder.set_column_encoding(path.clone(), encoding(column));
        if has_dictionary(column) {
            builder = builder.set_column_dictionary_enabled(path.clone(), true);
        }
        if has_statistics(column) {
            // Of pages too, in the page index; those in page headers would say it again.
            builder = builder.set_column_statistics_enabled(path.clone(), EnabledStatistics::Page);
        }
        if let Some(values) = bloom_filter_values(column, rows, order) {
            builder = builder.set_column_bloom_filter_max_ndv(path, values);
        }
    }
    let mut properties = builder.build();
    // Gives the Arrow types and the fields' metadata back to the readers that speak Arrow.
    add_encoded_arrow_schema_to_metadata(schema, &mut properties);
    Ok(Arc::new(properties))
}

/// Whether a column has minima and maxima, in the footer and the page index.
///
/// They are values in the clear, outside of the column's own pages, and are copied into
/// catalogues and logs. What a person wrote and what opens a download has none.
pub fn has_statistics(column: Column) -> bool {
    use Column::*;
    match column {
        MsgId | BodyIndex | BodyCount | Timestamp | ChatType | Direction | Sender | Recipient
        | ConversationId | BodyType => true,
        FileLength | DurationS | Width | Height | Lat | Lng | CombineLevel => true,
        SourceHour | SourceFile | SourceRecord => true,
        FromRaw | ToRaw | Text | Url | Filename | ThumbUrl | ThumbFilename | Addr | CmdAction
        | CustomEvent | CustomExts | Title | Summary | Secret | ThumbSecret | Ext | Extra => false,
    }
}

/// Whether values repeat so much that a dictionary pays: without them, files are a seventh larger
/// and take a tenth longer to write.
fn has_dictionary(column: Column) -> bool {
    use Column::*;
    match column {
        BodyIndex | BodyCount | ChatType | Direction | Sender | Recipient | FromRaw | ToRaw
        | ConversationId | BodyType | DurationS | Width | Height | CmdAction | CustomEvent
        | CombineLevel | SourceHour | SourceFile => true,
        MsgId | Timestamp | Text | Url | Filename | FileLength | ThumbUrl | ThumbFilename | Lat
        | Lng | Addr | CustomExts | Title | Summary | Secret | ThumbSecret | Ext | Extra
        | SourceRecord => false,
    }
}

/// The encoding of values, or what the dictionary falls back to when it grows too large. Said of
/// every column, as the library's defaults are not the best here.
fn encoding(column: Column) -> Encoding {
    use Column::*;
    match column {
        // In order but for a few, or small: the steps between them take fewer bits.
        Timestamp | SourceRecord | FileLength | BodyIndex | BodyCount | DurationS | Width
        | Height | CombineLevel | SourceHour => Encoding::DELTA_BINARY_PACKED,
        // Neighbours begin alike: ids with their time, links with their host. A tenth less.
        MsgId | Url | ThumbUrl => Encoding::DELTA_BYTE_ARRAY,
        // Lengths apart from the bytes: 1 % less for the long ones, a tenth for credentials, that
        // do not compress but by their alphabet.
        Text | CustomExts | Summary | Secret | ThumbSecret | Ext => {
            Encoding::DELTA_LENGTH_BYTE_ARRAY
        }
        // Short texts repeat together with their lengths.
        ChatType | Direction | Sender | Recipient | FromRaw | ToRaw | ConversationId | BodyType
        | Filename | ThumbFilename | Addr | CmdAction | CustomEvent | Title | Extra
        | SourceFile => Encoding::PLAIN,
        Lat | Lng => Encoding::PLAIN,
    }
}

/// How many different values a Bloom filter is made for, in a row group of this many rows; none
/// where nobody looks for single values.
///
/// Filters are folded afterwards to what they hold at 5 % false positives, so this bounds memory
/// and says when they get worse: messages have ids of their own, but rarely would every fourth
/// have a sender of its own. A filter that fits a near cache is filled faster; all four together
/// take a tenth of the time and 2 % of the bytes.
fn bloom_filter_values(column: Column, rows: usize, order: Order) -> Option<u64> {
    let rows = match order {
        Order::AsFound => (rows as u64).min(BLOOM_FILTER_ROWS),
        Order::Sorted => rows as u64,
    };
    match column {
        Column::MsgId => Some(rows),
        Column::Sender | Column::Recipient | Column::ConversationId => Some((rows / 4).max(1)),
        _ => None,
    }
}

/// Row groups are seldom larger: a conversion closes one with each job, some ten thousand rows.
const BLOOM_FILTER_ROWS: u64 = 64 << 10;

/// [`SORTED_BY`] as places in the file; none if a column of them is not there.
fn sorting_columns(projection: &Projection, order: Order) -> Option<Vec<SortingColumn>> {
    let place = |column| {
        let place = projection.columns().iter().position(|other| *other == column)?;
        let column_idx = i32::try_from(place).ok()?;
        Some(SortingColumn { column_idx, descending: false, nulls_first: true })
    };
    match order {
        Order::AsFound => None,
        Order::Sorted => SORTED_BY.into_iter().map(place).collect(),
    }
}

/// The schema's metadata, for readers that do not speak Arrow; in a fixed order.
fn metadata(schema: &Schema) -> Vec<KeyValue> {
    let mut pairs: Vec<_> = schema.metadata().iter().collect();
    pairs.sort();
    pairs.into_iter().map(|(key, value)| KeyValue::new(key.clone(), value.clone())).collect()
}
