//! Rows that are sorted in memory.

/// As many rows as fit, to be sorted and put aside.
pub(super) struct Arena {
    bytes: Vec<u8>,
    rows: Vec<Place>,
    room: usize,
}

/// Where a row is, and how it begins.
struct Place {
    /// The bytes behind those that all rows begin with: most comparisons end here, without a look
    /// at the rows.
    prefix: [u64; 2],
    start: usize,
    end: usize,
}

const PREFIX: usize = size_of::<[u64; 2]>();

impl Arena {
    /// An arena with room for so many bytes; one row has room in any.
    pub(super) fn new(room: usize) -> Self {
        Self { bytes: Vec::with_capacity(room), rows: Vec::new(), room }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    pub(super) fn has_room(&self, row: &[u8]) -> bool {
        let places = (self.rows.len() + 1) * size_of::<Place>();
        self.is_empty() || self.bytes.len() + row.len() + places <= self.room
    }

    pub(super) fn push(&mut self, row: &[u8]) {
        let start = self.bytes.len();
        self.bytes.extend_from_slice(row);
        self.rows.push(Place { prefix: [0; 2], start, end: self.bytes.len() });
    }

    /// Yields all rows in order, and is empty then.
    pub(super) fn drain<E>(
        &mut self,
        mut each: impl FnMut(&[u8]) -> Result<(), E>,
    ) -> Result<(), E> {
        let bytes = &self.bytes;
        let row = |place: &Place| bytes.get(place.start..place.end).unwrap_or_default();
        let common = common(self.rows.iter().map(row));
        for place in &mut self.rows {
            place.prefix = prefix(row(place).get(common..).unwrap_or_default());
        }
        self.rows.sort_unstable_by(|one, other| {
            one.prefix.cmp(&other.prefix).then_with(|| row(one).cmp(row(other)))
        });
        self.rows.iter().try_for_each(|place| each(row(place)))?;
        self.rows.clear();
        self.bytes.clear();
        // One row may have needed more.
        self.bytes.shrink_to(self.room);
        Ok(())
    }
}

/// How many bytes all rows begin with.
fn common<'a>(mut rows: impl Iterator<Item = &'a [u8]>) -> usize {
    let first = rows.next().unwrap_or_default();
    rows.fold(first.len(), |length, row| {
        let pairs = first.iter().zip(row).take(length);
        pairs.take_while(|(one, other)| one == other).count()
    })
}

/// The first bytes as numbers in the same order; bytes that are not there are 0, and rows that
/// differ in that alone are equal here.
fn prefix(row: &[u8]) -> [u64; 2] {
    let mut bytes = [0; PREFIX];
    let n = row.len().min(PREFIX);
    bytes.iter_mut().zip(row.iter().take(n)).for_each(|(to, from)| *to = *from);
    let number = u128::from_be_bytes(bytes);
    [(number >> 64) as u64, number as u64]
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn rows_come_out_in_order_and_all_of_them(
            head in "[ab]{0,20}",
            tails in prop::collection::vec(prop::collection::vec(0u8..3, 0..24), 0..40),
        ) {
            let mut rows: Vec<Vec<u8>> =
                tails.iter().map(|tail| [head.as_bytes(), tail].concat()).collect();
            let mut arena = Arena::new(1 << 10);
            for _ in 0..2 {
                rows.iter().for_each(|row| arena.push(row));
                let mut sorted: Vec<Vec<u8>> = Vec::new();
                let push = |row: &[u8]| {
                    sorted.push(row.to_vec());
                    Ok::<_, ()>(())
                };
                arena.drain(push).unwrap();
                rows.sort();
                prop_assert_eq!(&sorted, &rows);
            }
        }
    }

    #[test]
    fn an_arena_is_full_before_it_grows_but_for_one_row() {
        let mut arena = Arena::new(100);
        assert!(arena.has_room(&[0; 1000]));
        arena.push(&[0; 40]);
        assert!(!arena.has_room(&[0; 40]));
    }
}
