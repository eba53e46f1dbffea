//! The values of a column of numbers or instants, until their page is full.

use arrow::array::{Array, PrimitiveArray};
use arrow::datatypes::{
    ArrowPrimitiveType, Float64Type, Int32Type, Int64Type, TimestampMicrosecondType,
};
use parquet::basic::Encoding;

use super::delta;
use super::dictionary::Dictionary;

/// An Arrow type of fixed width that a column may have.
pub(super) trait Number: ArrowPrimitiveType {
    /// Calls `then` with the bytes of the value in plain encoding.
    fn with_plain<R>(value: Self::Native, then: impl FnOnce(&[u8]) -> R) -> R;

    /// Appends values as steps, if this type can.
    fn encode_steps(values: &[Self::Native], out: &mut Vec<u8>);

    /// As a lower bound and as an upper one; none for what has no order.
    fn bounds(value: Self::Native) -> Option<(Self::Native, Self::Native)> {
        Some((value, value))
    }
}

macro_rules! integer {
    ($arrow:ty) => {
        impl Number for $arrow {
            #[inline]
            fn with_plain<R>(value: Self::Native, then: impl FnOnce(&[u8]) -> R) -> R {
                then(&value.to_le_bytes())
            }

            fn encode_steps(values: &[Self::Native], out: &mut Vec<u8>) {
                delta::encode(values, out);
            }
        }
    };
}

integer!(Int32Type);
integer!(Int64Type);
integer!(TimestampMicrosecondType);

impl Number for Float64Type {
    #[inline]
    fn with_plain<R>(value: f64, then: impl FnOnce(&[u8]) -> R) -> R {
        then(&value.to_le_bytes())
    }

    fn encode_steps(values: &[f64], out: &mut Vec<u8>) {
        encode_plain::<Self>(values, out);
    }

    /// Zeros are equal whatever their sign, so the format asks for the one that includes both.
    fn bounds(value: f64) -> Option<(f64, f64)> {
        if value == 0.0 { Some((-0.0, 0.0)) } else { (!value.is_nan()).then_some((value, value)) }
    }
}

/// The values of the open page, in a dictionary or without, and what is to be known of them.
pub(super) struct Numbers<T: Number> {
    encoding: Encoding,
    dictionary: Option<Dictionary>,
    values: Vec<T::Native>,
    has_bounds: bool,
    /// The least and the greatest of the page.
    bounds: Option<(T::Native, T::Native)>,
}

impl<T: Number> Numbers<T> {
    pub(super) fn new(
        encoding: Encoding,
        dictionary: Option<Dictionary>,
        has_bounds: bool,
    ) -> Self {
        Self { encoding, dictionary, values: Vec::new(), has_bounds, bounds: None }
    }

    /// Adds the values of an array.
    pub(super) fn append(&mut self, array: &PrimitiveArray<T>) {
        let values = array.values();
        match array.nulls() {
            Some(nulls) if nulls.null_count() == array.len() => {}
            Some(nulls) => nulls.valid_slices().for_each(|(start, end)| {
                self.append_run(values.get(start..end).unwrap_or_default());
            }),
            None => self.append_run(values),
        }
    }

    pub(super) fn dictionary(&self) -> Option<&Dictionary> {
        self.dictionary.as_ref()
    }

    /// The dictionary, so that the pages to come are without one.
    pub(super) fn give_up_dictionary(&mut self) -> Option<Dictionary> {
        self.dictionary.take()
    }

    /// Appends the values of the page, and opens the next.
    pub(super) fn finish_page(&mut self, out: &mut Vec<u8>) {
        match (&mut self.dictionary, self.encoding) {
            (Some(dictionary), _) => dictionary.finish_page(out),
            (None, Encoding::DELTA_BINARY_PACKED) => T::encode_steps(&self.values, out),
            (None, _) => encode_plain::<T>(&self.values, out),
        }
        self.values.clear();
    }

    /// The least and the greatest value of the page that was finished last, in plain encoding.
    pub(super) fn take_bounds(&mut self) -> Option<(Vec<u8>, Vec<u8>)> {
        let plain = |value| T::with_plain(value, <[u8]>::to_vec);
        self.bounds.take().map(|(least, greatest)| (plain(least), plain(greatest)))
    }

    fn append_run(&mut self, run: &[T::Native]) {
        if self.has_bounds {
            for (low, high) in run.iter().filter_map(|value| T::bounds(*value)) {
                let (least, greatest) = self.bounds.get_or_insert((low, high));
                if low < *least {
                    *least = low;
                }
                if high > *greatest {
                    *greatest = high;
                }
            }
        }
        match &mut self.dictionary {
            Some(dictionary) => run.iter().for_each(|value| {
                T::with_plain(*value, |plain| dictionary.push(plain, &[]));
            }),
            None => self.values.extend_from_slice(run),
        }
    }
}

fn encode_plain<T: Number>(values: &[T::Native], out: &mut Vec<u8>) {
    for value in values {
        T::with_plain(*value, |plain| out.extend_from_slice(plain));
    }
}
