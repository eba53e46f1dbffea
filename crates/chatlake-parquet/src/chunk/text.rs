//! The values of a column of text, until their page is full.

use std::mem::take;

use arrow::array::{Array, StringArray};
use parquet::basic::Encoding;
use parquet::bloom_filter::Sbbf;

use super::delta;
use super::dictionary::Dictionary;
use crate::press::empty;

/// The bytes that a dictionary may still take before it is asked again whether it is full.
const SHORTEST_STEP: usize = 64 << 10;

/// The values of the open page, in a dictionary or without, and what is to be known of them.
pub(super) struct Texts {
    dictionary: Option<Dictionary>,
    plain: Plain,
    /// The least and the greatest of the page, if anybody asks.
    bounds: Option<Bounds>,
    filter: Option<Sbbf>,
}

#[derive(Default)]
struct Bounds {
    is_set: bool,
    least: Vec<u8>,
    greatest: Vec<u8>,
}

impl Texts {
    pub(super) fn new(
        encoding: Encoding,
        dictionary: Option<Dictionary>,
        has_bounds: bool,
        filter: Option<Sbbf>,
    ) -> Self {
        Self {
            dictionary,
            plain: Plain::new(encoding),
            bounds: has_bounds.then(Bounds::default),
            filter,
        }
    }

    /// Adds the values of an array.
    pub(super) fn append(&mut self, array: &StringArray) {
        match array.nulls() {
            Some(nulls) if nulls.null_count() == array.len() => {}
            // Values stand one after the other also where there are nulls between.
            Some(nulls) => nulls.valid_slices().for_each(|(start, end)| {
                self.append_run(array, start, end);
            }),
            None => self.append_run(array, 0, array.len()),
        }
    }

    /// How many rows of an array from `start` on can be added before the page or the dictionary
    /// has more than `limit` bytes, by more than one value. At least one.
    pub(super) fn room(&self, array: &StringArray, start: usize, limit: usize) -> usize {
        let left = match &self.dictionary {
            Some(dictionary) => limit.saturating_sub(dictionary.len()).max(SHORTEST_STEP),
            None => limit.saturating_sub(self.plain.n_bytes()),
        };
        let offsets = array.value_offsets().get(start..).unwrap_or_default();
        let Some((first, ends)) = offsets.split_first() else { return 1 };
        ends.partition_point(|end| ((end - first) as usize) < left) + 1
    }

    /// Whether the page, or the dictionary, has so many bytes.
    pub(super) fn is_full(&self, limit: usize) -> bool {
        self.dictionary.is_none() && self.plain.n_bytes() >= limit
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
        match &mut self.dictionary {
            Some(dictionary) => dictionary.finish_page(out),
            None => self.plain.finish(out),
        }
    }

    /// The least and the greatest value of the page that was finished last.
    pub(super) fn take_bounds(&mut self) -> Option<(Vec<u8>, Vec<u8>)> {
        let bounds = self.bounds.as_mut()?;
        let is_set = take(&mut bounds.is_set);
        is_set.then(|| (take(&mut bounds.least), take(&mut bounds.greatest)))
    }

    /// The filter of the chunk.
    pub(super) fn take_filter(&mut self) -> Option<Sbbf> {
        self.filter.take()
    }

    fn append_run(&mut self, array: &StringArray, start: usize, end: usize) {
        let offsets = array.value_offsets().get(start..=end).unwrap_or_default();
        let data = array.value_data();
        let values = || {
            let pairs = offsets.iter().zip(offsets.iter().skip(1));
            pairs.map(|(start, end)| data.get(*start as usize..*end as usize).unwrap_or_default())
        };
        let Self { dictionary, plain, bounds, filter } = self;
        if let Some(dictionary) = dictionary {
            for value in values() {
                let fresh = dictionary.push(value, &(value.len() as u32).to_le_bytes());
                if fresh.is_on_page
                    && let Some(bounds) = bounds
                {
                    bounds.see(value);
                }
                if fresh.is_in_chunk
                    && let Some(filter) = filter
                {
                    filter.insert(value);
                }
            }
            return;
        }
        if let Some(bounds) = bounds {
            values().for_each(|value| bounds.see(value));
        }
        if let Some(filter) = filter {
            values().for_each(|value| filter.insert(value));
        }
        plain.append_run(offsets, data);
    }
}

impl Bounds {
    fn see(&mut self, value: &[u8]) {
        let set = |bound: &mut Vec<u8>| {
            bound.clear();
            bound.extend_from_slice(value);
        };
        if !self.is_set || value < self.least.as_slice() {
            set(&mut self.least);
        }
        if !self.is_set || value > self.greatest.as_slice() {
            set(&mut self.greatest);
        }
        self.is_set = true;
    }
}

/// Values without a dictionary.
struct Plain {
    encoding: Encoding,
    /// What the encoding says of each value beside its bytes.
    lengths: Vec<i32>,
    prefixes: Vec<i32>,
    /// The bytes, but for what a value shares with the one before it.
    bytes: Vec<u8>,
    last: Vec<u8>,
    /// Of all values, whole.
    n_bytes: usize,
}

impl Plain {
    fn new(encoding: Encoding) -> Self {
        let (lengths, prefixes) = (Vec::new(), Vec::new());
        Self { encoding, lengths, prefixes, bytes: Vec::new(), last: Vec::new(), n_bytes: 0 }
    }

    fn n_bytes(&self) -> usize {
        self.n_bytes
    }

    /// Adds values that stand one after the other in `data`.
    fn append_run(&mut self, offsets: &[i32], data: &[u8]) {
        let (Some(first), Some(last)) = (offsets.first(), offsets.last()) else { return };
        let all = data.get(*first as usize..*last as usize).unwrap_or_default();
        self.n_bytes += all.len();
        let lengths = offsets.iter().zip(offsets.iter().skip(1)).map(|(start, end)| end - start);
        match self.encoding {
            Encoding::DELTA_LENGTH_BYTE_ARRAY => {
                self.lengths.extend(lengths);
                self.bytes.extend_from_slice(all);
            }
            Encoding::DELTA_BYTE_ARRAY => {
                let (mut rest, mut before) = (all, self.last.as_slice());
                for length in lengths {
                    let (value, after) = rest.split_at(length as usize);
                    let prefix = common_prefix(before, value);
                    self.prefixes.push(prefix as i32);
                    self.lengths.push(length - prefix as i32);
                    self.bytes.extend(value.get(prefix..).unwrap_or_default());
                    (rest, before) = (after, value);
                }
                self.last = before.to_vec();
            }
            _ => {
                let mut rest = all;
                for length in lengths {
                    let (value, after) = rest.split_at(length as usize);
                    self.bytes.extend_from_slice(&length.to_le_bytes());
                    self.bytes.extend_from_slice(value);
                    rest = after;
                }
            }
        }
    }

    fn finish(&mut self, out: &mut Vec<u8>) {
        match self.encoding {
            Encoding::DELTA_LENGTH_BYTE_ARRAY => delta::encode(&self.lengths, out),
            Encoding::DELTA_BYTE_ARRAY => {
                delta::encode(&self.prefixes, out);
                delta::encode(&self.lengths, out);
            }
            _ => {}
        }
        out.extend_from_slice(&self.bytes);
        self.lengths.clear();
        self.prefixes.clear();
        empty(&mut self.bytes);
        empty(&mut self.last);
        self.n_bytes = 0;
    }
}

/// How many bytes two values begin with alike.
fn common_prefix(one: &[u8], other: &[u8]) -> usize {
    let (words, _) = one.as_chunks::<8>();
    let (other_words, _) = other.as_chunks::<8>();
    let mut n = 0;
    for (word, other) in words.iter().zip(other_words) {
        let differing = u64::from_le_bytes(*word) ^ u64::from_le_bytes(*other);
        if differing != 0 {
            return n + differing.trailing_zeros() as usize / 8;
        }
        n += word.len();
    }
    let (one, other) = (one.get(n..).unwrap_or_default(), other.get(n..).unwrap_or_default());
    n + one.iter().zip(other).take_while(|(one, other)| one == other).count()
}
