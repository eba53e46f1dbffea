//! What is told of an input.

use chatlake_core::{ErrorKind, Zone};
use serde::Serialize;

use super::survey::Survey;
use super::tally::Tally;
use crate::screen::iso;

/// What is told of an input, or of all.
#[derive(Debug, Serialize)]
pub(super) struct Document {
    pub(super) source: String,
    pub(super) status: &'static str,
    /// None where nothing was read, or where inputs differ.
    pub(super) framing: Option<&'static str>,
    pub(super) members: u64,
    pub(super) bytes_in: u64,
    pub(super) bytes_expanded: u64,
    pub(super) trailing_bytes: u64,
    pub(super) records: u64,
    pub(super) bodies: u64,
    /// Rows of the flat layout.
    pub(super) rows: u64,
    pub(super) first_timestamp: Option<String>,
    pub(super) last_timestamp: Option<String>,
    /// Messages that have one.
    pub(super) timestamps: u64,
    pub(super) suspect_timestamps: u64,
    pub(super) hour: Option<HourTold>,
    pub(super) chat_types: Vec<Counted>,
    pub(super) directions: Vec<Counted>,
    pub(super) body_types: Vec<Counted>,
    pub(super) senders: Vec<Counted>,
    /// How many there are; with very many, at least so many.
    pub(super) distinct_senders: usize,
    /// By how much the counts of senders may be too low, with very many.
    pub(super) senders_lost: u64,
    /// Keys that no column carries, with their place.
    pub(super) unknown_keys: Vec<Counted>,
    pub(super) distinct_unknown_keys: usize,
    pub(super) duplicates: u64,
    pub(super) conflicts: u64,
    pub(super) rejects: u64,
    pub(super) reject_reasons: Vec<Reason>,
    pub(super) warnings: Vec<String>,
    pub(super) error: Option<String>,
}

/// A value and how often it occurs; null where there is none.
#[derive(Debug, Serialize)]
pub(super) struct Counted {
    pub(super) value: Option<String>,
    pub(super) count: u64,
}

/// The hour that a file's name tells.
#[derive(Debug, Serialize)]
pub(super) struct HourTold {
    /// None where its timestamps fit none.
    pub(super) zone: Option<&'static str>,
    pub(super) start: Option<String>,
    /// Timestamps that lie within.
    pub(super) inside: u64,
}

/// Rejects of one reason, and the first of them.
#[derive(Debug, Serialize)]
pub(super) struct Reason {
    pub(super) reason: &'static str,
    pub(super) count: u64,
    pub(super) first_record: u64,
    pub(super) first_byte_offset: u64,
    pub(super) first_reason: String,
}

/// Kinds of message and body that are listed at most.
const KINDS: usize = 50;

impl Document {
    /// Of an input; with this many senders and unknown keys at most.
    pub(super) fn of(source: &str, survey: &Survey, top: usize) -> Self {
        let warnings = survey.warnings();
        let status = match &survey.failure {
            Some(ErrorKind::Damaged(_)) => "damaged",
            Some(_) => "failed",
            None if survey.rejects.is_empty() && warnings.is_empty() => "ok",
            None => "warnings",
        };
        let hour = survey.hour.as_ref().map(|fit| HourTold {
            zone: fit.zone.map(Zone::name),
            start: fit.zone.map(|zone| iso(fit.hour.start_s(zone) * 1000)),
            inside: fit.n_inside(),
        });
        let reasons = survey.rejects.iter().map(|(reason, rejects)| Reason {
            reason,
            count: rejects.count,
            first_record: rejects.first.0,
            first_byte_offset: rejects.first.1,
            first_reason: rejects.first.2.clone(),
        });
        Self {
            source: source.to_owned(),
            status,
            framing: survey.framing.map(chatlake_core::Framing::name),
            members: survey.facts.members,
            bytes_in: survey.facts.bytes_in,
            bytes_expanded: survey.facts.bytes_expanded,
            trailing_bytes: survey.facts.trailing_bytes,
            records: survey.records,
            bodies: survey.bodies,
            rows: survey.rows,
            first_timestamp: survey.span_ms.map(|(first, _)| iso(first)),
            last_timestamp: survey.span_ms.map(|(_, last)| iso(last)),
            timestamps: survey.timestamps,
            suspect_timestamps: survey.suspect_timestamps,
            hour,
            chat_types: counted(&survey.chat_types, KINDS),
            directions: counted(&survey.directions, KINDS),
            body_types: counted(&survey.body_types, KINDS),
            senders: counted(&survey.senders, top),
            distinct_senders: survey.senders.len(),
            senders_lost: survey.senders.n_lost(),
            unknown_keys: counted(&survey.unknown_keys, top),
            distinct_unknown_keys: survey.unknown_keys.len(),
            duplicates: survey.duplicates,
            conflicts: survey.conflicts,
            rejects: survey.rejects.values().map(|rejects| rejects.count).sum(),
            reject_reasons: reasons.collect(),
            warnings,
            error: survey.failure.as_ref().map(ToString::to_string),
        }
    }
}

fn counted(tally: &Tally, top: usize) -> Vec<Counted> {
    let values = tally.top(top).into_iter();
    let mut all: Vec<Counted> =
        values.map(|(value, count)| Counted { value: Some(value.to_owned()), count }).collect();
    if tally.n_missing() > 0 {
        all.push(Counted { value: None, count: tally.n_missing() });
    }
    all
}
