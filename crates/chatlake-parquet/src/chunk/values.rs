//! The values of a column, whatever their type.

use arrow::array::{Array, AsArray};
use arrow::datatypes::{Float64Type, Int32Type, Int64Type, TimestampMicrosecondType};
use parquet::basic::{Encoding, LogicalType, Type};
use parquet::bloom_filter::Sbbf;
use parquet::errors::{ParquetError, Result};
use parquet::schema::types::ColumnDescriptor;

use super::dictionary::Dictionary;
use super::number::Numbers;
use super::text::Texts;

/// The values of the open page.
pub(super) enum Values {
    Texts(Texts),
    Int32(Numbers<Int32Type>),
    Int64(Numbers<Int64Type>),
    Instants(Numbers<TimestampMicrosecondType>),
    Doubles(Numbers<Float64Type>),
}

/// The same of them all.
macro_rules! any {
    ($values:expr, $inner:ident => $result:expr) => {
        match $values {
            Values::Texts($inner) => $result,
            Values::Int32($inner) => $result,
            Values::Int64($inner) => $result,
            Values::Instants($inner) => $result,
            Values::Doubles($inner) => $result,
        }
    };
}

impl Values {
    /// # Errors
    ///
    /// If no column of ours has this type.
    pub(super) fn new(
        column: &ColumnDescriptor,
        encoding: Encoding,
        dictionary: Option<Dictionary>,
        has_bounds: bool,
        filter: Option<Sbbf>,
    ) -> Result<Self> {
        let is_instant = matches!(column.logical_type_ref(), Some(LogicalType::Timestamp { .. }));
        Ok(match column.physical_type() {
            Type::BYTE_ARRAY => Self::Texts(Texts::new(encoding, dictionary, has_bounds, filter)),
            Type::INT32 => Self::Int32(Numbers::new(encoding, dictionary, has_bounds)),
            Type::INT64 if is_instant => {
                Self::Instants(Numbers::new(encoding, dictionary, has_bounds))
            }
            Type::INT64 => Self::Int64(Numbers::new(encoding, dictionary, has_bounds)),
            Type::DOUBLE => Self::Doubles(Numbers::new(encoding, dictionary, has_bounds)),
            other => return Err(ParquetError::NYI(format!("no column is of type {other}"))),
        })
    }

    /// Adds the values of an array of the column's type.
    pub(super) fn append(&mut self, array: &dyn Array) {
        match self {
            Self::Texts(values) => values.append(array.as_string()),
            Self::Int32(values) => values.append(array.as_primitive()),
            Self::Int64(values) => values.append(array.as_primitive()),
            Self::Instants(values) => values.append(array.as_primitive()),
            Self::Doubles(values) => values.append(array.as_primitive()),
        }
    }

    /// How many rows of an array from `start` on can be added before the page, or the dictionary,
    /// has more than `limit` bytes. Numbers have a bound by rows alone.
    pub(super) fn room(&self, array: &dyn Array, start: usize, limit: usize) -> usize {
        match self {
            Self::Texts(values) => values.room(array.as_string(), start, limit),
            _ => usize::MAX,
        }
    }

    /// Whether the page has so many bytes.
    pub(super) fn is_full(&self, limit: usize) -> bool {
        match self {
            Self::Texts(values) => values.is_full(limit),
            _ => false,
        }
    }

    /// The dictionary that the open page refers to.
    pub(super) fn dictionary(&self) -> Option<&Dictionary> {
        any!(self, values => values.dictionary())
    }

    /// The dictionary, so that the pages to come are without one.
    pub(super) fn give_up_dictionary(&mut self) -> Option<Dictionary> {
        any!(self, values => values.give_up_dictionary())
    }

    /// Appends the values of the page, and opens the next.
    pub(super) fn finish_page(&mut self, out: &mut Vec<u8>) {
        any!(self, values => values.finish_page(out));
    }

    /// The least and the greatest value of the page that was finished last, in plain encoding.
    pub(super) fn take_bounds(&mut self) -> Option<(Vec<u8>, Vec<u8>)> {
        any!(self, values => values.take_bounds())
    }

    /// The Bloom filter of the chunk; columns of numbers have none.
    pub(super) fn take_filter(&mut self) -> Option<Sbbf> {
        match self {
            Self::Texts(values) => values.take_filter(),
            _ => None,
        }
    }
}
