//! What the footer of a Parquet file says, less what depends on the compressor.

use std::fmt::Write;
use std::fs::File;
use std::path::Path;

use parquet::file::metadata::{ColumnChunkMetaData, ParquetMetaData};
use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::file::statistics::Statistics;
use parquet::schema::printer::print_schema;

pub(super) fn text(path: &Path) -> String {
    let reader = SerializedFileReader::new(File::open(path).unwrap()).unwrap();
    let metadata: &ParquetMetaData = reader.metadata();
    let footer = metadata.file_metadata();
    let mut text = Vec::new();
    print_schema(&mut text, footer.schema());
    let mut text = String::from_utf8(text).unwrap();
    // Writing to a String cannot fail.
    let _ = writeln!(text, "\ncreated by: {}", footer.created_by().unwrap_or_default());
    for pair in footer.key_value_metadata().into_iter().flatten() {
        let is_of_a_source = pair.key.starts_with("chatlake.source.");
        if pair.key != "ARROW:schema" && !is_of_a_source {
            let _ = writeln!(text, "{}: {}", pair.key, pair.value.as_deref().unwrap_or_default());
        }
    }
    for (number, group) in metadata.row_groups().iter().enumerate() {
        let _ = writeln!(text, "\nrow group {number}: {} rows", group.num_rows());
        for column in group.columns() {
            let _ = writeln!(text, "  {}", line(column));
        }
    }
    text
}

fn line(column: &ColumnChunkMetaData) -> String {
    let encodings: Vec<_> = column.encodings().map(|encoding| encoding.to_string()).collect();
    let mut line = format!(
        "{}: {} {}",
        column.column_path().string(),
        column.compression(),
        encodings.join(",")
    );
    if let Some(statistics) = column.statistics() {
        line.push_str(&told(statistics));
    }
    if column.bloom_filter_offset().is_some() {
        line.push_str(", bloom filter");
    }
    if column.column_index_offset().is_some() && column.offset_index_offset().is_some() {
        line.push_str(", page index");
    }
    line
}

fn told(statistics: &Statistics) -> String {
    let (min, max) = match statistics {
        Statistics::Int32(s) => (shown(s.min_opt()), shown(s.max_opt())),
        Statistics::Int64(s) => (shown(s.min_opt()), shown(s.max_opt())),
        Statistics::Double(s) => (shown(s.min_opt()), shown(s.max_opt())),
        _ => (bytes(statistics.min_bytes_opt()), bytes(statistics.max_bytes_opt())),
    };
    let nulls = shown(statistics.null_count_opt().as_ref());
    format!(", min {min}, max {max}, nulls {nulls}")
}

fn shown(value: Option<&impl ToString>) -> String {
    value.map_or_else(|| "none".to_owned(), ToString::to_string)
}

fn bytes(value: Option<&[u8]>) -> String {
    value.map_or_else(|| "none".to_owned(), |value| format!("{:?}", String::from_utf8_lossy(value)))
}
