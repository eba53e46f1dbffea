//! Where one file ends and the next begins.

/// Ends files so that all come out near the target, the last one, too: how large the rest will be
/// is guessed from what there is.
pub(super) struct Cut {
    target: u64,
    rows_left: u64,
    /// Rows and bytes of all files so far.
    rows: u64,
    bytes: u64,
    /// Row groups and bytes of the open file.
    groups: u64,
    bytes_here: u64,
}

/// What files of a table should be between, bytes, if the target allows it.
const LEAST: u64 = 128_000_000;
const MOST: u64 = 512_000_000;

impl Cut {
    /// For so many rows, in files of so many bytes.
    pub(super) fn new(rows: u64, target: u64) -> Self {
        let target = target.max(1);
        Self { target, rows_left: rows, rows: 0, bytes: 0, groups: 0, bytes_here: 0 }
    }

    /// Whether the open file ends with this row group, after which it has so many bytes.
    pub(super) fn is_after(&mut self, rows: u64, bytes_here: u64) -> bool {
        self.rows_left = self.rows_left.saturating_sub(rows);
        self.rows += rows;
        self.bytes += bytes_here.saturating_sub(self.bytes_here);
        self.bytes_here = bytes_here;
        self.groups += 1;
        let guess =
            u128::from(self.rows_left) * u128::from(self.bytes) / u128::from(self.rows.max(1));
        let all = bytes_here.saturating_add(u64::try_from(guess).unwrap_or(u64::MAX));
        let share = all / self.files_of(all);
        // To the boundary of row groups that is nearest.
        let half_a_group = bytes_here / self.groups / 2;
        let is_end = self.rows_left > 0 && bytes_here.saturating_add(half_a_group) >= share;
        if is_end {
            (self.groups, self.bytes_here) = (0, 0);
        }
        is_end
    }

    /// How many files so many bytes should be.
    fn files_of(&self, bytes: u64) -> u64 {
        let nearest = bytes.saturating_add(self.target / 2) / self.target;
        let fewest = bytes.div_ceil(self.target.max(MOST));
        let most = bytes / self.target.min(LEAST);
        nearest.max(fewest).min(most).max(1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MB: u64 = 1_000_000;

    /// The files of so many row groups of so many bytes, each of a thousand rows.
    fn files(groups: u64, bytes: u64, target: u64) -> Vec<u64> {
        let mut cut = Cut::new(groups * 1000, target);
        let (mut files, mut here) = (Vec::new(), 0);
        for _ in 0..groups {
            here += bytes;
            if cut.is_after(1000, here) {
                files.push(std::mem::take(&mut here));
            }
        }
        files.push(here);
        files
    }

    #[test]
    fn files_are_near_the_target_and_none_is_much_smaller() {
        for target in [128 * MB, 256 * MB, 512 * MB] {
            for groups in (10..400).step_by(7) {
                let files = files(groups, 15 * MB, target);
                let is_good = |bytes: &u64| (120 * MB..=520 * MB).contains(bytes);
                let is_one = files.len() == 1 && groups * 15 * MB <= target * 3 / 2;
                assert!(is_one || files.iter().all(is_good), "{groups} {target}: {files:?}");
            }
        }
    }

    #[test]
    fn a_target_that_is_smaller_than_a_row_group_ends_with_each() {
        assert_eq!(files(3, 10 * MB, MB), [10 * MB; 3]);
        assert_eq!(files(3, 10 * MB, 0), [10 * MB; 3]);
    }

    #[test]
    fn the_last_row_group_ends_no_file() {
        assert_eq!(files(1, 10 * MB, MB), [10 * MB]);
    }
}
