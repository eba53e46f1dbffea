//! A random number generator whose sequence is part of the format.
//!
//! SplitMix64 (Steele, Lea, Flood 2014), written out here because the corpus must not change with
//! the version of a dependency.

#[derive(Clone, Debug)]
pub(crate) struct Rng {
    state: u64,
}

impl Rng {
    pub(crate) fn new(seed: u64) -> Self {
        Self { state: seed }
    }

    /// A stream of its own for each `key` under one seed.
    pub(crate) fn keyed(seed: u64, key: u64) -> Self {
        let mut rng = Self::new(seed);
        let salt = rng.next_u64();
        let mut rng = Self::new(key ^ salt);
        Self::new(rng.next_u64())
    }

    pub(crate) fn next_u64(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.state;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// Uniform in `0..bound`, 0 for a bound of 0. The bias is below 2^-32.
    pub(crate) fn below(&mut self, bound: u32) -> u32 {
        let high = u64::from((self.next_u64() >> 32) as u32);
        ((high * u64::from(bound)) >> 32) as u32
    }

    /// Uniform in `low..high`.
    pub(crate) fn between(&mut self, low: u32, high: u32) -> u32 {
        low + self.below(high - low)
    }

    /// True so many times in a million.
    pub(crate) fn chance(&mut self, per_million: u32) -> bool {
        self.below(1_000_000) < per_million
    }

    /// True so many times in a hundred.
    pub(crate) fn percent(&mut self, percent: u32) -> bool {
        self.below(100) < percent
    }

    /// An index in `0..count` that favours the front as Zipf's law does, in integers: every power
    /// of two of ranks is as likely as the next.
    pub(crate) fn zipf(&mut self, count: u32) -> u32 {
        let octaves = 32 - count.leading_zeros();
        loop {
            let octave = self.below(octaves);
            let rank = (1 << octave) + self.below(1 << octave) - 1;
            if rank < count {
                return rank;
            }
        }
    }

    pub(crate) fn pick<'a, T: ?Sized>(&mut self, choices: &[&'a T]) -> &'a T {
        choices[self.below(choices.len() as u32) as usize]
    }

    /// One of `words`, those at the front more often, as words are used.
    pub(crate) fn word<'a>(&mut self, words: &[&'a str]) -> &'a str {
        words[self.zipf(words.len() as u32) as usize]
    }

    /// An index into `weights`, each as likely as its weight.
    pub(crate) fn weighted(&mut self, weights: &[u32]) -> usize {
        let mut rest = self.below(weights.iter().sum());
        for (index, weight) in weights.iter().enumerate() {
            if rest < *weight {
                return index;
            }
            rest -= weight;
        }
        0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sequence_is_that_of_the_paper() {
        let mut rng = Rng::new(1_234_567);
        assert_eq!(rng.next_u64(), 6_457_827_717_110_365_317);
        assert_eq!(rng.next_u64(), 3_203_168_211_198_807_973);
    }

    #[test]
    fn low_ranks_are_the_likelier_ones() {
        let mut rng = Rng::new(7);
        let mut counts = [0; 100];
        for _ in 0..100_000 {
            counts[rng.zipf(100) as usize] += 1;
        }
        assert!(counts[0] > 5 * counts[10]);
        assert!(counts.iter().all(|count| *count > 0));
    }
}
