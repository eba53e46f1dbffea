use chatlake_core::{Layout, Projection, RecordBuf};
use chatlake_parquet::{ParquetFormat, ParquetOptions};
use parquet::file::metadata::RowGroupMetaData;

use crate::file::{hours, metadata, read, rows, write};

fn row_groups(file: &[u8]) -> Vec<i64> {
    metadata(file).row_groups().iter().map(RowGroupMetaData::num_rows).collect()
}

fn message(n_bodies: usize) -> RecordBuf {
    let bodies = vec![r#"{"type":"txt","msg":"hi"}"#; n_bodies].join(",");
    let json = format!(r#"{{"msg_id":"1","payload":{{"bodies":[{bodies}]}}}}"#);
    RecordBuf::from_json(&json).unwrap()
}

fn with(options: ParquetOptions, layout: Layout) -> ParquetFormat {
    ParquetFormat::new(&Projection::new(layout), options).unwrap()
}

#[test]
fn a_row_group_ends_at_its_rows_also_within_a_record() {
    let options = ParquetOptions { row_group_rows: 1500, ..ParquetOptions::default() };
    let format = with(options, Layout::Flat);
    let records = [message(700), message(3000)];
    assert_eq!(row_groups(&write(&format, &[&records], 1)), [1500, 1500, 700]);
    let nested = with(options, Layout::Nested);
    assert_eq!(row_groups(&write(&nested, &[&records], 1)), [2]);
}

#[test]
fn a_row_group_ends_at_its_bytes() {
    let options = ParquetOptions { row_group_bytes: 64 << 10, ..ParquetOptions::default() };
    for layout in [Layout::Flat, Layout::Nested] {
        let format = with(options, layout);
        let records = hours();
        let file = write(&format, &[&records], 1);
        let groups = row_groups(&file);
        assert!(groups.len() > 2, "{groups:?}");
        assert_eq!(read(&file), rows(&Projection::new(layout), &records));
    }
}

#[test]
fn a_job_ends_its_row_group_and_an_empty_one_has_none() {
    let format = with(ParquetOptions::default(), Layout::Flat);
    let two = [message(1), message(1)];
    assert_eq!(row_groups(&write(&format, &[&two, &[], &two[..1]], 1)), [2, 1]);
}

#[test]
fn row_groups_of_no_rows_count_as_one() {
    let options = ParquetOptions { row_group_rows: 0, row_group_bytes: 0, ..Default::default() };
    let format = with(options, Layout::Flat);
    assert_eq!(row_groups(&write(&format, &[&[message(3)]], 1)), [1, 1, 1]);
}
