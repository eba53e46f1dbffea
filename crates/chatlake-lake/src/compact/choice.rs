//! Which days are compacted.

use std::collections::{BTreeMap, BTreeSet};

use super::{CompactOptions, Days};
use crate::day::Day;
use crate::error::LakeError;
use crate::lake::Lake;
use crate::layout::{self, Subject};
use crate::slot::Slot;

/// The days, in order.
pub(super) fn days(
    lake: &Lake,
    days: Days,
    options: &CompactOptions,
) -> Result<Vec<Day>, LakeError> {
    let slots = slots(lake)?;
    match days {
        Days::One(day) if slots.contains_key(&day) => Ok(vec![day]),
        Days::One(day) => Err(LakeError::NoDay {
            place: lake.store().place().to_string(),
            day,
            days: slots.first_key_value().zip(slots.last_key_value()).map(|(a, b)| (*a.0, *b.0)),
        }),
        Days::Closed => closed(lake, &slots, options),
    }
}

/// The slots of every day.
fn slots(lake: &Lake) -> Result<BTreeMap<Day, BTreeSet<Slot>>, LakeError> {
    let mut days: BTreeMap<Day, BTreeSet<Slot>> = BTreeMap::new();
    for object in lake.store().list(layout::MANIFESTS)? {
        if let Some(Subject::Slot(slot)) = layout::subject(&object.key) {
            days.entry(slot.day()).or_default().insert(slot);
        }
    }
    Ok(days)
}

/// The days that are over for long enough, and have something to compact.
fn closed(
    lake: &Lake,
    slots: &BTreeMap<Day, BTreeSet<Slot>>,
    options: &CompactOptions,
) -> Result<Vec<Day>, LakeError> {
    let Some((last, _)) = slots.last_key_value() else { return Ok(Vec::new()) };
    let settled_ms = i64::try_from(options.settled.as_millis()).unwrap_or(i64::MAX);
    let is_over = |day: Day| {
        let end_s = day.plus(1).hours().next().map(|hour| hour.start_s(lake.terms().zone));
        end_s.is_some_and(|end_s| options.now_ms.saturating_sub(settled_ms) >= end_s * 1000)
    };
    let retired: BTreeSet<String> =
        lake.retired()?.into_iter().map(|retired| retired.path).collect();
    let lies_there = |folder: &str| -> Result<BTreeSet<Slot>, LakeError> {
        let listed = lake.store().list(folder)?.into_iter().map(|object| object.key);
        let keys = listed.filter(|key| !retired.contains(key));
        Ok(keys.filter_map(|key| layout::slot_of(&key)).collect())
    };
    let has_lock = lake.acts().folder().is_some();
    let rows = lies_there(layout::MESSAGES)?;
    let keys = if has_lock { lies_there(layout::KEYS)? } else { BTreeSet::new() };
    // Of what is compacted no rows should lie there, and no keys that its manifest has forgotten;
    // without a lock, those are left alone.
    let has_left_over = |slot: &Slot| -> Result<bool, LakeError> {
        if rows.contains(slot) || !keys.contains(slot) {
            return Ok(rows.contains(slot));
        }
        Ok(lake.manifest(*slot)?.is_some_and(|manifest| manifest.keys.is_none()))
    };
    let mut chosen = Vec::new();
    for (day, slots) in slots.iter().filter(|(day, _)| *day < last && is_over(**day)) {
        let mut is_chosen = match lake.day_manifest(*day)? {
            Some(manifest) => !slots.iter().all(|slot| manifest.covers(*slot)),
            None => true,
        };
        for slot in slots {
            is_chosen = is_chosen || has_left_over(slot)?;
        }
        if is_chosen {
            chosen.push(*day);
        }
    }
    Ok(chosen)
}
