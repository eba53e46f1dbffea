//! The rules at work: which fault strikes this request.

use std::collections::HashMap;

use super::super::endpoint::Endpoint;
use super::{Fault, FaultRule};
use crate::corpus::rng::Rng;

/// Rules, and what they have seen.
pub(crate) struct Schedule {
    seed: u64,
    rules: Vec<Watched>,
}

struct Watched {
    rule: FaultRule,
    n_seen: u64,
    n_struck: u64,
    n_by_path: HashMap<String, u64>,
}

impl Schedule {
    pub(crate) fn new(seed: u64, rules: Vec<FaultRule>) -> Self {
        let mut schedule = Self { seed, rules: Vec::new() };
        rules.into_iter().for_each(|rule| schedule.push(rule));
        schedule
    }

    pub(crate) fn push(&mut self, rule: FaultRule) {
        self.rules.push(Watched { rule, n_seen: 0, n_struck: 0, n_by_path: HashMap::new() });
    }

    pub(crate) fn clear(&mut self) {
        self.rules.clear();
    }

    /// What strikes the next request of this path: the first rule that does is the only one, and
    /// the ones behind it do not see the request.
    pub(crate) fn strike(&mut self, endpoint: Endpoint, path: &str) -> Option<Fault> {
        let seed = self.seed;
        let rules = self.rules.iter_mut().enumerate();
        rules.into_iter().find_map(|(index, rule)| rule.strike(seed, index, endpoint, path))
    }
}

impl Watched {
    fn strike(&mut self, seed: u64, index: usize, on: Endpoint, path: &str) -> Option<Fault> {
        let FaultRule { fault, endpoint, part, skip, count, chance } = &self.rule;
        let is_meant = fault.fits(on)
            && endpoint.is_none_or(|endpoint| endpoint == on)
            && part.as_deref().is_none_or(|part| path.contains(part));
        if !is_meant {
            return None;
        }
        self.n_seen += 1;
        let n_before = self.n_by_path.entry(path.to_owned()).or_default();
        let mut rng = Rng::keyed(seed ^ hash(path), ((index as u64) << 32) + *n_before);
        *n_before += 1;
        let is_due = self.n_seen > *skip
            && count.is_none_or(|count| self.n_struck < count)
            && chance.is_none_or(|(n, of)| rng.below(of) < n);
        if !is_due {
            return None;
        }
        self.n_struck += 1;
        Some(fault.resolve(on, &mut rng))
    }
}

/// FNV-1a.
fn hash(path: &str) -> u64 {
    path.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn struck(rule: FaultRule, paths: &[&str]) -> Vec<bool> {
        let mut schedule = Schedule::new(1, vec![rule]);
        paths.iter().map(|path| schedule.strike(Endpoint::File, path).is_some()).collect()
    }

    #[test]
    fn a_rule_strikes_what_it_means_and_no_more_often_than_it_may() {
        let rule = FaultRule::of(Fault::Reset).at("b").after(1).first(2);
        assert_eq!(
            struck(rule, &["a", "b", "b", "a", "b", "b"]),
            [false, false, true, false, true, false]
        );
        assert_eq!(struck(FaultRule::of(Fault::Reset).on(Endpoint::Token), &["a"]), [false]);
        assert_eq!(struck(FaultRule::of(Fault::EarlyDeath(1)), &["a"]), [false]);
    }

    #[test]
    fn chances_do_not_depend_on_what_else_is_asked_for() {
        let alone = struck(FaultRule::failing(1, 5), &["a"; 500]);
        let mixed = struck(FaultRule::failing(1, 5), &["a", "b"].repeat(500));
        let of_mixed: Vec<bool> = mixed.into_iter().step_by(2).collect();
        assert_eq!(alone, of_mixed);
        let n_struck = alone.iter().filter(|is_struck| **is_struck).count();
        assert!((70..130).contains(&n_struck), "{n_struck}");
    }
}
