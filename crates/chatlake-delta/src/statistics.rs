//! What a Parquet file says of its columns, as a table's log repeats it.

use bytes::Bytes;
use chatlake_core::Column;
use chatlake_core::schema::ColumnType;
use delta_kernel::parquet::errors::ParquetError;
use delta_kernel::parquet::file::metadata::{ParquetMetaData, ParquetMetaDataReader};
use delta_kernel::parquet::file::statistics::Statistics;

/// What the footer of a file tells.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct FileStatistics {
    /// How many rows it has.
    pub(crate) rows: u64,
    /// Of the columns that were asked for, in that order.
    pub(crate) columns: Vec<ColumnStatistics>,
}

/// What is known of the values of a column.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct ColumnStatistics {
    /// How many are null.
    pub(crate) nulls: Option<i64>,
    /// The smallest and the largest of the others, or what lies beyond them: text may be cut.
    pub(crate) bounds: Option<(Value, Value)>,
}

/// A value of a column that has minima and maxima.
#[derive(Clone, Debug, PartialEq, PartialOrd)]
pub(crate) enum Value {
    /// A whole number, or microseconds since 1970-01-01T00:00:00Z.
    Whole(i64),
    /// A number.
    Real(f64),
    /// Text, in the order of its bytes.
    Text(String),
}

/// What the end of a file gives.
pub(crate) enum Footer {
    /// What the file says.
    Read(FileStatistics),
    /// So many bytes of its end are needed.
    Longer(u64),
}

/// Reads the footer of a file of `bytes` bytes from `tail`, its end.
pub(crate) fn read(tail: &Bytes, bytes: u64, columns: &[Column]) -> Result<Footer, ParquetError> {
    let mut reader = ParquetMetaDataReader::new();
    match reader.try_parse_sized(tail, bytes) {
        Err(ParquetError::NeedMoreData(needed)) => return Ok(Footer::Longer(needed as u64)),
        outcome => outcome?,
    }
    let metadata = reader.finish()?;
    let columns = columns.iter().map(|column| of_column(&metadata, *column)).collect();
    let rows = metadata.file_metadata().num_rows().unsigned_abs();
    Ok(Footer::Read(FileStatistics { rows, columns }))
}

fn of_column(metadata: &ParquetMetaData, column: Column) -> ColumnStatistics {
    let leaves = metadata.file_metadata().schema_descr().columns();
    let is_it = |path: &[String]| matches!(path, [name] if name == column.name());
    let Some(place) = leaves.iter().position(|leaf| is_it(leaf.path().parts())) else {
        return ColumnStatistics::default();
    };
    let mut nulls = Some(0);
    // None: not even one value yet. Some(None): unknown.
    let mut bounds: Option<Option<(Value, Value)>> = None;
    for row_group in metadata.row_groups() {
        let chunk = row_group.columns().get(place);
        let statistics = chunk.and_then(|chunk| chunk.statistics());
        let of_chunk = statistics.and_then(Statistics::null_count_opt);
        nulls = nulls.zip(of_chunk).map(|(sum, more)| sum + more);
        if of_chunk == Some(row_group.num_rows().unsigned_abs()) {
            continue;
        }
        let found = statistics.and_then(|statistics| range(statistics, column.column_type()));
        bounds = Some(match (bounds, found) {
            (None, found) => found,
            (Some(Some((least, most))), Some((low, high))) => {
                Some((if low < least { low } else { least }, if high > most { high } else { most }))
            }
            (Some(_), _) => None,
        });
    }
    let nulls = nulls.and_then(|nulls| i64::try_from(nulls).ok());
    ColumnStatistics { nulls, bounds: bounds.flatten() }
}

/// The smallest and the largest value of a chunk, where they are of the type that is expected.
fn range(statistics: &Statistics, column_type: ColumnType) -> Option<(Value, Value)> {
    use ColumnType::{Float64, Int32, Int64, Json, Text, Timestamp};
    match (statistics, column_type) {
        (Statistics::Int32(of), Int32) => {
            Some((Value::Whole((*of.min_opt()?).into()), Value::Whole((*of.max_opt()?).into())))
        }
        (Statistics::Int64(of), Int64 | Timestamp) => {
            Some((Value::Whole(*of.min_opt()?), Value::Whole(*of.max_opt()?)))
        }
        (Statistics::Double(of), Float64) => {
            let (low, high) = (*of.min_opt()?, *of.max_opt()?);
            (low.is_finite() && high.is_finite()).then_some((Value::Real(low), Value::Real(high)))
        }
        (Statistics::ByteArray(of), Text | Json) => {
            let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).ok().map(Value::Text);
            Some((text(of.min_opt()?.data())?, text(of.max_opt()?.data())?))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use delta_kernel::arrow::array::{
        ArrayRef, Float64Array, Int32Array, Int64Array, RecordBatch, StringArray,
    };
    use delta_kernel::parquet::arrow::ArrowWriter;
    use delta_kernel::parquet::file::properties::{EnabledStatistics, WriterProperties};

    use super::*;

    /// A file of three rows, each a row group, of which `source_record` has no statistics.
    fn file() -> Bytes {
        let columns: [(&str, ArrayRef); 4] = [
            ("msg_id", Arc::new(StringArray::from(vec![Some("b"), None, Some("a")]))),
            ("body_index", Arc::new(Int32Array::from(vec![3, 1, 2]))),
            ("lat", Arc::new(Float64Array::from(vec![None, None, Some(-2.5)]))),
            ("source_record", Arc::new(Int64Array::from(vec![7, 8, 9]))),
        ];
        let batch = RecordBatch::try_from_iter(columns).expect("columns");
        let properties = WriterProperties::builder()
            .set_max_row_group_row_count(Some(1))
            .set_column_statistics_enabled("source_record".into(), EnabledStatistics::None);
        let mut writer = ArrowWriter::try_new(Vec::new(), batch.schema(), Some(properties.build()))
            .expect("a writer");
        writer.write(&batch).expect("rows");
        writer.into_inner().expect("a file").into()
    }

    #[test]
    fn minima_and_maxima_are_those_of_all_row_groups() {
        let file = file();
        let columns = [
            Column::MsgId,
            Column::BodyIndex,
            Column::Lat,
            Column::SourceRecord,
            Column::Timestamp,
        ];
        let Footer::Read(found) = read(&file, file.len() as u64, &columns).expect("a file") else {
            panic!("it is all there")
        };
        let text = |text: &str| Value::Text(text.to_owned());
        let known = |nulls, least, most| ColumnStatistics {
            nulls: Some(nulls),
            bounds: Some((least, most)),
        };
        let unknown = ColumnStatistics::default();
        let expected = [
            known(1, text("a"), text("b")),
            known(0, Value::Whole(1), Value::Whole(3)),
            known(2, Value::Real(-2.5), Value::Real(-2.5)),
            unknown.clone(),
            unknown,
        ];
        assert_eq!((found.rows, found.columns), (3, expected.to_vec()));
    }

    #[test]
    fn a_footer_that_is_longer_says_how_long() {
        let file = file();
        let n_bytes = file.len() as u64;
        let Footer::Longer(needed) =
            read(&file.slice(file.len() - 8..), n_bytes, &[]).expect("a file")
        else {
            panic!("its end cannot be enough")
        };
        assert!((9..=n_bytes).contains(&needed), "{needed}");
        assert!(read(&file.slice(..file.len() - 1), n_bytes - 1, &[]).is_err());
    }
}
