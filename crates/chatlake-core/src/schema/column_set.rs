//! Some of the columns.

use super::column::Column;

/// Some of the columns, in the order of the schema.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct ColumnSet(u64);

const _: () = assert!(Column::ALL.len() <= u64::BITS as usize);

impl ColumnSet {
    pub(crate) fn of(columns: &[Column]) -> Self {
        columns.iter().fold(Self::default(), |set, column| set.with(*column))
    }

    pub(crate) fn with(self, column: Column) -> Self {
        Self(self.0 | 1 << column as u32)
    }

    #[inline]
    pub(crate) fn has(self, column: Column) -> bool {
        self.0 & 1 << column as u32 != 0
    }

    pub(crate) fn has_any_of(self, columns: &[Column]) -> bool {
        self.0 & Self::of(columns).0 != 0
    }

    pub(crate) fn is_empty(self) -> bool {
        self.0 == 0
    }

    pub(crate) fn iter(self) -> impl Iterator<Item = Column> {
        let mut left = self.0;
        std::iter::from_fn(move || {
            let column = Column::ALL.get(left.trailing_zeros() as usize).copied();
            left &= left.wrapping_sub(1);
            column
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_come_in_the_order_of_the_schema() {
        for columns in [&[][..], &[Column::SourceRecord, Column::MsgId, Column::Text], Column::ALL]
        {
            let set = ColumnSet::of(columns);
            let mut expected = columns.to_vec();
            expected.sort();
            assert_eq!(set.iter().collect::<Vec<_>>(), expected);
            assert!(Column::ALL.iter().all(|column| set.has(*column) == columns.contains(column)));
            assert_eq!(set.is_empty(), columns.is_empty());
        }
    }
}
