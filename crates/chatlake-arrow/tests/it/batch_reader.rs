use arrow::array::{AsArray, RecordBatch, RecordBatchReader};
use arrow::datatypes::Int64Type;
use chatlake_arrow::{BatchLimit, BatchReader, OnReject};
use chatlake_core::{Projection, Reader};

use crate::records::RECORDS;

fn reader(lines: &[&str]) -> BatchReader {
    let reader = Reader::from_bytes("hour", lines.join("\n").into_bytes()).unwrap();
    BatchReader::new(reader, &Projection::default())
}

#[test]
fn a_source_comes_in_batches_of_the_schema() {
    let reader = reader(RECORDS).with_limit(BatchLimit { rows: 4, bytes: usize::MAX });
    let schema = reader.schema();
    let batches: Result<Vec<_>, _> = reader.collect();
    let batches = batches.unwrap();
    assert!(batches.iter().all(|batch| batch.schema() == schema));
    let rows: Vec<_> = batches.iter().map(RecordBatch::num_rows).collect();
    assert_eq!(rows, [4, 4, 4, 1]);
}

#[test]
fn a_reject_ends_the_reading_or_is_counted() {
    let lines = [RECORDS[0], r#"{"msg_id":1}"#, RECORDS[2]];
    let mut failing = reader(&lines);
    let error = failing.next().unwrap().unwrap_err();
    assert!(error.to_string().contains("record 1"), "{error}");
    assert!(failing.next().is_none());

    let mut skipping = reader(&lines).with_on_reject(OnReject::Skip);
    let batch = skipping.next().unwrap().unwrap();
    let numbers = batch.column_by_name("source_record").unwrap().as_primitive::<Int64Type>();
    assert_eq!(numbers.values(), &[0, 2]);
    assert!(skipping.next().is_none());
    assert_eq!(skipping.n_rejects(), 1);
}
