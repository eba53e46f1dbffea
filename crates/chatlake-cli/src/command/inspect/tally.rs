//! Counting values of which there may be any number, in bounded memory.

use std::collections::HashMap;

/// Counts how often values occur; exactly, as long as there are few.
///
/// With more values than there is room for, every count loses one, and those that come to
/// nothing make room (Misra and Gries, "Finding repeated elements"): a value that makes up more
/// than its share of all is kept, and no count is too low by more than [`Tally::n_lost`].
#[derive(Clone, Debug)]
pub(super) struct Tally {
    counts: HashMap<Box<str>, u64>,
    capacity: usize,
    n_missing: u64,
    n_lost: u64,
}

impl Tally {
    pub(super) fn with_capacity(capacity: usize) -> Self {
        Self { counts: HashMap::new(), capacity, n_missing: 0, n_lost: 0 }
    }

    /// Counts a value, or that there is none.
    pub(super) fn add(&mut self, value: Option<&str>) {
        match value {
            Some(value) => self.add_times(value, 1),
            None => self.n_missing += 1,
        }
    }

    fn add_times(&mut self, value: &str, times: u64) {
        if let Some(count) = self.counts.get_mut(value) {
            *count += times;
            return;
        }
        let mut times = times;
        while self.counts.len() >= self.capacity && times > 0 {
            let least = self.counts.values().min().copied().unwrap_or(0).min(times);
            self.counts.retain(|_, count| {
                *count -= least;
                *count > 0
            });
            self.n_lost += least;
            times -= least;
        }
        if times > 0 {
            self.counts.insert(value.into(), times);
        }
    }

    /// Adds what another has counted.
    pub(super) fn merge(&mut self, other: Tally) {
        let Tally { counts, capacity: _, n_missing, n_lost } = other;
        counts.into_iter().for_each(|(value, count)| self.add_times(&value, count));
        self.n_missing += n_missing;
        self.n_lost += n_lost;
    }

    /// How often there was no value.
    pub(super) fn n_missing(&self) -> u64 {
        self.n_missing
    }

    /// By how much a count may be too low.
    pub(super) fn n_lost(&self) -> u64 {
        self.n_lost
    }

    /// How many values are held.
    pub(super) fn len(&self) -> usize {
        self.counts.len()
    }

    /// The most frequent values, and of equals the first by name.
    pub(super) fn top(&self, n: usize) -> Vec<(&str, u64)> {
        let mut all: Vec<(&str, u64)> =
            self.counts.iter().map(|(v, count)| (&**v, *count)).collect();
        all.sort_unstable_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
        all.truncate(n);
        all
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_values_are_counted_exactly() {
        let mut tally = Tally::with_capacity(3);
        for value in ["a", "b", "a", "c", "a", "b"] {
            tally.add(Some(value));
        }
        tally.add(None);
        assert_eq!(tally.top(2), [("a", 3), ("b", 2)]);
        assert_eq!((tally.n_missing(), tally.n_lost()), (1, 0));
    }

    #[test]
    fn what_is_frequent_survives_any_number_of_others() {
        let mut tally = Tally::with_capacity(10);
        for number in 0..1000 {
            tally.add(Some(&format!("rare {number}")));
            tally.add(Some("often"));
        }
        let [(value, count), ..] = tally.top(1)[..] else { panic!("nothing left") };
        assert_eq!(value, "often");
        assert!(count <= 1000 && count + tally.n_lost() >= 1000, "{count} {}", tally.n_lost());
    }
}
