//! What lies in the folder of a day, and is not in the lake.

use std::collections::BTreeSet;

use crate::day::Day;
use crate::error::LakeError;
use crate::lake::Lake;
use crate::layout;
use crate::manifest::Manifest;
use crate::state::State;

/// The keys of files of rows in the folder of a day that may go: what a process that was killed
/// has left.
///
/// Only who has the lock knows that nobody is about to name a file in a manifest. Where there is
/// no lock, those alone may go that a manifest names in vain, as their slot was compacted. What a
/// table may name is none of these.
///
/// # Errors
///
/// Something lies in the folder that no lake has written.
pub(super) fn rows(lake: &Lake, state: &State, day: Day) -> Result<BTreeSet<String>, LakeError> {
    let mut needed: BTreeSet<String> =
        state.files().into_iter().map(|current| current.file.path.clone()).collect();
    needed.extend(lake.retired()?.into_iter().map(|retired| retired.path));
    let in_vain: BTreeSet<&str> =
        state.slots_of(day).map(|(_, manifest)| manifest.output.path.as_str()).collect();
    let has_lock = lake.acts().folder().is_some();
    let mut stale = BTreeSet::new();
    for object in lake.store().list_level(&layout::messages(&lake.terms().app, day))? {
        let key = object.key;
        if needed.contains(&key) {
            continue;
        }
        if layout::slot_of(&key).is_none() && layout::day_of(&key).is_none() {
            return Err(LakeError::Unlike {
                path: lake.shown(&key),
                why: "is no file of the lake: move it elsewhere".to_owned(),
            });
        }
        if has_lock || in_vain.contains(key.as_str()) {
            stale.insert(key);
        }
    }
    Ok(stale)
}

/// The keys of files of keys that may go: their slots are compacted, and have forgotten them.
/// Without a lock, none.
pub(super) fn keys(lake: &Lake, state: &State) -> Result<BTreeSet<String>, LakeError> {
    if lake.acts().folder().is_none() {
        return Ok(BTreeSet::new());
    }
    let is_stale = |key: &String| {
        let slot = layout::slot_of(key).filter(|slot| state.is_compacted(*slot));
        let manifest = slot.and_then(|slot| state.slots.get(&slot));
        let names = |manifest: &Manifest| manifest.keys.as_ref().is_some_and(|it| it.path == *key);
        manifest.is_some_and(|manifest| !names(manifest))
    };
    let listed = lake.store().list(layout::KEYS)?.into_iter().map(|object| object.key);
    Ok(listed.filter(is_stale).collect())
}
