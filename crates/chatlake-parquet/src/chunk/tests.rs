//! Chunks held against the library, which reads them.

use std::sync::Arc;

use arrow::array::{Array, ArrayRef, AsArray, Float64Array, Int32Array, Int64Array, RecordBatch};
use arrow::array::{StringArray, TimestampMicrosecondArray};
use arrow::compute::concat_batches;
use arrow::datatypes::{Field, Int64Type, Schema};
use bytes::Bytes;
use chatlake_core::overflow::Overflow;
use parquet::arrow::ArrowSchemaConverter;
use parquet::arrow::arrow_reader::{
    ArrowReaderOptions, ParquetRecordBatchReaderBuilder, RowSelection, RowSelector,
};
use parquet::basic::{Compression, Encoding, ZstdLevel};
use parquet::bloom_filter::Sbbf;
use parquet::file::metadata::{PageIndexPolicy, ParquetMetaData};
use parquet::file::properties::{EnabledStatistics, WriterProperties};
use parquet::file::writer::SerializedFileWriter;
use proptest::prelude::*;

use super::ChunkWriter;
use crate::press::Press;

/// How a column may be written.
#[derive(Clone, Copy, Debug)]
struct Way {
    encoding: Encoding,
    has_dictionary: bool,
    compression: Compression,
    bytes_per_page: usize,
    rows_per_page: usize,
}

fn ways(encodings: &'static [Encoding]) -> impl Strategy<Value = Way> {
    let zstd = Compression::ZSTD(ZstdLevel::try_new(1).unwrap());
    let codecs = vec![Compression::UNCOMPRESSED, Compression::SNAPPY, Compression::LZ4_RAW, zstd];
    let sizes = (prop::sample::select(vec![16, 1000, 1 << 20]), 1_usize..300);
    (prop::sample::select(encodings), any::<bool>(), prop::sample::select(codecs), sizes).prop_map(
        |(encoding, has_dictionary, compression, (bytes_per_page, rows_per_page))| Way {
            encoding,
            has_dictionary,
            compression,
            bytes_per_page,
            rows_per_page,
        },
    )
}

/// A file of one column, in a row group per list of arrays.
fn write(groups: &[Vec<ArrayRef>], way: Way) -> Bytes {
    let schema = schema(&groups[0][0]);
    let properties = WriterProperties::builder()
        .set_encoding(way.encoding)
        .set_dictionary_enabled(way.has_dictionary)
        .set_dictionary_page_size_limit(way.bytes_per_page)
        .set_compression(way.compression)
        .set_data_page_size_limit(way.bytes_per_page)
        .set_data_page_row_count_limit(way.rows_per_page)
        .set_statistics_enabled(EnabledStatistics::Page)
        .set_bloom_filter_max_ndv(1000)
        .build();
    let descriptor = ArrowSchemaConverter::new().convert(&schema).unwrap();
    let mut column =
        ChunkWriter::new(descriptor.column(0), &properties, Overflow::in_memory()).unwrap();
    let mut press = Press::new(way.compression).unwrap();
    let root = descriptor.root_schema_ptr();
    let mut file = SerializedFileWriter::new(Vec::new(), root, Arc::new(properties)).unwrap();
    for arrays in groups {
        for array in arrays {
            column.write(array, &mut press).unwrap();
        }
        let mut row_group = file.next_row_group().unwrap();
        column.finish(&mut press).unwrap().append_to(&mut row_group).unwrap();
        row_group.close().unwrap();
    }
    file.into_inner().unwrap().into()
}

fn schema(array: &ArrayRef) -> Arc<Schema> {
    Arc::new(Schema::new(vec![Field::new("it", array.data_type().clone(), true)]))
}

fn read(file: &Bytes, selection: Option<RowSelection>) -> (ArrayRef, Arc<ParquetMetaData>) {
    let options = ArrowReaderOptions::new().with_page_index_policy(PageIndexPolicy::Required);
    let builder =
        ParquetRecordBatchReaderBuilder::try_new_with_options(file.clone(), options).unwrap();
    let (schema, metadata) = (Arc::clone(builder.schema()), Arc::clone(builder.metadata()));
    let builder = match selection {
        Some(selection) => builder.with_row_selection(selection),
        None => builder,
    };
    let batches: Vec<RecordBatch> = builder.build().unwrap().map(|batch| batch.unwrap()).collect();
    (Arc::clone(concat_batches(&schema, &batches).unwrap().column(0)), metadata)
}

fn check(groups: &[Vec<ArrayRef>], way: Way) -> Result<(), TestCaseError> {
    let file = write(groups, way);
    let (found, metadata) = read(&file, None);
    let all: Vec<&dyn Array> = groups.iter().flatten().map(|array| &**array).collect();
    let expected = arrow::compute::concat(&all).unwrap();
    let expected = arrow::compute::cast(&expected, found.data_type()).unwrap();
    prop_assert_eq!(&found, &expected);

    // Whoever skips by the index of pages finds the same rows.
    let rows = expected.len();
    let selection =
        RowSelection::from(vec![RowSelector::skip(rows / 2), RowSelector::select(rows - rows / 2)]);
    prop_assert_eq!(&read(&file, Some(selection)).0, &expected.slice(rows / 2, rows - rows / 2));

    let mut start = 0;
    for (group, arrays) in metadata.row_groups().iter().zip(groups) {
        let rows = arrays.iter().map(Array::len).sum();
        prop_assert_eq!(group.num_rows(), rows as i64);
        let values = expected.slice(start, rows);
        start += rows;
        let statistics = group.column(0).statistics().unwrap();
        prop_assert_eq!(statistics.null_count_opt(), Some(values.null_count() as u64));
        if let Some(texts) = values.as_string_opt::<i32>() {
            let (least, greatest) = (texts.iter().flatten().min(), texts.iter().flatten().max());
            let bound =
                |bytes: Option<&[u8]>| bytes.map(|it| String::from_utf8(it.into()).unwrap());
            let low = bound(statistics.min_bytes_opt());
            let high = bound(statistics.max_bytes_opt());
            prop_assert!(low.as_deref() <= least && greatest <= high.as_deref());
            prop_assert_eq!(low.is_some(), least.is_some());
            let filter = Sbbf::read_from_column_chunk(group.column(0), &file).unwrap().unwrap();
            prop_assert!(texts.iter().flatten().all(|text| filter.check(text)));
        }
        if let Some(numbers) = values.as_primitive_opt::<Int64Type>() {
            let bytes = |value: Option<i64>| value.map(|it| it.to_le_bytes().to_vec());
            let (least, greatest) =
                (numbers.iter().flatten().min(), numbers.iter().flatten().max());
            prop_assert_eq!(statistics.min_bytes_opt().map(<[u8]>::to_vec), bytes(least));
            prop_assert_eq!(statistics.max_bytes_opt().map(<[u8]>::to_vec), bytes(greatest));
        }
    }
    Ok(())
}

/// Row groups of arrays, none of them without rows.
fn groups<T: Clone + std::fmt::Debug>(
    value: impl Strategy<Value = T> + 'static,
) -> impl Strategy<Value = Vec<Vec<Vec<Option<T>>>>> {
    let value = value.boxed();
    // Runs, so that dictionaries and levels have something to repeat.
    let runs =
        (prop::option::of(value), 1_usize..30).prop_map(|(value, n)| std::iter::repeat_n(value, n));
    let array = prop::collection::vec(runs, 1..20)
        .prop_map(|runs| runs.into_iter().flatten().collect::<Vec<_>>());
    prop::collection::vec(prop::collection::vec(array, 1..4), 1..3)
}

fn arrays<T, A: From<Vec<Option<T>>> + Array + 'static>(
    groups: Vec<Vec<Vec<Option<T>>>>,
) -> Vec<Vec<ArrayRef>> {
    let array = |values| Arc::new(A::from(values)) as ArrayRef;
    groups.into_iter().map(|group| group.into_iter().map(array).collect()).collect()
}

const TEXT: &[Encoding] =
    &[Encoding::PLAIN, Encoding::DELTA_LENGTH_BYTE_ARRAY, Encoding::DELTA_BYTE_ARRAY];
const INTEGER: &[Encoding] = &[Encoding::PLAIN, Encoding::DELTA_BINARY_PACKED];

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn texts_are_read_back(groups in groups("[ab語🙂]{0,3}|same.{0,9}|x{60,70}"), way in ways(TEXT)) {
        check(&arrays::<String, StringArray>(groups), way)?;
    }

    #[test]
    fn integers_are_read_back(groups in groups(any::<i32>()), way in ways(INTEGER)) {
        check(&arrays::<i32, Int32Array>(groups), way)?;
    }

    #[test]
    fn long_integers_are_read_back(
        groups in groups(prop_oneof![any::<i64>(), 0_i64..100, Just(i64::MIN), Just(i64::MAX)]),
        way in ways(INTEGER),
    ) {
        check(&arrays::<i64, Int64Array>(groups), way)?;
    }

    #[test]
    fn instants_are_read_back(groups in groups(any::<i64>()), way in ways(INTEGER)) {
        check(&arrays::<i64, TimestampMicrosecondArray>(groups), way)?;
    }

    #[test]
    fn floats_are_read_back(
        groups in groups(prop::num::f64::NORMAL | prop::num::f64::ZERO),
        way in ways(&[Encoding::PLAIN]),
    ) {
        check(&arrays::<f64, Float64Array>(groups), way)?;
    }
}

#[test]
fn where_pages_end_does_not_depend_on_arrays() {
    let zstd = Compression::ZSTD(ZstdLevel::try_new(1).unwrap());
    for (encoding, has_dictionary) in [(TEXT[1], false), (TEXT[2], false), (TEXT[0], true)] {
        let way = Way {
            encoding,
            has_dictionary,
            compression: zstd,
            bytes_per_page: 4000,
            rows_per_page: 500,
        };
        let values: Vec<Option<String>> =
            (0..5000).map(|n| (n % 7 > 0).then(|| format!("value {}", n % 200))).collect();
        let whole = Arc::new(StringArray::from(values)) as ArrayRef;
        let parts = |n: usize| {
            (0..5000).step_by(n).map(|at| whole.slice(at, n.min(5000 - at))).collect::<Vec<_>>()
        };
        let expected = write(&[vec![Arc::clone(&whole)]], way);
        for n in [1, 7, 499, 1024] {
            assert!(write(&[parts(n)], way) == expected, "{way:?}, arrays of {n}");
        }
    }
}
