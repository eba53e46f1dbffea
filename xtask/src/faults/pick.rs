//! Which points are tried.

use std::collections::BTreeSet;

use fastrand::Rng;

use super::point::Point;
use super::scenario::Scenario;
use super::survey::Survey;

/// All points, or some.
pub(super) struct Pick {
    pub(super) sample: Option<usize>,
    pub(super) seed: u64,
}

impl Pick {
    /// A sample has every class of calls in every scenario, and every fault of every class; so it
    /// may be larger than asked for. Points of a scenario stay together.
    pub(super) fn of<'a>(&self, surveyed: &'a [(Scenario, Survey)]) -> Vec<(Scenario, &'a Point)> {
        let all: Vec<(usize, &Point)> = surveyed
            .iter()
            .enumerate()
            .flat_map(|(number, (_, survey))| survey.points.iter().map(move |it| (number, it)))
            .collect();
        let mut order: Vec<usize> = (0..all.len()).collect();
        let mut picked: BTreeSet<usize> = BTreeSet::new();
        match self.sample {
            None => picked.extend(order),
            Some(sample) => {
                Rng::with_seed(self.seed).shuffle(&mut order);
                let (mut classes, mut faults) = (BTreeSet::new(), BTreeSet::new());
                for index in &order {
                    let (scenario, point) = all[*index];
                    let is_first = classes.insert((scenario, point.class()));
                    if faults.insert((point.class(), &point.fault)) || is_first {
                        picked.insert(*index);
                    }
                }
                let missing = sample.saturating_sub(picked.len());
                let rest: Vec<usize> =
                    order.into_iter().filter(|index| !picked.contains(index)).collect();
                picked.extend(rest.into_iter().take(missing));
            }
        }
        picked.into_iter().map(|index| (surveyed[all[index].0].0, all[index].1)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn surveyed() -> Vec<(Scenario, Survey)> {
        let point = |text: String| text.parse::<Point>().expect("a point");
        let scenarios = Scenario::named(&[]).expect("all");
        let points = |calls: &[&str]| {
            let texts = calls.iter().flat_map(|call| {
                (1..40).flat_map(move |n| {
                    [
                        format!("{call}#{n}=KILL"),
                        format!("{call}#{n}=EIO"),
                        format!("{call}#{n}=EIO+"),
                    ]
                })
            });
            Survey { points: texts.map(point).collect(), ..Survey::default() }
        };
        vec![
            (scenarios[0], points(&["write", "fsync"])),
            (scenarios[1], points(&["write", "unlink"])),
        ]
    }

    #[test]
    fn a_sample_has_every_class_and_fault_and_follows_from_its_seed() {
        let surveyed = surveyed();
        let pick = |seed| Pick { sample: Some(30), seed }.of(&surveyed);
        let sample = pick(1);
        assert_eq!(sample.len(), 30);
        assert_eq!(sample, pick(1));
        assert_ne!(sample, pick(2));
        for call in ["write", "fsync", "unlink"] {
            for fault in ["KILL", "EIO", "EIO+"] {
                let is_it =
                    |point: &Point| point.site.call == call && point.fault.to_string() == fault;
                assert!(sample.iter().any(|(_, point)| is_it(point)), "{call} {fault}");
            }
        }
    }

    #[test]
    fn without_a_sample_it_is_all() {
        assert_eq!(Pick { sample: None, seed: 1 }.of(&surveyed()).len(), 4 * 39 * 3);
    }
}
