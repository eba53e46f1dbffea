//! Columnar files as text, read by the libraries that define them.

use std::fmt::Write;
use std::fs::File;
use std::path::Path;

use chatlake_arrow::arrow::array::AsArray;
use chatlake_arrow::arrow::array::{Array, ListArray, RecordBatch, StringArray, StructArray};
use chatlake_arrow::arrow::datatypes::{DataType, Schema, TimestampMicrosecondType};
use chatlake_arrow::arrow::ipc::reader::FileReader;
use chatlake_arrow::arrow::util::display::array_value_to_string;
use chatlake_core::timestamp::write_iso;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;

/// A line per field.
pub(super) fn schema(schema: &Schema) -> String {
    let mut text = String::new();
    for field in schema.fields() {
        // Writing to a String cannot fail.
        let _ = write!(text, "{}: {}", field.name(), field.data_type());
        text.push_str(if field.is_nullable() { "" } else { " not null" });
        let mut metadata: Vec<_> = field.metadata().iter().collect();
        metadata.sort();
        for (key, value) in metadata {
            let _ = write!(text, " {key}={value}");
        }
        text.push('\n');
    }
    text
}

/// The rows of an Arrow file.
pub(super) fn arrow_file(path: &Path) -> String {
    let reader = FileReader::try_new(File::open(path).unwrap(), None).unwrap();
    reader.map(|batch| rows(&batch.unwrap())).collect()
}

/// The rows of a Parquet file, as its Arrow reader finds them.
pub(super) fn parquet_file(path: &Path) -> String {
    let builder = ParquetRecordBatchReaderBuilder::try_new(File::open(path).unwrap()).unwrap();
    builder.build().unwrap().map(|batch| rows(&batch.unwrap())).collect()
}

/// A line of JSON per row, without what is null.
fn rows(batch: &RecordBatch) -> String {
    let row = StructArray::from(batch.clone());
    (0..batch.num_rows()).map(|number| value(&row, number) + "\n").collect()
}

fn value(array: &dyn Array, row: usize) -> String {
    match array.data_type() {
        DataType::Struct(fields) => {
            let columns = array.as_struct().columns();
            let members = fields.iter().zip(columns).filter(|(_, column)| column.is_valid(row));
            let members: Vec<_> = members
                .map(|(field, column)| format!("\"{}\":{}", field.name(), value(column, row)))
                .collect();
            format!("{{{}}}", members.join(","))
        }
        DataType::List(_) => {
            let list: &ListArray = array.as_list();
            let elements = list.value(row);
            let element = |number| match elements.is_valid(number) {
                true => value(&elements, number),
                false => "null".to_owned(),
            };
            format!("[{}]", (0..elements.len()).map(element).collect::<Vec<_>>().join(","))
        }
        DataType::Utf8 => {
            let text: &StringArray = array.as_string();
            serde_json::to_string(text.value(row)).unwrap()
        }
        DataType::Timestamp(..) => {
            let micros = array.as_primitive::<TimestampMicrosecondType>().value(row);
            let mut text = Vec::new();
            write_iso(micros, &mut text);
            format!("\"{}\"", String::from_utf8(text).unwrap())
        }
        _ => array_value_to_string(array, row).unwrap(),
    }
}
