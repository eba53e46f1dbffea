//! What a slot has in common with those that it follows.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use chatlake_convert::RecordKey;

use super::{Committer, Staged};
use crate::across::{Keys, compare};
use crate::error::LakeError;
use crate::manifest::{Across, Compared, KeysFile, Manifest};
use crate::slot::Slot;

/// A slot that is compared.
#[derive(Clone, Copy, Debug)]
pub(super) struct Side<'a> {
    pub(super) slot: Slot,
    /// Of its input.
    sha256: &'a str,
    keys: KeysAt<'a>,
}

/// Where the keys of a slot are.
#[derive(Clone, Copy, Debug)]
enum KeysAt<'a> {
    /// Not in the lake yet.
    Staged(&'a Path),
    Stored(&'a KeysFile),
    Gone,
}

impl<'a> Side<'a> {
    /// A slot that is in the lake.
    pub(super) fn of(manifest: &'a Manifest) -> Self {
        let keys = manifest.keys.as_ref().map_or(KeysAt::Gone, KeysAt::Stored);
        Self { slot: manifest.slot, sha256: &manifest.input.sha256, keys }
    }

    /// A slot that will be.
    pub(super) fn staged(staged: &'a Staged) -> Self {
        let keys = KeysAt::Staged(&staged.keys);
        Self { slot: staged.slot, sha256: &staged.raw.sha256, keys }
    }
}

impl Committer<'_> {
    /// What a slot has in common with those that it follows. `known` is what it had when it was
    /// made of the same input.
    pub(super) fn across(
        &self,
        own: Side<'_>,
        earlier: &[Side<'_>],
        known: Option<&Across>,
    ) -> Result<Across, LakeError> {
        let compared =
            |side: &Side<'_>| Compared { slot: side.slot, sha256: side.sha256.to_owned() };
        let compared: Vec<Compared> = earlier.iter().map(compared).collect();
        if let Some(known) = known.filter(|known| known.compared == compared) {
            return Ok(known.clone());
        }
        if earlier.is_empty() {
            return Ok(Across::default());
        }
        let of_own = self.keys(own, own.slot)?;
        let of_others = earlier.iter().map(|side| self.keys(*side, own.slot));
        let of_others: Vec<Box<Keys<'_>>> = of_others.collect::<Result<_, _>>()?;
        let of_others: Vec<&Keys<'_>> = of_others.iter().map(|open| &**open).collect();
        let common = compare(&*of_own, &of_others).map_err(|source| LakeError::Io {
            act: "compare the records of",
            path: own.slot.to_string(),
            source,
        })?;
        Ok(Across { dropped: common.dropped, conflicts: common.conflicts, compared })
    }

    /// The keys of a slot, wherever they are.
    fn keys<'k>(&'k self, side: Side<'k>, wanted_for: Slot) -> Result<Box<Keys<'k>>, LakeError> {
        match side.keys {
            KeysAt::Staged(path) => Ok(Box::new(move || Ok(Box::new(File::open(path)?)))),
            KeysAt::Stored(file) => {
                let n_bytes = self.lake.store().size(&file.path)?;
                let path = || self.lake.shown(&file.path);
                match n_bytes {
                    Some(n_bytes) if n_bytes == file.records * RecordKey::SIZE as u64 => {}
                    Some(_) => {
                        let why = "is not as long as its manifest says".to_owned();
                        return Err(LakeError::Unlike { path: path(), why });
                    }
                    None => return Err(LakeError::Gone { path: path() }),
                }
                let store = self.lake.store();
                Ok(Box::new(move || {
                    let stream = store.reader(&file.path).map_err(io::Error::from)?;
                    Ok(stream as Box<dyn Read>)
                }))
            }
            KeysAt::Gone => Err(LakeError::Neighbour {
                slot: wanted_for,
                neighbour: side.slot,
                why: "the keys of its records went when its day was compacted",
            }),
        }
    }
}
