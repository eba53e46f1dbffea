use arrow::array::{Array, AsArray, RecordBatch};
use chatlake_arrow::{BatchBuilder, BatchLimit};
use chatlake_core::{
    Column, Layout, Projection, PseudonymKey, Pseudonyms, Reader, RecordBuf, Row, Secrets, Teller,
};
use chatlake_testing::batch::held;
use chatlake_testing::record::message;
use chatlake_testing::row::told;
use proptest::prelude::*;

use crate::records::{RECORDS, origin, records};

fn check_flat(records: &[RecordBuf], projection: &Projection, limit: BatchLimit) {
    let mut builder = BatchBuilder::new(projection);
    let mut teller = Teller::new(projection);
    let mut batches = Vec::new();
    let mut rows = Vec::new();
    for (number, record) in records.iter().enumerate() {
        let (record, origin) = (record.as_record(), origin(number));
        let added = builder.append_into(record, origin, limit, |builder| {
            batches.push(builder.finish());
            Ok::<(), ()>(())
        });
        let before = rows.len();
        rows.extend(Row::of(record, origin, projection.withheld()));
        assert_eq!(added, Ok((rows.len() - before) as u64));
    }
    batches.push(builder.finish());
    assert!(batches.iter().all(|batch| batch.num_rows() <= limit.rows));
    let mut rows = rows.iter();
    for batch in &batches {
        for (place, row) in (0..batch.num_rows()).zip(&mut rows) {
            for (column, array) in projection.columns().iter().zip(batch.columns()) {
                let told = told(teller.value(row, *column));
                assert_eq!(held(array, *column, place), told, "{column}");
            }
        }
    }
    assert!(rows.next().is_none());
}

const NO_LIMIT: BatchLimit = BatchLimit { rows: usize::MAX, bytes: usize::MAX };

#[test]
fn every_column_holds_what_its_row_tells() {
    for secrets in [Secrets::Withheld, Secrets::Included] {
        let projection = Projection::default().with_secrets(secrets);
        for rows in [1, 2, 3, 5, usize::MAX] {
            check_flat(&records(), &projection, BatchLimit { rows, ..NO_LIMIT });
        }
    }
}

#[test]
fn the_hours_of_testdata_hold_what_their_rows_tell() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../testdata/hourly");
    let mut n_records = 0;
    for file in std::fs::read_dir(folder).unwrap() {
        let mut reader = Reader::from_path(file.unwrap().path()).unwrap();
        let records: Result<Vec<_>, _> = reader.records().collect();
        let records = records.unwrap();
        n_records += records.len();
        let projection = Projection::default().with_secrets(Secrets::Included);
        check_flat(&records, &projection, BatchLimit { rows: 100, ..NO_LIMIT });
    }
    assert!(n_records > 100, "{n_records}");
}

#[test]
fn columns_left_out_leave_the_others_alone() {
    for dropped in Column::ALL {
        check_flat(&records(), &Projection::default().without_columns(&[*dropped]), NO_LIMIT);
    }
}

#[test]
fn bytes_close_a_batch_too() {
    let limit = BatchLimit { bytes: 400, ..NO_LIMIT };
    check_flat(&records(), &Projection::default(), limit);
}

proptest! {
    #[test]
    fn whatever_the_messages_columns_hold_what_rows_tell(
        messages in prop::collection::vec(message(), 0..6),
        rows in 1usize..9,
    ) {
        let records: Result<Vec<_>, _> =
            messages.iter().map(|message| RecordBuf::from_json(message)).collect();
        let projection = Projection::default().with_secrets(Secrets::Included);
        check_flat(&records.unwrap(), &projection, BatchLimit { rows, ..NO_LIMIT });
    }

    #[test]
    fn whatever_the_pseudonyms_columns_hold_what_is_told(
        messages in prop::collection::vec(message(), 0..6),
        rows in 1usize..9,
    ) {
        let records: Result<Vec<_>, _> =
            messages.iter().map(|message| RecordBuf::from_json(message)).collect();
        check_flat(&records.unwrap(), &pseudonymous(Layout::Flat), BatchLimit { rows, ..NO_LIMIT });
    }

    #[test]
    fn any_order_and_any_cut_hold_the_same(
        order in prop::collection::vec(0..RECORDS.len(), 0..40),
        rows in 1usize..9,
    ) {
        let all = records();
        let chosen: Vec<_> = order.iter().map(|number| all[*number].clone()).collect();
        check_flat(&chosen, &Projection::default(), BatchLimit { rows, ..NO_LIMIT });
    }
}

#[test]
fn nested_rows_hold_the_bodies_that_flat_rows_hold() {
    check_nested(&Projection::new(Layout::Nested).with_secrets(Secrets::Included));
    check_nested(&pseudonymous(Layout::Nested));
}

/// Pseudonyms for people, and of what is told of a message and of a body.
fn pseudonymous(layout: Layout) -> Projection {
    let key = PseudonymKey::new(b"0123456789abcdef").unwrap();
    let columns = [Column::Sender, Column::MsgId, Column::ChatType, Column::Text, Column::Secret];
    Projection::new(layout)
        .with_secrets(Secrets::Included)
        .with_pseudonyms(Pseudonyms::new(&columns, key).unwrap())
}

fn check_nested(projection: &Projection) {
    let mut teller = Teller::new(projection);
    let withheld = teller.withheld();
    let batch = batch(projection);
    let list = batch.column_by_name("bodies").unwrap().as_list::<i32>();
    for (number, record) in records().iter().enumerate() {
        let record = record.as_record();
        let bodies = list.value(number);
        assert!(list.is_valid(number));
        assert_eq!(bodies.len(), record.body_count());
        let rows = Row::of(record, origin(number), withheld);
        for (place, row) in rows.filter(|row| row.body.is_some()).enumerate() {
            for column in Column::ALL.iter().filter(|column| column.is_of_body()) {
                let array = bodies.as_struct().column_by_name(column.name()).unwrap();
                let expected = match (column, row.body) {
                    (Column::Extra, Some(body)) => {
                        let extra = body.extra(withheld);
                        (!extra.is_empty()).then(|| extra.to_string())
                    }
                    _ => told(teller.value(&row, *column)),
                };
                assert_eq!(held(array, *column, place), expected, "{column} of {number}");
            }
        }
        for column in Column::ALL.iter().filter(|column| column.is_of_message()) {
            let array = batch.column_by_name(column.name()).unwrap();
            let row = Row { record, body: None, body_index: 0, origin: origin(number), withheld };
            assert_eq!(
                held(array, *column, number),
                told(teller.value(&row, *column)),
                "{column} of {number}"
            );
        }
    }
}

#[test]
fn a_finished_builder_starts_afresh() {
    let projection = Projection::new(Layout::Nested);
    let mut builder = BatchBuilder::new(&projection);
    let mut once = || {
        for (number, record) in records().iter().enumerate() {
            builder.append(record.as_record(), origin(number));
        }
        builder.finish()
    };
    assert_eq!(once(), once());
    assert!(builder.is_empty());
    assert_eq!(builder.bytes(), 0);
    assert_eq!(builder.finish().num_rows(), 0);
}

#[test]
fn withheld_secrets_are_nowhere() {
    for layout in [Layout::Flat, Layout::Nested] {
        let batch = batch(&Projection::new(layout));
        assert!(!format!("{batch:?}").contains("s-1"));
    }
}

fn batch(projection: &Projection) -> RecordBatch {
    let mut builder = BatchBuilder::new(projection);
    for (number, record) in records().iter().enumerate() {
        builder.append(record.as_record(), origin(number));
    }
    builder.finish()
}
