//! Law: records that go through Arrow and Parquet and are read again have every value that the
//! rows of the schema have, cell by cell; the lines of flat JSON say the same; nested rows come
//! back as they were built; and the messages that the rows of the file tell are those that were
//! read, and still are when they have been written as lines of JSON and read once more.
//!
//! The last byte says how many records are one row group, the rest are records.

#![no_main]

use std::sync::LazyLock;

use arrow::array::{Array, AsArray, RecordBatch};
use arrow::datatypes::{DataType, Float64Type, Int32Type, Int64Type, TimestampMicrosecondType};
use bytes::Bytes;
use chatlake_arrow::BatchBuilder;
use chatlake_core::{
    Column, Encoder, Layout, Origin, Projection, RecordBuf, Row, Secrets, Sink, Value,
};
use chatlake_fuzz::{records, spelled, told};
use chatlake_jsonl::{Form, JsonlEncoder};
use chatlake_parquet::{Compression, ParquetFormat, ParquetOptions};
use chatlake_testing::json::{self, Json};
use chatlake_testing::{batch, oracle};
use libfuzzer_sys::fuzz_target;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;

type Records = Vec<(RecordBuf, Origin<'static>)>;

struct Shape {
    projection: Projection,
    format: ParquetFormat,
}

static FLAT: LazyLock<Shape> = LazyLock::new(|| Shape::new(Layout::Flat));
static NESTED: LazyLock<Shape> = LazyLock::new(|| Shape::new(Layout::Nested));

impl Shape {
    fn new(layout: Layout) -> Self {
        let projection = Projection::new(layout).with_secrets(Secrets::Included);
        let compression = Compression::Snappy;
        let options = ParquetOptions { compression, ..ParquetOptions::default() };
        let format = ParquetFormat::new(&projection, options).expect("a known compression");
        Self { projection, format }
    }

    /// The file, a row group per job.
    fn write(&self, records: &Records, n_per_job: usize) -> Vec<u8> {
        let mut encoder = self.format.encoder();
        let mut sink = self.format.sink(Vec::new()).expect("memory takes it all");
        for job in records.chunks(n_per_job) {
            for (record, origin) in job {
                encoder.append(record.as_record(), *origin).expect("any record is rows");
            }
            sink.write(encoder.finish().expect("any rows are a row group")).expect("room");
        }
        sink.close(&[]).expect("memory takes it all")
    }
}

fuzz_target!(|input: &[u8]| {
    let [bytes @ .., n_per_job] = input else { return };
    let n_per_job = usize::from(*n_per_job % 8) + 1;
    let records = records(bytes);
    if records.is_empty() {
        return;
    }
    let expected = cells(&records);
    let flat = read(FLAT.write(&records, n_per_job));
    assert_eq!(cells_of(&flat), expected);
    assert_eq!(cells_of_lines(&records), expected);
    messages_are_kept(&records, &flat);

    let mut builder = BatchBuilder::new(&NESTED.projection);
    for (record, origin) in &records {
        builder.append(record.as_record(), *origin);
    }
    let (built, found) = (builder.finish(), read(NESTED.write(&records, n_per_job)));
    assert_eq!(built.num_columns(), found.num_columns());
    for (built, found) in built.columns().iter().zip(found.columns()) {
        assert_eq!(built.to_data(), found.to_data());
    }
});

/// From records to columns, to a file, to messages, to lines, and to messages again.
fn messages_are_kept(records: &Records, flat: &RecordBatch) {
    let raw = |(record, _): &(RecordBuf, Origin<'_>)| record.as_record().raw().to_owned();
    let said: Vec<Json> =
        records.iter().map(|record| oracle::told_by_columns(&raw(record))).collect();
    let told = oracle::flat_all(&batch::rows(flat));
    assert_eq!(told, said);
    let mut encoder =
        JsonlEncoder::new(&Form::Verbatim, chatlake_core::Compression::Plain).expect("plain lines");
    for message in &told {
        let record = RecordBuf::from_json(&spelled(message)).expect("what is told is a record");
        encoder.append(record.as_record(), Origin::default()).expect("any record is a line");
    }
    let lines = encoder.finish().expect("plain lines").into_bytes().expect("they wait in memory");
    let lines = lines.strip_suffix(b"\n").expect("a line has an end").split(|byte| *byte == b'\n');
    let again: Vec<Json> = lines.map(|line| json::parse(line).expect("JSON")).collect();
    assert_eq!(again, told);
}

/// What every cell of the flat layout is to tell, row by row.
fn cells(records: &Records) -> Vec<Vec<Option<String>>> {
    let rows = records
        .iter()
        .flat_map(|(record, origin)| Row::of(record.as_record(), *origin, Secrets::Included));
    rows.map(|row| Column::ALL.iter().map(|column| told(row.value(*column))).collect()).collect()
}

/// All rows of a file, in one batch.
fn read(file: Vec<u8>) -> RecordBatch {
    let reader = ParquetRecordBatchReaderBuilder::try_new(Bytes::from(file)).expect("Parquet");
    let n_rows = usize::try_from(reader.metadata().file_metadata().num_rows()).expect("a count");
    let mut reader = reader.with_batch_size(n_rows.max(1)).build().expect("Parquet");
    let batch = reader.next().expect("rows").expect("rows that can be read");
    assert!(reader.next().is_none() && batch.num_rows() == n_rows, "all rows are in one batch");
    batch
}

/// What the cells of a batch tell.
fn cells_of(batch: &RecordBatch) -> Vec<Vec<Option<String>>> {
    let schema = batch.schema();
    let names = schema.fields().iter().map(|field| field.name().as_str());
    assert!(names.eq(Column::ALL.iter().map(|column| column.name())));
    let row = |row| batch.columns().iter().map(|column| cell(column, row)).collect();
    (0..batch.num_rows()).map(row).collect()
}

fn cell(column: &dyn Array, row: usize) -> Option<String> {
    if column.is_null(row) {
        return None;
    }
    let value = match column.data_type() {
        DataType::Utf8 => return Some(column.as_string::<i32>().value(row).to_owned()),
        DataType::Int32 => Value::Int(column.as_primitive::<Int32Type>().value(row).into()),
        DataType::Int64 => Value::Int(column.as_primitive::<Int64Type>().value(row)),
        DataType::Float64 => Value::Float(column.as_primitive::<Float64Type>().value(row)),
        DataType::Timestamp(..) => {
            Value::Timestamp(column.as_primitive::<TimestampMicrosecondType>().value(row))
        }
        other => panic!("no column is {other}"),
    };
    told(value)
}

/// What the lines of flat JSON tell.
fn cells_of_lines(records: &Records) -> Vec<Vec<Option<String>>> {
    let form = Form::Flat(FLAT.projection.clone());
    let mut encoder =
        JsonlEncoder::new(&form, chatlake_core::Compression::Plain).expect("plain lines");
    for (record, origin) in records {
        encoder.append(record.as_record(), *origin).expect("any record is lines");
    }
    let lines = encoder.finish().expect("plain lines").into_bytes().expect("they wait in memory");
    let lines = String::from_utf8(lines).expect("text");
    lines.lines().map(cells_of_line).collect()
}

fn cells_of_line(line: &str) -> Vec<Option<String>> {
    use std::collections::BTreeMap;

    use serde_json::value::RawValue;

    let mut members: BTreeMap<String, &RawValue> = serde_json::from_str(line).expect("JSON");
    let cells = Column::ALL.iter().map(|column| {
        let value = members.remove(column.name())?.get();
        // A text is told by what it means, a number by its digits.
        Some(serde_json::from_str(value).unwrap_or_else(|_| value.to_owned()))
    });
    let cells = cells.collect();
    assert!(members.is_empty(), "a member is of no column");
    cells
}
