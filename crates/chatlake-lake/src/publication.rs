//! What is changed in a lake at once: files of one day, and what manifests say of them.
//!
//! New files come first, then manifests, then the files that nobody names any more go. So after a
//! kill at any moment every manifest has its files.
//!
//! In a folder, files that take the place of others do so in one step ([`Swap`]), for those who
//! read by listing. Manifests cannot change in the same step: so a note says beforehand what they
//! will be, and whether the exchange was done tells which are the right ones ([`Pending`]).
//!
//! Where the lake has a table, files that are superseded stay, and are noted before anything else
//! is done ([`retired`]).

mod pending;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

pub(crate) use pending::Pending;

use crate::acts::{Act, Acts};
use crate::error::LakeError;
use crate::lock::LakeLock;
use crate::retired;
use crate::staging::Staging;
use crate::swap::{Able, Swap};

/// What is changed at once.
#[derive(Clone, Debug, Default)]
pub(crate) struct Publication {
    /// The folder that rows lie in, by its key.
    pub(crate) folder: String,
    /// New files of rows in it.
    pub(crate) rows: Vec<Added>,
    /// The keys of files of rows that go.
    pub(crate) superseded: BTreeSet<String>,
    /// New files elsewhere: rejects and keys.
    pub(crate) beside: Vec<Added>,
    /// The keys of files elsewhere that go.
    pub(crate) superseded_beside: BTreeSet<String>,
    /// What manifests say afterwards.
    pub(crate) documents: Vec<Document>,
}

/// A finished file of this machine, and its key in the lake.
#[derive(Clone, Debug)]
pub(crate) struct Added {
    pub(crate) key: String,
    pub(crate) file: PathBuf,
}

/// A manifest, by its key.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub(crate) struct Document {
    pub(crate) key: String,
    /// What it says; none if it goes.
    pub(crate) text: Option<String>,
}

impl Publication {
    /// Changes the lake. Whoever calls it shows that they hold its lock.
    pub(crate) fn publish(
        &self,
        acts: &Acts,
        _lock: &LakeLock,
        staging: &Staging,
    ) -> Result<(), LakeError> {
        if self.superseded.is_empty() || !retired::keeps(acts)? {
            return self.change(acts, staging);
        }
        retired::keep(acts, &self.superseded)?;
        let kept = Self { superseded: BTreeSet::new(), ..self.clone() };
        kept.change(acts, staging)
    }

    fn change(&self, acts: &Acts, staging: &Staging) -> Result<(), LakeError> {
        for Added { key, file } in &self.beside {
            acts.put_file(key, file)?;
        }
        if self.superseded.is_empty() || self.exchange(acts, staging)? == Able::No {
            for Added { key, file } in &self.rows {
                acts.put_file(key, file)?;
            }
            for Document { key, text } in &self.documents {
                match text {
                    Some(text) => acts.put(key, text.as_bytes())?,
                    None => acts.remove(key)?,
                }
            }
            for key in &self.superseded {
                acts.remove(key)?;
            }
        }
        for key in &self.superseded_beside {
            acts.remove(key)?;
        }
        Ok(())
    }

    /// Changes files of rows in one step, and manifests with them, where that can be done.
    fn exchange(&self, acts: &Acts, staging: &Staging) -> Result<Able, LakeError> {
        let Some(root) = acts.folder() else { return Ok(Able::No) };
        let folder = root.join(&self.folder);
        let names = self.superseded.iter().map(|key| name(key));
        // That they are gone will tell that the exchange was done.
        let names: BTreeSet<String> = names.filter(|name| folder.join(name).exists()).collect();
        let added: Vec<(String, PathBuf)> =
            self.rows.iter().map(|added| (name(&added.key), added.file.clone())).collect();
        let swap = Swap { folder: &folder, remove: &names, add: &added };
        let beside = beside(staging.path());
        let failed = || LakeError::io("exchange folder", &folder);
        if names.is_empty() || swap.build(&beside).map_err(failed())? == Able::No {
            return Ok(Able::No);
        }
        let pending = Pending {
            folder: self.folder.clone(),
            removed: names.clone(),
            added: added.iter().map(|(name, _)| name.clone()).collect(),
            documents: self.documents.clone(),
        };
        pending.note(acts)?;
        acts.ask(Act::Exchange(&self.folder))?;
        if swap.exchange(&beside).map_err(failed())? == Able::No {
            pending.forget(acts)?;
            return Ok(Able::No);
        }
        pending.carry_out(acts)?;
        // The old folder goes with the staging folder at the latest.
        let _ = std::fs::remove_dir_all(&beside);
        Ok(Able::Yes)
    }
}

/// A path in a folder that is not there yet.
fn beside(folder: &Path) -> PathBuf {
    let mut numbers = 0_u64..;
    let free = numbers.find_map(|number| {
        let path = folder.join(format!("day-{number}"));
        (!path.exists()).then_some(path)
    });
    free.unwrap_or_else(|| folder.join("day"))
}

/// The last part of a key.
fn name(key: &str) -> String {
    key.rsplit('/').next().unwrap_or(key).to_owned()
}
