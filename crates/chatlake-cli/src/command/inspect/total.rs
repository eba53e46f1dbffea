//! Surveys of several inputs together.

use std::ops::AddAssign;

use super::survey::{Rejects, Survey};

impl AddAssign for Survey {
    fn add_assign(&mut self, other: Self) {
        self.framing =
            other.framing.filter(|framing| self.records == 0 || self.framing == Some(*framing));
        self.facts.bytes_in += other.facts.bytes_in;
        self.facts.bytes_expanded += other.facts.bytes_expanded;
        self.facts.members += other.facts.members;
        self.facts.trailing_bytes += other.facts.trailing_bytes;
        self.records += other.records;
        self.bodies += other.bodies;
        self.rows += other.rows;
        self.span_ms = match (self.span_ms, other.span_ms) {
            (Some(a), Some(b)) => Some((a.0.min(b.0), a.1.max(b.1))),
            (a, b) => a.or(b),
        };
        self.timestamps += other.timestamps;
        self.suspect_timestamps += other.suspect_timestamps;
        self.chat_types.merge(other.chat_types);
        self.directions.merge(other.directions);
        self.body_types.merge(other.body_types);
        self.senders.merge(other.senders);
        self.unknown_keys.merge(other.unknown_keys);
        self.duplicates += other.duplicates;
        self.conflicts += other.conflicts;
        for (kind, rejects) in other.rejects {
            let count = rejects.count;
            self.rejects.entry(kind).or_insert(Rejects { count: 0, ..rejects }).count += count;
        }
    }
}
