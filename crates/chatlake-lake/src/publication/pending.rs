//! A note of what manifests will say once a folder was exchanged.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::Document;
use crate::acts::Acts;
use crate::error::LakeError;
use crate::layout;

/// An exchange that is about to be done, or was done a moment ago.
///
/// While the note is there, the folder decides: if it is the new one, manifests say what the note
/// says, whether they were written or not; if it is the old one, they say what they say.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Pending {
    /// Which folder, by its key.
    pub(crate) folder: String,
    /// The names that go.
    pub(crate) removed: BTreeSet<String>,
    /// The names that come.
    pub(crate) added: BTreeSet<String>,
    /// What manifests say afterwards.
    pub(crate) documents: Vec<Document>,
}

/// Where the note is. There is at most one, for it takes the lock to write it.
const NOTE: &str = "_manifest/_exchange.json";

impl Pending {
    /// The note that is there, if there is one and its exchange was done.
    pub(crate) fn done(acts: &Acts) -> Result<Option<Self>, LakeError> {
        Ok(Self::read(acts)?.filter(|pending| pending.is_done(acts)))
    }

    /// Settles what a process that was killed left: what was done is carried out, the rest is
    /// forgotten. Only for who has the lock.
    pub(crate) fn settle(acts: &Acts) -> Result<(), LakeError> {
        match Self::read(acts)? {
            Some(pending) if pending.is_done(acts) => pending.carry_out(acts),
            Some(pending) => pending.forget(acts),
            None => Ok(()),
        }
    }

    /// Whether there is a note.
    pub(crate) fn is_there(acts: &Acts) -> Result<bool, LakeError> {
        Ok(acts.folder().is_some() && acts.store().exists(NOTE)?)
    }

    /// What the note says of a manifest; none if it says nothing of it.
    pub(crate) fn text_of(&self, key: &str) -> Option<Option<&str>> {
        let document = self.documents.iter().find(|document| document.key == key)?;
        Some(document.text.as_deref())
    }

    /// Takes the note.
    pub(super) fn note(&self, acts: &Acts) -> Result<(), LakeError> {
        let text = serde_json::to_vec(self).expect("names and texts always serialise");
        acts.put(NOTE, &text)
    }

    /// Lets manifests say what they should, and throws the note away.
    pub(super) fn carry_out(&self, acts: &Acts) -> Result<(), LakeError> {
        for Document { key, text } in &self.documents {
            match text {
                Some(text) => acts.put(key, text.as_bytes())?,
                None => acts.remove(key)?,
            }
        }
        self.forget(acts)
    }

    /// Throws the note away.
    pub(super) fn forget(&self, acts: &Acts) -> Result<(), LakeError> {
        acts.remove(NOTE)
    }

    fn read(acts: &Acts) -> Result<Option<Self>, LakeError> {
        if acts.folder().is_none() {
            return Ok(None);
        }
        let Some(text) = acts.store().get(NOTE)? else { return Ok(None) };
        let bad = |why| LakeError::BadTerms { path: acts.store().place().shown(NOTE), why };
        let pending: Self =
            serde_json::from_slice(&text).map_err(|error| bad(error.to_string()))?;
        let is_name = |name: &String| !name.contains('/');
        let is_ours = pending.folder.starts_with(layout::MESSAGES)
            && pending.removed.iter().chain(&pending.added).all(is_name)
            && pending.documents.iter().all(|it| layout::subject(&it.key).is_some());
        if is_ours { Ok(Some(pending)) } else { Err(bad("it was edited".to_owned())) }
    }

    fn is_done(&self, acts: &Acts) -> bool {
        let Some(root) = acts.folder() else { return false };
        let folder = root.join(&self.folder);
        self.added.iter().all(|name| folder.join(name).exists())
            && self.removed.iter().all(|name| !folder.join(name).exists())
    }
}
