//! Files of hours, and what is in them row by row.

use std::fs::File;
use std::io::Write;

use arrow::array::RecordBatch;
use arrow::compute::concat_batches;
use bytes::Bytes;
use chatlake_core::{Encoder, Origin, Projection, Reader, RecordBuf, Secrets, Sink};
use chatlake_parquet::{ParquetFormat, ParquetOptions, StoredFile};
use chatlake_testing::batch;
use chatlake_testing::oracle::Columns;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;

/// Few rows to a row group, so that there are many.
pub(crate) const SMALL: ParquetOptions = ParquetOptions {
    compression: chatlake_parquet::Compression::Zstd(1),
    row_group_rows: 7,
    row_group_bytes: 1 << 20,
};

pub(crate) fn flat() -> Projection {
    Projection::default().with_secrets(Secrets::Included)
}

/// The file of an hour called `name`, of records given as JSON.
pub(crate) fn hour(name: &str, messages: &[String], options: ParquetOptions) -> Vec<u8> {
    let mut reader = Reader::from_bytes(name, (messages.join("\n") + "\n").into_bytes()).unwrap();
    let records: Vec<RecordBuf> = reader.records().map(Result::unwrap).collect();
    hour_of(name, &records, &flat(), options)
}

pub(crate) fn hour_of(
    name: &str,
    records: &[RecordBuf],
    projection: &Projection,
    options: ParquetOptions,
) -> Vec<u8> {
    let format = ParquetFormat::new(projection, options).unwrap();
    let mut encoder = format.encoder();
    for record in records {
        let origin = Origin { file: Some(name), hour_us: None, record: record.number() };
        encoder.append(record.as_record(), origin).unwrap();
    }
    let mut sink = format.sink(Vec::new()).unwrap();
    sink.write(encoder.finish().unwrap()).unwrap();
    let pair = |key: &str, value: &str| (key.to_owned(), value.to_owned());
    let bytes = records.len().to_string();
    let told = [
        pair("chatlake.options", "as always"),
        pair("chatlake.source.0.file", name),
        pair("chatlake.source.0.bytes", &bytes),
    ];
    sink.close(&told).unwrap()
}

/// A message with so many bodies; `id` is its text, too.
pub(crate) fn message(id: &str, to: &str, ms: i64, n_bodies: usize) -> String {
    let bodies = vec![format!(r#"{{"type":"txt","msg":"{id}"}}"#); n_bodies].join(",");
    format!(
        r#"{{"msg_id":"{id}","timestamp":{ms},"from":"a","to":"{to}","chat_type":"groupchat","payload":{{"bodies":[{bodies}]}}}}"#
    )
}

/// The file behind these bytes, in a place without a name.
pub(crate) fn stored(name: &str, bytes: &[u8]) -> StoredFile {
    StoredFile::open(name, file(bytes)).unwrap()
}

pub(crate) fn file(bytes: &[u8]) -> File {
    let mut file = tempfile::tempfile().unwrap();
    file.write_all(bytes).unwrap();
    file
}

/// All rows of a file, each as a map of columns.
pub(crate) fn rows(file: &[u8]) -> Vec<Columns> {
    batch::rows(&read(file))
}

fn read(file: &[u8]) -> RecordBatch {
    let builder = ParquetRecordBatchReaderBuilder::try_new(Bytes::copy_from_slice(file)).unwrap();
    let schema = builder.schema().clone();
    let batches: Vec<_> = builder.build().unwrap().map(Result::unwrap).collect();
    concat_batches(&schema, &batches).unwrap()
}

/// What the footer tells of inputs, and of options.
pub(crate) fn told(file: &[u8]) -> Vec<(String, String)> {
    let metadata = crate::file::metadata(file);
    let pairs = metadata.file_metadata().key_value_metadata().unwrap().iter();
    let is_schema = |key: &str| key.contains("schema") || key == "chatlake.version";
    let pairs = pairs.filter(|pair| !is_schema(&pair.key));
    pairs.map(|pair| (pair.key.clone(), pair.value.clone().unwrap_or_default())).collect()
}
