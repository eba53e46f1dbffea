//! How an hour in a file's name fits the timestamps within.

use chatlake_core::{Hour, Zone};

/// How an hour in a file's name fits the timestamps within.
#[derive(Clone, Debug)]
pub(super) struct HourFit {
    pub(super) hour: Hour,
    /// The zone in which the first timestamps fit.
    pub(super) zone: Option<Zone>,
    first: Vec<i64>,
    inside: [u64; Zone::ALL.len()],
}

/// What is looked at to find the zone of a file's name.
const FIRST_TIMESTAMPS: usize = 32;

impl HourFit {
    /// An hour, before any timestamp.
    pub(super) fn new(hour: Hour) -> Self {
        Self { hour, zone: None, first: Vec::new(), inside: [0; Zone::ALL.len()] }
    }

    /// Takes a timestamp into account.
    pub(super) fn add(&mut self, ms: i64) {
        if self.first.len() < FIRST_TIMESTAMPS {
            self.first.push(ms);
        }
        for (zone, inside) in Zone::ALL.into_iter().zip(&mut self.inside) {
            let start = self.hour.start_s(zone) * 1000;
            *inside += u64::from((start..start + 3_600_000).contains(&ms));
        }
    }

    /// Finds the zone, when all timestamps were seen.
    pub(super) fn decide(&mut self) {
        self.zone = self.hour.zone_of(&self.first);
    }

    /// How many timestamps lie inside the hour in its zone.
    pub(super) fn n_inside(&self) -> u64 {
        let zones = Zone::ALL.into_iter().zip(self.inside);
        zones.filter(|(zone, _)| Some(*zone) == self.zone).map(|(_, inside)| inside).sum()
    }
}
