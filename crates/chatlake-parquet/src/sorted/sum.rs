//! Whether rows are the same, in whatever order.

use std::fmt;
use std::ops::AddAssign;

use xxhash_rust::xxh3::xxh3_128;

/// How many rows there are, and the sum of their hashes over all columns: equal for the same rows
/// in any order, and for others by a chance of one in 2^128.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RowSum {
    rows: u64,
    hashes: u128,
}

impl RowSum {
    /// How many rows there are.
    pub fn rows(&self) -> u64 {
        self.rows
    }

    /// Adds a row.
    pub(super) fn add(&mut self, row: &[u8]) {
        *self += RowSum { rows: 1, hashes: xxh3_128(row) };
    }
}

impl AddAssign for RowSum {
    fn add_assign(&mut self, other: Self) {
        self.rows += other.rows;
        self.hashes = self.hashes.wrapping_add(other.hashes);
    }
}

impl fmt::Display for RowSum {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} rows of sum {:032x}", self.rows, self.hashes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sum(rows: &[&str]) -> RowSum {
        let mut sum = RowSum::default();
        rows.iter().for_each(|row| sum.add(row.as_bytes()));
        sum
    }

    #[test]
    fn order_does_not_matter_and_everything_else_does() {
        let whole = sum(&["a", "b", "b"]);
        assert_eq!(sum(&["b", "a", "b"]), whole);
        for other in [&["a", "b"][..], &["a", "a", "b"], &["ab", "b", ""], &["a", "b", "b", "b"]] {
            assert_ne!(sum(other), whole, "{other:?}");
        }
    }
}
