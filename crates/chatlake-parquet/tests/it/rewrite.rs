use chatlake_core::{Layout, Projection, RecordBuf};
use chatlake_parquet::{FileError, LeaveOut, ParquetOptions, Rewritten, StoredFile, rewrite};
use chatlake_testing::oracle::Columns;
use chatlake_testing::{Full, cases};
use parquet::bloom_filter::Sbbf;
use parquet::file::metadata::RowGroupMetaData;
use proptest::collection::{btree_set, vec};
use proptest::prelude::*;

use crate::file::{hours, metadata};
use crate::hour::{SMALL, file, flat, hour, hour_of, message, rows, stored, told};

fn without(original: &[u8], leave_out: LeaveOut<'_>) -> (Rewritten, Vec<u8>) {
    let mut output = Vec::new();
    let rewritten =
        rewrite(&stored("old", original), &mut output, "new", leave_out, &SMALL).unwrap();
    assert_eq!(rewritten.bytes, output.len() as u64);
    (rewritten, output)
}

/// The rows that should stay: those of all records but these.
fn kept(original: &[u8], ordinals: &[u64]) -> Vec<Columns> {
    let mut n_records = 0;
    let mut last = None;
    let mut rows = rows(original);
    rows.retain(|row| {
        let record = row.get("source_record").cloned();
        if last.as_ref() != Some(&record) {
            n_records += 1;
            last = Some(record);
        }
        !ordinals.contains(&(n_records - 1))
    });
    rows
}

proptest! {
    #![proptest_config(cases(60))]

    #[test]
    fn what_stays_is_what_was_there_but_for_these_records(
        bodies in vec(0usize..6, 1..40),
        left_out in btree_set(0u64..40, 0..12),
    ) {
        let messages: Vec<String> = bodies
            .iter()
            .enumerate()
            .map(|(id, n_bodies)| message(&id.to_string(), "g", 0, *n_bodies))
            .collect();
        let original = hour("h", &messages, SMALL);
        let left_out: Vec<u64> =
            left_out.into_iter().filter(|ordinal| (*ordinal as usize) < bodies.len()).collect();
        let (rewritten, output) = without(&original, LeaveOut::Records(&left_out));

        let expected = kept(&original, &left_out);
        prop_assert_eq!(rewritten.rows, expected.len() as u64);
        prop_assert_eq!(rewritten.rows + rewritten.rows_left_out, rows(&original).len() as u64);
        prop_assert_eq!(rows(&output), expected);
        prop_assert_eq!(told(&output), told(&original));

        // At once or one after the other, last first, so that places do not move.
        let mut step_by_step = original.clone();
        for ordinal in left_out.iter().rev() {
            step_by_step = without(&step_by_step, LeaveOut::Records(&[*ordinal])).1;
        }
        prop_assert!(step_by_step == output);
    }
}

#[test]
fn a_file_of_which_nothing_is_left_out_is_the_same_bytes() {
    for (name, options) in [("small", SMALL), ("large", ParquetOptions::default())] {
        let original = hour_of("h", &hours(), &flat(), options);
        let (rewritten, output) = without(&original, LeaveOut::Records(&[]));
        assert_eq!(rewritten.rows_left_out, 0);
        assert!(output == original, "{name}");
        assert!(without(&original, LeaveOut::Source("another")).1 == original, "{name}");
    }
}

#[test]
fn row_groups_that_stay_whole_keep_their_pages() {
    let messages: Vec<_> = (0..21).map(|id| message(&id.to_string(), "g", 0, 1)).collect();
    let original = hour("h", &messages, SMALL);
    let output = without(&original, LeaveOut::Records(&[9])).1;
    let (old, new) = (metadata(&original), metadata(&output));
    let n_rows = |group: &RowGroupMetaData| group.num_rows();
    assert_eq!(new.row_groups().iter().map(n_rows).collect::<Vec<_>>(), [7, 6, 7]);
    for group in [0, 2] {
        for (old, new) in old.row_group(group).columns().iter().zip(new.row_group(group).columns())
        {
            let bytes = |file: &[u8], range: (u64, u64)| {
                file[range.0 as usize..(range.0 + range.1) as usize].to_vec()
            };
            assert!(bytes(&original, old.byte_range()) == bytes(&output, new.byte_range()));
            assert_eq!(old.statistics(), new.statistics());
            assert_eq!(old.bloom_filter_length(), new.bloom_filter_length());
        }
    }
    // A filter that was copied lies elsewhere, and still tells.
    let bytes = bytes::Bytes::from(output);
    let filter = Sbbf::read_from_column_chunk(new.row_group(2).column(0), &bytes).unwrap().unwrap();
    assert!(filter.check("20") && !filter.check("9"));
}

#[test]
fn of_a_file_of_two_sources_one_is_left_out_with_what_is_told_of_it() {
    let of = |name: &str, ids: std::ops::Range<i64>| {
        hour(name, &ids.map(|id| message(&id.to_string(), "g", id, 1)).collect::<Vec<_>>(), SMALL)
    };
    let folder = tempfile::tempdir().unwrap();
    let inputs = [stored("a", &of("a", 0..40)), stored("b", &of("b", 20..60))];
    let options = crate::sorted::options();
    let files =
        chatlake_parquet::sort(&inputs, folder.path(), &options, &crate::sorted::go_on).unwrap();
    let both = std::fs::read(&files[0].path).unwrap();

    let (rewritten, output) = without(&both, LeaveOut::Source("a"));
    assert_eq!((rewritten.rows, rewritten.rows_left_out), (40, 40));
    let is_of_b = |row: &Columns| row.get("source_file").is_some_and(|name| name == "b");
    assert!(rows(&output).iter().all(is_of_b));
    let sources: Vec<_> =
        told(&output).into_iter().filter(|(key, _)| key.contains(".source.")).collect();
    let pair = |key: &str, value: &str| (key.to_owned(), value.to_owned());
    let expected = [pair("chatlake.source.0.bytes", "40"), pair("chatlake.source.0.file", "b")];
    let sorted = |mut pairs: Vec<(String, String)>| {
        pairs.sort();
        pairs
    };
    assert_eq!(sorted(sources), expected);
    for group in metadata(&output).row_groups() {
        assert!(group.sorting_columns().is_some(), "it is still in order");
    }
}

#[test]
fn a_record_that_is_not_there_is_an_error() {
    let original = hour("h", &[message("1", "g", 0, 3), message("2", "g", 0, 0)], SMALL);
    let leave_out = LeaveOut::Records(&[1, 2]);
    let error = rewrite(&stored("old", &original), Vec::new(), "new", leave_out, &SMALL);
    assert_eq!(error.unwrap_err().to_string(), "`old` has no record 2 to leave out");
}

#[test]
fn what_is_no_file_of_ours_is_refused_by_name() {
    let record = RecordBuf::from_json(&message("1", "g", 0, 1)).unwrap();
    let of =
        |projection: &Projection| hour_of("h", std::slice::from_ref(&record), projection, SMALL);
    let whole = of(&flat());
    let open = |bytes: &[u8]| StoredFile::open("x", file(bytes)).unwrap_err().to_string();
    for n_bytes in [0, 7, whole.len() / 2, whole.len() - 1] {
        assert_eq!(open(&whole[..n_bytes]), "failed to read `x`", "{n_bytes} bytes");
    }
    assert_eq!(
        open(&of(&Projection::new(Layout::Nested))),
        "`x` is no file of messages: no column of ours is called `bodies`"
    );
    assert_eq!(
        open(&of(&flat().without_columns(&[chatlake_core::Column::SourceRecord]))),
        "`x` is no file of messages: it has no column `source_record`"
    );
    assert_eq!(
        open(&crate::foreign::file()),
        "`x` is no file of messages: its footer tells of no schema of ours"
    );
}

#[test]
fn an_output_that_is_full_is_an_io_error() {
    let messages: Vec<_> = (0..21).map(|id| message(&id.to_string(), "g", 0, 1)).collect();
    let original = hour("h", &messages, SMALL);
    let leave_out = LeaveOut::Records(&[9]);
    for n_room in (0..original.len() - 1000).step_by(997) {
        let result = rewrite(&stored("old", &original), Full(n_room), "new", leave_out, &SMALL);
        let error: FileError = result.unwrap_err();
        assert!(error.io().is_some(), "{n_room} bytes: {error:?}");
        assert_eq!(error.to_string(), "failed to write `new`");
    }
}
