//! The least and the greatest value, of pages and of a column chunk.

use std::cmp::Ordering;

use parquet::basic::{BoundaryOrder, Type};
use parquet::data_type::ByteArray;
use parquet::errors::{ParquetError, Result};
use parquet::file::metadata::ColumnIndexBuilder;
use parquet::file::page_index::column_index::ColumnIndexMetaData;
use parquet::file::statistics::{Statistics, ValueStatistics};

/// No bound is longer: what is, is cut.
const LONGEST: usize = 64;

/// What a column chunk tells of its values, page by page and altogether. Values are bytes in
/// plain encoding, those of text without their length.
pub(super) struct Told {
    physical: Type,
    index: ColumnIndexBuilder,
    chunk: Option<Pair>,
    last: Option<Pair>,
    ascends: bool,
    descends: bool,
    n_nulls: u64,
}

/// The least and the greatest.
type Pair = (Vec<u8>, Vec<u8>);

impl Told {
    pub(super) fn new(physical: Type) -> Self {
        Self {
            physical,
            index: ColumnIndexBuilder::new(physical),
            chunk: None,
            last: None,
            ascends: true,
            descends: true,
            n_nulls: 0,
        }
    }

    /// Adds a page with these bounds; a page of nulls has none.
    pub(super) fn append(&mut self, bounds: Option<Pair>, n_nulls: usize, n_rows: usize) {
        self.n_nulls += n_nulls as u64;
        let n = i64::try_from(n_nulls).unwrap_or(i64::MAX);
        let Some((least, greatest)) = bounds else {
            if n_nulls == n_rows {
                self.index.append(true, Vec::new(), Vec::new(), n);
            } else {
                // Values without an order.
                self.index.to_invalid();
            }
            return;
        };
        let of = |one: &[u8], other: &[u8]| compare(self.physical, one, other);
        if let Some((last_least, last_greatest)) = &self.last {
            let (low, high) = (of(last_least, &least), of(last_greatest, &greatest));
            self.ascends &= low.is_le() && high.is_le();
            self.descends &= low.is_ge() && high.is_ge();
        }
        self.chunk = Some(match self.chunk.take() {
            None => (least.clone(), greatest.clone()),
            Some((low, high)) => (
                if of(&least, &low).is_lt() { least.clone() } else { low },
                if of(&greatest, &high).is_gt() { greatest.clone() } else { high },
            ),
        });
        let (low, _) = lower(self.physical, &least);
        let (high, _) = upper(self.physical, &greatest);
        self.index.append(false, low, high, n);
        self.last = Some((least, greatest));
    }

    /// The index of the pages, and what is told of the chunk.
    pub(super) fn finish(mut self) -> Result<(Option<ColumnIndexMetaData>, Statistics)> {
        self.index.set_boundary_order(match (self.ascends, self.descends) {
            (true, _) => BoundaryOrder::ASCENDING,
            (false, true) => BoundaryOrder::DESCENDING,
            (false, false) => BoundaryOrder::UNORDERED,
        });
        let statistics = statistics(self.physical, self.chunk, self.n_nulls)?;
        let index = if self.index.valid() { Some(self.index.build()?) } else { None };
        Ok((index, statistics))
    }
}

/// By the order that the format gives to a type.
fn compare(physical: Type, one: &[u8], other: &[u8]) -> Ordering {
    match physical {
        Type::INT32 => i32::from_le_bytes(array(one)).cmp(&i32::from_le_bytes(array(other))),
        Type::INT64 => i64::from_le_bytes(array(one)).cmp(&i64::from_le_bytes(array(other))),
        Type::DOUBLE => f64::from_le_bytes(array(one)).total_cmp(&f64::from_le_bytes(array(other))),
        _ => one.cmp(other),
    }
}

/// Those of numbers stand where readers of today look for them and where those of old do.
fn statistics(physical: Type, bounds: Option<Pair>, n_nulls: u64) -> Result<Statistics> {
    macro_rules! numbers {
        ($read:expr) => {{
            let value = |bytes: Vec<u8>| $read(array(&bytes));
            let (least, greatest) = bounds.unzip();
            let (least, greatest) = (least.map(value), greatest.map(value));
            ValueStatistics::new(least, greatest, None, Some(n_nulls), false)
                .with_backwards_compatible_min_max(true)
                .into()
        }};
    }
    Ok(match physical {
        Type::INT32 => numbers!(i32::from_le_bytes),
        Type::INT64 => numbers!(i64::from_le_bytes),
        Type::DOUBLE => numbers!(f64::from_le_bytes),
        Type::BYTE_ARRAY => {
            let (least, greatest) = bounds.unzip();
            let (low, low_is_exact) = least.map(|it| lower(physical, &it)).unzip();
            let (high, high_is_exact) = greatest.map(|it| upper(physical, &it)).unzip();
            let (low, high) = (low.map(ByteArray::from), high.map(ByteArray::from));
            ValueStatistics::new(low, high, None, Some(n_nulls), false)
                .with_min_is_exact(low_is_exact.unwrap_or(true))
                .with_max_is_exact(high_is_exact.unwrap_or(true))
                .into()
        }
        other => return Err(ParquetError::NYI(format!("no column is of type {other}"))),
    })
}

fn array<const N: usize>(bytes: &[u8]) -> [u8; N] {
    bytes.first_chunk().copied().unwrap_or([0; N])
}

/// A bound that is not too long and not above the value, and whether it is the value.
fn lower(physical: Type, value: &[u8]) -> (Vec<u8>, bool) {
    match text_to_cut(physical, value) {
        Some(text) => (text.as_bytes().to_vec(), false),
        None => (value.to_vec(), true),
    }
}

/// A bound that is not too long and not below the value, and whether it is the value. The last
/// character that has one of the same length after it is raised to that; without such a
/// character the value itself is the bound, however long.
fn upper(physical: Type, value: &[u8]) -> (Vec<u8>, bool) {
    let raised = text_to_cut(physical, value).and_then(|text| {
        text.char_indices().rev().find_map(|(at, last)| {
            let next = char::from_u32(u32::from(last) + 1)?;
            let kept = text.get(..at).filter(|_| next.len_utf8() == last.len_utf8())?;
            Some(format!("{kept}{next}").into_bytes())
        })
    });
    raised.map_or_else(|| (value.to_vec(), true), |bound| (bound, false))
}

/// The beginning of a text that is too long for a bound.
fn text_to_cut(physical: Type, value: &[u8]) -> Option<&str> {
    if physical != Type::BYTE_ARRAY || value.len() <= LONGEST {
        return None;
    }
    let text = std::str::from_utf8(value).ok()?;
    (0..=LONGEST).rev().find_map(|end| text.get(..end))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_text_is_bounded_by_short_ones() {
        let check = |value: &str, expected_low: &str, expected_high: &str| {
            let low = lower(Type::BYTE_ARRAY, value.as_bytes());
            let high = upper(Type::BYTE_ARRAY, value.as_bytes());
            assert_eq!(low, (expected_low.into(), expected_low == value), "{value}");
            assert_eq!(high, (expected_high.into(), expected_high == value), "{value}");
            assert!(low.0.as_slice() <= value.as_bytes() && *value.as_bytes() <= *high.0);
        };
        check("", "", "");
        check("short", "short", "short");
        let a = |n| "a".repeat(n);
        check(&a(64), &a(64), &a(64));
        check(&a(65), &a(64), &(a(63) + "b"));
        // A character is not cut in two, and not raised to a longer one.
        check(&(a(63) + "é"), &a(63), &(a(62) + "b"));
        check(&(a(62) + "\u{7ff}x"), &(a(62) + "\u{7ff}"), &(a(61) + "b"));
        check(&(a(61) + "\u{d7ff}x"), &(a(61) + "\u{d7ff}"), &(a(60) + "b"));
        let greatest = "\u{10ffff}".repeat(17);
        check(&greatest, &"\u{10ffff}".repeat(16), &greatest);
    }
}
