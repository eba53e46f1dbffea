//! Files to test, and their bytes read again.

use std::sync::Arc;

use arrow::array::RecordBatch;
use arrow::compute::concat_batches;
use bytes::Bytes;
use chatlake_arrow::BatchBuilder;
use chatlake_core::{Encoder, Origin, Projection, Reader, RecordBuf, Sink};
use chatlake_parquet::{ParquetFormat, ParquetOptions};
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use parquet::file::metadata::{PageIndexPolicy, ParquetMetaData, ParquetMetaDataReader};

const SOURCE: &str = "chatlake.source.0.file";

/// The records of the made-up hours in `testdata`.
pub(crate) fn hours() -> Vec<RecordBuf> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../testdata/hourly");
    let mut files: Vec<_> =
        std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().path()).collect();
    files.sort();
    files
        .iter()
        .flat_map(|file| {
            let mut reader = Reader::from_path(file).unwrap();
            reader.records().map(Result::unwrap).collect::<Vec<_>>()
        })
        .collect()
}

pub(crate) fn origin(record: &RecordBuf) -> Origin<'static> {
    Origin {
        file: Some("2018112717.gz"),
        hour_us: Some(1_543_309_200_000_000),
        record: record.number(),
    }
}

pub(crate) fn format(projection: &Projection) -> ParquetFormat {
    ParquetFormat::new(projection, ParquetOptions::default()).unwrap()
}

/// Writes one job after the other, with an encoder of its own for every `n_workers`-th.
pub(crate) fn write(format: &ParquetFormat, jobs: &[&[RecordBuf]], n_workers: usize) -> Vec<u8> {
    let mut encoders: Vec<_> = (0..n_workers).map(|_| format.encoder()).collect();
    let mut sink = format.sink(Vec::new()).unwrap();
    for (number, job) in jobs.iter().enumerate() {
        let encoder = &mut encoders[number % n_workers];
        for record in *job {
            encoder.append(record.as_record(), origin(record)).unwrap();
        }
        sink.write(encoder.finish().unwrap()).unwrap();
    }
    sink.close(&[(SOURCE.to_owned(), "2018112717.gz".to_owned())]).unwrap()
}

/// The rows that the records are, in one batch.
pub(crate) fn rows(projection: &Projection, records: &[RecordBuf]) -> RecordBatch {
    let mut builder = BatchBuilder::new(projection);
    for record in records {
        builder.append(record.as_record(), origin(record));
    }
    builder.finish()
}

/// The rows of a file, in one batch. Of the footer's metadata, which readers give to the schema,
/// the part that [`write`] adds is left out.
pub(crate) fn read(file: &[u8]) -> RecordBatch {
    let builder = ParquetRecordBatchReaderBuilder::try_new(Bytes::copy_from_slice(file)).unwrap();
    let schema = builder.schema().clone();
    let batches: Vec<_> = builder.build().unwrap().map(Result::unwrap).collect();
    let mut metadata = schema.metadata().clone();
    assert!(metadata.remove(SOURCE).is_some());
    let batch = concat_batches(&schema, &batches).unwrap();
    let schema = Arc::new(schema.as_ref().clone().with_metadata(metadata));
    RecordBatch::try_new(schema, batch.columns().to_vec()).unwrap()
}

/// The footer of a file with its page indexes.
pub(crate) fn metadata(file: &[u8]) -> ParquetMetaData {
    ParquetMetaDataReader::new()
        .with_page_index_policy(PageIndexPolicy::Required)
        .parse_and_finish(&Bytes::copy_from_slice(file))
        .unwrap()
}
