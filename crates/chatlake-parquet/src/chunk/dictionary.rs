//! Values that repeat, each written once.

use hashbrown::HashTable;
use xxhash_rust::xxh3::xxh3_64;

use super::hybrid;
use crate::press::empty;

/// The different values of a column chunk, and for a page, which of them stands where.
#[derive(Default)]
pub(super) struct Dictionary {
    /// The values in plain encoding, as they stand in the dictionary's page.
    plain: Vec<u8>,
    values: Vec<Value>,
    /// Places in `values`, by the hash of the value.
    table: HashTable<u32>,
    /// What the rows of the open page hold, but for nulls.
    places: Vec<u32>,
}

struct Value {
    start: usize,
    end: usize,
    is_on_page: bool,
}

/// What was not there before.
pub(super) struct Fresh {
    /// In the chunk.
    pub(super) is_in_chunk: bool,
    /// On the open page.
    pub(super) is_on_page: bool,
}

impl Dictionary {
    /// Adds a value to the open page. In plain encoding, `head` goes before its bytes.
    #[inline]
    pub(super) fn push(&mut self, value: &[u8], head: &[u8]) -> Fresh {
        // Neighbours are often the same.
        if let Some(last) = self.places.last().copied()
            && self.bytes_of(last) == value
        {
            self.places.push(last);
            return Fresh { is_in_chunk: false, is_on_page: false };
        }
        let hash = xxh3_64(value);
        let known = self.table.find(hash, |place| self.bytes_of(*place) == value).copied();
        let place = known.unwrap_or_else(|| self.insert(hash, value, head));
        self.places.push(place);
        let was_on_page = self
            .values
            .get_mut(place as usize)
            .is_some_and(|value| std::mem::replace(&mut value.is_on_page, true));
        Fresh { is_in_chunk: known.is_none(), is_on_page: !was_on_page }
    }

    /// Bytes of the page of the dictionary itself.
    pub(super) fn len(&self) -> usize {
        self.plain.len()
    }

    /// How many different values there are.
    pub(super) fn n_values(&self) -> usize {
        self.values.len()
    }

    /// The different values in plain encoding, in the order of their appearance.
    pub(super) fn plain(&self) -> &[u8] {
        &self.plain
    }

    /// Appends the values of the open page, and opens the next.
    pub(super) fn finish_page(&mut self, out: &mut Vec<u8>) {
        let most = self.values.len().saturating_sub(1) as u64;
        let width = u64::BITS - most.leading_zeros();
        out.push(width as u8);
        hybrid::encode(&self.places, width, out);
        for place in self.places.drain(..) {
            if let Some(value) = self.values.get_mut(place as usize) {
                value.is_on_page = false;
            }
        }
    }

    /// Forgets all values; keeps room for as many again.
    pub(super) fn clear(&mut self) {
        empty(&mut self.plain);
        self.values.clear();
        self.table.clear();
        self.places.clear();
    }

    fn insert(&mut self, hash: u64, value: &[u8], head: &[u8]) -> u32 {
        self.plain.extend_from_slice(head);
        let start = self.plain.len();
        self.plain.extend_from_slice(value);
        // A dictionary is given up long before it has so many.
        let place = self.values.len() as u32;
        self.values.push(Value { start, end: self.plain.len(), is_on_page: false });
        let (plain, values) = (&self.plain, &self.values);
        let hash_of = |place: &u32| xxh3_64(bytes(plain, values, *place));
        self.table.insert_unique(hash, place, hash_of);
        place
    }

    #[inline]
    fn bytes_of(&self, place: u32) -> &[u8] {
        bytes(&self.plain, &self.values, place)
    }
}

#[inline]
fn bytes<'a>(plain: &'a [u8], values: &[Value], place: u32) -> &'a [u8] {
    let value = values.get(place as usize);
    value.and_then(|value| plain.get(value.start..value.end)).unwrap_or_default()
}
