use std::fs;
use std::ops::ControlFlow;
use std::path::Path;

use chatlake_core::{Column, RecordBuf};
use chatlake_parquet::{
    Compression, FileError, ParquetOptions, SortOptions, SortProgress, StoredFile, has_statistics,
    sort,
};
use chatlake_testing::oracle::Columns;
use chatlake_testing::{cases, record};
use parquet::bloom_filter::Sbbf;
use parquet::file::metadata::RowGroupMetaData;
use proptest::collection::vec;
use proptest::prelude::*;

use crate::file::{hours, metadata};
use crate::hour::{SMALL, flat, hour, hour_of, message, rows, stored, told};

pub(crate) fn go_on(_: SortProgress) -> ControlFlow<()> {
    ControlFlow::Continue(())
}

pub(crate) fn options() -> SortOptions {
    let parquet = ParquetOptions { compression: Compression::Zstd(3), row_group_rows: 16, ..SMALL };
    SortOptions { parquet, target: 256_000_000, memory: 1 << 20, jobs: 1 }
}

/// The bytes of the files that inputs are sorted into.
fn sorted(inputs: &[Vec<u8>], options: &SortOptions) -> Vec<Vec<u8>> {
    let inputs: Vec<StoredFile> = inputs.iter().map(|bytes| stored("input", bytes)).collect();
    let folder = tempfile::tempdir().unwrap();
    let files = sort(&inputs, folder.path(), options, &go_on).unwrap();
    let n_left = fs::read_dir(folder.path()).unwrap().count();
    assert_eq!(n_left, files.len(), "what was put aside is gone");
    let bytes = files.iter().map(|file| fs::read(&file.path).unwrap());
    bytes
        .zip(&files)
        .inspect(|(bytes, file)| assert_eq!(bytes.len() as u64, file.bytes))
        .map(|(bytes, _)| bytes)
        .collect()
}

/// What rows are in the order of: nulls first, numbers as such.
fn key(row: &Columns) -> impl Ord + use<> {
    let text = |column: Column| row.get(column.name()).cloned();
    let number = |column: Column| text(column).map(|text| text.parse::<i64>().unwrap());
    (
        text(Column::ConversationId),
        number(Column::Timestamp),
        text(Column::MsgId),
        text(Column::SourceFile),
        number(Column::SourceRecord),
        number(Column::BodyIndex),
    )
}

fn assert_in_order(rows: &[Columns]) {
    assert!(rows.is_sorted_by_key(key));
}

fn all_rows(files: &[Vec<u8>]) -> Vec<Columns> {
    files.iter().flat_map(|file| rows(file)).collect()
}

proptest! {
    #![proptest_config(cases(40))]

    #[test]
    fn rows_come_out_in_order_and_all_of_them(
        messages in vec(vec(record::message(), 0..12), 1..6),
        memory in prop_oneof![Just(0usize), 1000usize..20_000, Just(1 << 20)],
        jobs in 1usize..4,
        row_group_rows in 1usize..30,
        target in prop_oneof![Just(0u64), 1000u64..100_000],
    ) {
        let inputs: Vec<_> = messages
            .iter()
            .enumerate()
            .map(|(number, messages)| hour(&format!("h{number}"), messages, SMALL))
            .collect();
        let parquet = ParquetOptions { row_group_rows, ..options().parquet };
        let given = SortOptions { parquet, target, memory, jobs };
        let files = sorted(&inputs, &given);
        let (found, mut expected) = (all_rows(&files), all_rows(&inputs));
        expected.sort_by_key(key);
        prop_assert_eq!(found, expected);

        // Neither memory nor threads nor who came first shows.
        let alone = SortOptions { memory: 1 << 20, jobs: 1, ..given };
        let turned: Vec<_> = inputs.iter().rev().cloned().collect();
        prop_assert!(sorted(&turned, &alone) == files);
    }
}

proptest! {
    #![proptest_config(cases(30))]

    #[test]
    fn ties_and_texts_of_any_kind_are_in_the_order_of_their_bytes(
        rows in vec(("[a\0\u{1}é消😀]{0,3}", -3i64..3, 0u8..3), 1..200),
        memory in 500usize..5_000,
    ) {
        let messages: Vec<String> = rows
            .iter()
            .map(|(to, ms, id)| {
                let to = to.replace('\0', "\\u0000").replace('\u{1}', "\\u0001");
                message(&format!("m{id}"), &to, *ms, 2)
            })
            .collect();
        let inputs: Vec<_> = messages
            .chunks(50)
            .enumerate()
            .map(|(number, messages)| hour(&format!("h{number}"), messages, SMALL))
            .collect();
        let found = all_rows(&sorted(&inputs, &SortOptions { memory, ..options() }));
        prop_assert_eq!(found.len(), rows.len() * 2);
        assert_in_order(&found);
    }
}

#[test]
fn runs_that_do_not_fit_in_memory_together_are_merged_in_steps() {
    let messages: Vec<_> =
        (0..3000i64).map(|id| message(&id.to_string(), &(id % 7).to_string(), -id, 1)).collect();
    let inputs: Vec<_> = messages
        .chunks(1000)
        .enumerate()
        .map(|(number, messages)| hour(&format!("h{number}"), messages, ParquetOptions::default()))
        .collect();
    let at_once = sorted(&inputs, &SortOptions { memory: 64 << 20, ..options() });
    assert_in_order(&all_rows(&at_once));
    for memory in [0, 4_000, 40_000] {
        let in_steps = sorted(&inputs, &SortOptions { memory, jobs: 2, ..options() });
        assert!(in_steps == at_once, "{memory} bytes");
    }
}

#[test]
fn files_are_near_the_target_and_so_is_the_last() {
    // Texts that cannot be compressed: the footer should be next to nothing.
    let noise = |id: i64| -> String {
        let word = |n: u64| (id as u64 * 40 + n).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        (0..40).map(|n| format!("{:016x}", word(n) ^ word(n) >> 29)).collect()
    };
    let messages: Vec<_> =
        (0..5000i64).map(|id| message(&noise(id), &(id % 97).to_string(), id, 1)).collect();
    let parquet = ParquetOptions { row_group_rows: 100, ..options().parquet };
    let input = hour("h", &messages, ParquetOptions::default());
    let sizes = |target| -> Vec<usize> {
        let files =
            sorted(std::slice::from_ref(&input), &SortOptions { target, parquet, ..options() });
        files.iter().map(Vec::len).collect()
    };
    let one = sizes(1 << 30);
    assert_eq!(one.len(), 1);
    // Row groups are small here, so files could be cut anywhere.
    for target in [one[0] * 2 / 5, one[0] / 5, one[0] / 9] {
        let sizes = sizes(target as u64);
        let n_files = one[0] / target;
        assert!(
            (n_files - n_files / 4..=n_files + 1).contains(&sizes.len()),
            "{target}: {sizes:?}"
        );
        let is_near = |size: &usize| (target / 2..=target * 2).contains(size);
        assert!(sizes.iter().all(is_near), "{target}: {sizes:?}");
    }
}

#[test]
fn row_groups_are_of_so_many_rows_and_bytes_at_most() {
    let input = hour_of("h", &hours(), &flat(), ParquetOptions::default());
    let groups = |parquet: ParquetOptions| -> Vec<i64> {
        let file = sorted(std::slice::from_ref(&input), &SortOptions { parquet, ..options() });
        metadata(&file[0]).row_groups().iter().map(RowGroupMetaData::num_rows).collect()
    };
    let n_rows: i64 = groups(ParquetOptions::default()).iter().sum();
    let by_rows = groups(ParquetOptions { row_group_rows: 100, ..ParquetOptions::default() });
    assert!(by_rows.iter().rev().skip(1).all(|rows| *rows == 100), "{by_rows:?}");
    assert_eq!(by_rows.iter().sum::<i64>(), n_rows);
    let one_each = groups(ParquetOptions { row_group_bytes: 0, ..ParquetOptions::default() });
    assert_eq!(one_each, vec![1; n_rows as usize]);
    let by_bytes = groups(ParquetOptions { row_group_bytes: 20_000, ..ParquetOptions::default() });
    assert!(by_bytes.len() > 2 && by_bytes.iter().all(|rows| *rows < 100), "{by_bytes:?}");
}

#[test]
fn the_metadata_tells_of_the_order_and_of_what_was_looked_for() {
    let input = hour_of("h", &hours(), &flat(), ParquetOptions::default());
    let file = sorted(&[input], &options()).remove(0);
    let metadata = metadata(&file);
    let bytes = bytes::Bytes::copy_from_slice(&file);
    let rows = rows(&file);
    let mut n_before = 0;
    for group in metadata.row_groups() {
        let sorting = group.sorting_columns().unwrap();
        let names: Vec<&str> = sorting
            .iter()
            .inspect(|column| assert!(column.nulls_first && !column.descending))
            .map(|column| {
                group.column(column.column_idx as usize).column_path().parts()[0].as_str()
            })
            .collect();
        assert_eq!(names, ["conversation_id", "timestamp", "msg_id"]);
        for chunk in group.columns() {
            let column: Column = chunk.column_path().parts()[0].parse().unwrap();
            assert_eq!(chunk.statistics().is_some(), has_statistics(column), "{column}");
            let is_filtered = matches!(
                column,
                Column::MsgId | Column::Sender | Column::Recipient | Column::ConversationId
            );
            let filter = Sbbf::read_from_column_chunk(chunk, &bytes).unwrap();
            assert_eq!(filter.is_some(), is_filtered, "{column}");
            let here = rows.iter().skip(n_before).take(group.num_rows() as usize);
            for value in here.filter_map(|row| row.get(column.name())) {
                assert!(filter.as_ref().is_none_or(|filter| filter.check(value.as_str())));
            }
        }
        n_before += group.num_rows() as usize;
    }
    assert_eq!(n_before, rows.len());
}

#[test]
fn the_footer_tells_of_all_inputs_and_what_is_sorted_again_is_the_same() {
    let of = |name: &str, to: &str| {
        let messages: Vec<_> = (0..50).map(|id| message(&id.to_string(), to, id, 1)).collect();
        hour(name, &messages, SMALL)
    };
    let (a, b, c) = (of("a", "x"), of("b", "y"), of("c", "x"));
    let at_once = sorted(&[c.clone(), a.clone(), b.clone()], &options());
    let pair = |key: &str, value: &str| (key.to_owned(), value.to_owned());
    let mut expected = vec![pair("chatlake.options", "as always")];
    for (number, name) in ["a", "b", "c"].iter().enumerate() {
        expected.push(pair(&format!("chatlake.source.{number}.file"), name));
        expected.push(pair(&format!("chatlake.source.{number}.bytes"), "50"));
    }
    assert_eq!(told(&at_once[0]), expected);
    let mut two = sorted(&[a, b], &options());
    two.push(c);
    assert!(sorted(&two, &options()) == at_once);
}

#[test]
fn no_rows_are_no_files() {
    assert!(sorted(&[], &options()).is_empty());
    assert!(sorted(&[hour("h", &[], SMALL)], &options()).is_empty());
}

#[test]
fn files_of_other_columns_are_refused() {
    let record = RecordBuf::from_json(&message("1", "g", 0, 1)).unwrap();
    let of = |projection| hour_of("h", std::slice::from_ref(&record), &projection, SMALL);
    let inputs = [
        stored("first", &of(flat())),
        stored("second", &of(flat().without_columns(&[Column::Title]))),
    ];
    let folder = tempfile::tempdir().unwrap();
    let error = sort(&inputs, folder.path(), &options(), &go_on).unwrap_err();
    let says = "`second` has other columns than `first`: `summary` where that has `title`";
    assert_eq!(error.to_string(), says);
}

#[test]
fn an_input_with_damaged_pages_is_named() {
    let records = hours();
    let good = hour_of("h", &records, &flat(), SMALL);
    let mut bad = good.clone();
    // The footer stays as it is.
    let end = metadata(&good).row_group(3).column(0).byte_range().0 as usize;
    bad[end - 400..end].fill(0x55);
    let inputs = [stored("good", &good), stored("bad", &bad)];
    for jobs in 1..4 {
        let folder = tempfile::tempdir().unwrap();
        let given = SortOptions { jobs, ..options() };
        let error = sort(&inputs, folder.path(), &given, &go_on).unwrap_err();
        assert_eq!(error.to_string(), "failed to read `bad`");
        assert!(error.io().is_none(), "the disk is not to blame");
    }
}

#[test]
fn a_folder_that_is_gone_or_has_such_a_file_is_an_io_error() {
    let inputs = [stored("h", &hour("h", &[message("1", "g", 0, 1)], SMALL))];
    let folder = tempfile::tempdir().unwrap();
    let gone = folder.path().join("gone");
    let error = sort(&inputs, &gone, &options(), &go_on).unwrap_err();
    assert!(matches!(error, FileError::Aside { .. }) && error.io().is_some(), "{error:?}");
    fs::write(folder.path().join("1.parquet"), "mine").unwrap();
    let error = sort(&inputs, folder.path(), &options(), &go_on).unwrap_err();
    assert!(matches!(error, FileError::Write { .. }) && error.io().is_some(), "{error:?}");
    assert_eq!(fs::read(folder.path().join("1.parquet")).unwrap(), b"mine");
}

#[test]
fn who_wants_no_more_is_obeyed_in_every_part_of_the_work() {
    let messages: Vec<_> =
        (0..4000i64).map(|id| message(&id.to_string(), &(id % 97).to_string(), id, 1)).collect();
    let inputs = [stored("h", &hour("h", &messages, SMALL))];
    let parts: [fn(SortProgress) -> bool; 3] = [
        |progress| matches!(progress, SortProgress::Read(_)),
        |progress| matches!(progress, SortProgress::Written(_)),
        |progress| matches!(progress, SortProgress::Checked(_)),
    ];
    for is_it in parts {
        for jobs in [1, 3] {
            let stop = |progress| {
                if is_it(progress) { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
            };
            let folder = tempfile::tempdir().unwrap();
            let given = SortOptions { jobs, ..options() };
            let error = sort(&inputs, folder.path(), &given, &stop).unwrap_err();
            assert!(matches!(error, FileError::Stopped), "{error:?}");
        }
    }
}

/// Sorts, and exchanges the first file for another as soon as it is complete.
fn with_a_file_exchanged(by: impl Fn(&Path) + Sync) -> FileError {
    let messages: Vec<_> =
        (0..4000i64).map(|id| message(&id.to_string(), &(id % 97).to_string(), id, 1)).collect();
    let inputs = [stored("h", &hour("h", &messages, ParquetOptions::default()))];
    let folder = tempfile::tempdir().unwrap();
    let given = SortOptions { target: 20_000, ..options() };
    let exchange = |progress| {
        if let SortProgress::Written(_) = progress
            && folder.path().join("2.parquet").exists()
        {
            by(folder.path());
        }
        ControlFlow::Continue(())
    };
    sort(&inputs, folder.path(), &given, &exchange).unwrap_err()
}

#[test]
fn rows_that_get_lost_or_change_on_the_way_are_found_out() {
    let other = |id: &str| hour("h", &[message(id, "0", 0, 1)], SMALL);
    let error = with_a_file_exchanged(|folder| {
        fs::write(folder.join("1.parquet"), other("0")).unwrap();
    });
    assert!(matches!(error, FileError::Changed { .. }), "{error:?}");
    let says = "what was written, read again, is not what went in: ";
    assert!(error.to_string().starts_with(says), "{error}");
}

#[test]
fn files_that_are_not_in_order_are_found_out() {
    let error = with_a_file_exchanged(|folder| {
        let third = folder.join("3.parquet");
        if third.exists() {
            fs::copy(third, folder.join("1.parquet")).unwrap();
        }
    });
    assert!(matches!(error, FileError::Disordered { .. }), "{error:?}");
}
