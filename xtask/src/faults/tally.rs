//! What came of all points.

use std::collections::BTreeMap;

use super::judge::Verdict;
use super::point::Point;
use super::scenario::Scenario;

/// What came of the points of one scenario.
#[derive(Clone, Debug, Default)]
pub(super) struct Tally {
    pub(super) n_tried: usize,
    pub(super) n_survived: usize,
    pub(super) n_not_met: usize,
    /// Points after which hidden or unfinished files were left for good.
    pub(super) n_leaving: usize,
    pub(super) failures: Vec<(Point, String)>,
}

impl Tally {
    pub(super) fn add(&mut self, point: &Point, verdict: Verdict) {
        self.n_tried += 1;
        match verdict {
            Verdict::Survived { n_unfinished } => {
                self.n_survived += 1;
                self.n_leaving += usize::from(n_unfinished > 0);
            }
            Verdict::NotMet => self.n_not_met += 1,
            Verdict::Failed(why) => self.failures.push((point.clone(), why)),
        }
    }
}

/// The command that tries a point again.
pub(super) fn reproduction(scenario: Scenario, point: &Point) -> String {
    format!("cargo xtask faults {} --only '{point}'", scenario.name())
}

/// A table of points by class and fault.
pub(super) fn by_class(points: &[(Scenario, &Point)]) -> Vec<String> {
    let mut classes: BTreeMap<String, BTreeMap<String, usize>> = BTreeMap::new();
    for (_, point) in points {
        let class = point.class().map(|class| format!("{class:?}").to_lowercase());
        let faults = classes.entry(class.unwrap_or_default()).or_default();
        *faults.entry(point.fault.to_string()).or_default() += 1;
    }
    let line = |(class, faults): (&String, &BTreeMap<String, usize>)| {
        let faults: Vec<String> =
            faults.iter().map(|(fault, count)| format!("{fault} {count}")).collect();
        format!("  {class}: {}", faults.join(", "))
    };
    classes.iter().map(line).collect()
}
