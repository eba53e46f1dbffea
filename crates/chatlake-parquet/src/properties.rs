//! How each column is written, and why.

use std::sync::Arc;

use arrow::datatypes::Schema;
use chatlake_core::{Column, Projection};
use parquet::arrow::add_encoded_arrow_schema_to_metadata;
use parquet::basic::Encoding;
use parquet::errors::ParquetError;
use parquet::file::metadata::KeyValue;
use parquet::file::properties::{
    EnabledStatistics, WriterProperties, WriterPropertiesPtr, WriterVersion,
};

use crate::options::ParquetOptions;
use crate::paths::leaves;

/// The properties of an output of this schema.
pub(crate) fn properties(
    projection: &Projection,
    schema: &Schema,
    options: &ParquetOptions,
) -> Result<WriterPropertiesPtr, ParquetError> {
    let mut builder = WriterProperties::builder()
        // "name version x" is what parquet-java parses; it mistrusts the statistics of others.
        .set_created_by(concat!("chatlake version ", env!("CARGO_PKG_VERSION")).to_owned())
        .set_writer_version(WriterVersion::PARQUET_2_0)
        .set_compression(options.compression.codec()?)
        // Lists get the child names that the format asks for.
        .set_coerce_types(true)
        // The encoder cuts row groups; the number also sizes the Bloom filters, before they are
        // folded to what they hold.
        .set_max_row_group_row_count(Some(options.row_group_rows.max(1)))
        .set_key_value_metadata(Some(metadata(schema)))
        .set_statistics_enabled(EnabledStatistics::None)
        .set_dictionary_enabled(false);
    for (path, column) in leaves(projection) {
        if has_statistics(column) {
            builder = builder.set_column_statistics_enabled(path.clone(), EnabledStatistics::Page);
        }
        if has_dictionary(column) {
            builder = builder.set_column_dictionary_enabled(path.clone(), true);
        }
        if let Some(encoding) = encoding(column) {
            builder = builder.set_column_encoding(path.clone(), encoding);
        }
        if has_bloom_filter(column) {
            builder = builder.set_column_bloom_filter_enabled(path, true);
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

/// Whether values repeat so much that a dictionary pays.
fn has_dictionary(column: Column) -> bool {
    use Column::*;
    matches!(
        column,
        BodyIndex
            | BodyCount
            | ChatType
            | Direction
            | Sender
            | Recipient
            | FromRaw
            | ToRaw
            | ConversationId
            | BodyType
            | Width
            | Height
            | DurationS
            | CombineLevel
            | CmdAction
            | CustomEvent
            | SourceHour
            | SourceFile
    )
}

/// The encoding where it is not `PLAIN`; what a dictionary falls back to where there is one.
fn encoding(column: Column) -> Option<Encoding> {
    use Column::*;
    match column {
        // Sorted but for a few: the steps are small.
        Timestamp | SourceRecord => Some(Encoding::DELTA_BINARY_PACKED),
        // Lengths apart from the bytes: both compress better.
        Text | Ext | Extra => Some(Encoding::DELTA_LENGTH_BYTE_ARRAY),
        _ => None,
    }
}

/// Whether people look for single values in the column.
fn has_bloom_filter(column: Column) -> bool {
    matches!(column, Column::MsgId | Column::Sender | Column::Recipient | Column::ConversationId)
}

/// The schema's metadata, for readers that do not speak Arrow; in a fixed order.
fn metadata(schema: &Schema) -> Vec<KeyValue> {
    let mut pairs: Vec<_> = schema.metadata().iter().collect();
    pairs.sort();
    pairs.into_iter().map(|(key, value)| KeyValue::new(key.clone(), value.clone())).collect()
}
