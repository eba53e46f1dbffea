//! What came of the contests.

use super::contender::Contender;
use super::floor::Floor;
use super::machine;
use super::measure::Turn;

/// Everything that was measured in one run.
pub(crate) struct Results {
    pub(crate) is_quick: bool,
    pub(crate) runs: u32,
    /// How many cores others kept busy before the first turn.
    pub(crate) busy_cores: Option<f64>,
    pub(crate) contests: Vec<ContestResult>,
    pub(crate) floor: Option<Floor>,
}

/// A contest that was held.
pub(crate) struct ContestResult {
    pub(crate) name: &'static str,
    pub(crate) title: &'static str,
    pub(crate) corpus: String,
    /// Uncompressed bytes of JSON.
    pub(crate) n_bytes: u64,
    pub(crate) entries: Vec<Entry>,
}

/// A contender and what it did.
pub(crate) struct Entry {
    pub(crate) contender: Contender,
    pub(crate) outcome: Outcome,
}

/// What a contender did.
pub(crate) enum Outcome {
    Ran(Measured),
    /// It could not be had, or it failed: why.
    Out(String),
}

/// The turns of a contender, the first one left out.
#[derive(Default)]
pub(crate) struct Measured {
    pub(crate) turns: Vec<Turn>,
    /// Rows, or lines, that it wrote; none where nothing could count them.
    pub(crate) rows: Option<u64>,
}

impl Results {
    pub(crate) fn new(is_quick: bool, runs: u32) -> Self {
        Self {
            is_quick,
            runs,
            busy_cores: machine::busy_cores(),
            contests: Vec::new(),
            floor: None,
        }
    }

    /// The turns of a contender, if it ran.
    pub(crate) fn measured(&self, contest: &str, contender: &str) -> Option<&Measured> {
        self.contest(contest)?.measured(contender)
    }

    /// MB of uncompressed JSON per second, by the median.
    pub(crate) fn rate(&self, contest: &str, contender: &str) -> Option<f64> {
        let seconds = self.measured(contest, contender)?.seconds();
        Some(self.contest(contest)?.n_bytes as f64 / 1e6 / seconds)
    }

    fn contest(&self, name: &str) -> Option<&ContestResult> {
        self.contests.iter().find(|contest| contest.name == name)
    }
}

impl ContestResult {
    pub(crate) fn measured(&self, contender: &str) -> Option<&Measured> {
        let entry = self.entries.iter().find(|entry| entry.contender.name == contender)?;
        match &entry.outcome {
            Outcome::Ran(measured) => Some(measured),
            Outcome::Out(_) => None,
        }
    }
}

impl Measured {
    /// The median of the wall clock.
    pub(crate) fn seconds(&self) -> f64 {
        median(self.turns.iter().map(|turn| turn.seconds))
    }

    /// The median of the CPU time.
    pub(crate) fn cpu_seconds(&self) -> f64 {
        median(self.turns.iter().map(|turn| turn.cpu_seconds))
    }

    /// The shortest and the longest turn.
    pub(crate) fn spread(&self) -> (f64, f64) {
        let seconds = || self.turns.iter().map(|turn| turn.seconds);
        (seconds().fold(f64::INFINITY, f64::min), seconds().fold(0.0, f64::max))
    }

    /// The most of any turn, in MiB.
    pub(crate) fn peak_mib(&self) -> f64 {
        let bytes = self.turns.iter().map(|turn| turn.peak_rss).max().unwrap_or(0);
        bytes as f64 / f64::from(1 << 20)
    }

    /// Bytes written by the last turn.
    pub(crate) fn output_bytes(&self) -> u64 {
        self.turns.last().map_or(0, |turn| turn.output_bytes)
    }
}

/// The middle one, or the mean of the two in the middle; 0 of none.
pub(crate) fn median(values: impl Iterator<Item = f64>) -> f64 {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    match values.len() {
        0 => 0.0,
        n if n % 2 == 1 => values[n / 2],
        n => (values[n / 2 - 1] + values[n / 2]) / 2.0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_slow_turn_does_not_move_the_median() {
        assert_eq!(median([1.0, 900.0, 2.0].into_iter()), 2.0);
        assert_eq!(median([1.0, 2.0, 3.0, 900.0].into_iter()), 2.5);
        assert_eq!(median([].into_iter()), 0.0);
    }
}
