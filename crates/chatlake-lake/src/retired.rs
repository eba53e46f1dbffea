//! Files that no manifest names any more, and that a table may still name.
//!
//! A lake that has a table keeps what is superseded: whoever reads by the log of the table reads
//! these files until the log says otherwise. A note of each is taken before its manifest lets go of
//! it. Who keeps the table removes files and notes, once the log names them no more.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::acts::Acts;
use crate::error::LakeError;
use crate::lake::Lake;
use crate::layout;
use crate::lock::LakeLock;

/// A file of rows that was superseded, and is still there.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Retired {
    /// Its key.
    pub path: String,
    /// Since when no log names it, in milliseconds since 1970-01-01T00:00:00Z; none if one may.
    pub unnamed_since_ms: Option<i64>,
}

/// What a note says.
#[derive(Default, Serialize, Deserialize)]
struct Note {
    unnamed_since_ms: Option<i64>,
}

impl Lake {
    /// Whether the lake has a table, and so keeps files that are superseded.
    ///
    /// # Errors
    ///
    /// The place does not say.
    pub fn has_table(&self) -> Result<bool, LakeError> {
        keeps(self.acts())
    }

    /// Lets files that are superseded stay from now on.
    ///
    /// # Errors
    ///
    /// The place cannot be written.
    pub fn begin_table(&self, _lock: &LakeLock) -> Result<(), LakeError> {
        if self.has_table()? { Ok(()) } else { self.acts().put(layout::TABLE, TABLE.as_bytes()) }
    }

    /// The files that stay although they were superseded, in order.
    ///
    /// # Errors
    ///
    /// The place cannot be read.
    pub fn retired(&self) -> Result<Vec<Retired>, LakeError> {
        let mut retired = Vec::new();
        for object in self.store().list(layout::RETIRED)? {
            let Some(path) = layout::retired_of(&object.key) else { continue };
            let text = self.store().get(&object.key)?.unwrap_or_default();
            // A note that says nothing is one of a file that a log may name.
            let note: Note = serde_json::from_slice(&text).unwrap_or_default();
            retired.push(Retired { path, unnamed_since_ms: note.unnamed_since_ms });
        }
        Ok(retired)
    }

    /// Notes since when no log names a file; none if one does again.
    ///
    /// # Errors
    ///
    /// The place cannot be written.
    pub fn note_retired(&self, _lock: &LakeLock, retired: &Retired) -> Result<(), LakeError> {
        note(self.acts(), &retired.path, &Note { unnamed_since_ms: retired.unnamed_since_ms })
    }

    /// Removes a file that no manifest and no log names, and the note of it.
    ///
    /// # Errors
    ///
    /// The place cannot be written.
    pub fn remove_retired(&self, _lock: &LakeLock, path: &str) -> Result<(), LakeError> {
        self.acts().remove(path)?;
        self.acts().remove(&layout::retired(path))
    }
}

/// What stands in the file that says that there is a table.
pub(crate) const TABLE: &str = "{\n  \"format\": 1,\n  \"table\": \"delta\"\n}\n";

/// Whether files that are superseded stay.
pub(crate) fn keeps(acts: &Acts) -> Result<bool, LakeError> {
    Ok(acts.store().exists(layout::TABLE)?)
}

/// Takes note of files that are about to be superseded, and stay.
pub(crate) fn keep(acts: &Acts, superseded: &BTreeSet<String>) -> Result<(), LakeError> {
    for path in superseded {
        if !acts.store().exists(&layout::retired(path))? {
            note(acts, path, &Note::default())?;
        }
    }
    Ok(())
}

fn note(acts: &Acts, path: &str, note: &Note) -> Result<(), LakeError> {
    let mut text = serde_json::to_vec(note).expect("numbers always serialise");
    text.push(b'\n');
    acts.put(&layout::retired(path), &text)
}

#[cfg(test)]
mod tests {
    use chatlake_store::{Place, Store};

    use super::*;
    use crate::terms::tests::terms;

    #[test]
    fn what_is_superseded_is_noted_until_it_is_removed() {
        let place = tempfile::tempdir().expect("a folder");
        let store = Store::open(&Place::Folder(place.path().join("lake"))).expect("a place");
        let lake = Lake::create(store, &terms()).expect("a lake");
        let lock = lake.lock().expect("nobody else");
        assert!(!lake.has_table().expect("a look"));
        lake.begin_table(&lock).expect("a table");
        lake.begin_table(&lock).expect("it is there");
        assert!(lake.has_table().expect("a look"));
        let path = "messages/org=o/app=a/date=2018-11-27/2018112717-0123456789abcdef.parquet";
        lake.store().put(path, b"rows").expect("a file");
        keep(lake.acts(), &BTreeSet::from([path.to_owned()])).expect("a note");
        let kept = Retired { path: path.to_owned(), unnamed_since_ms: None };
        assert_eq!(lake.retired().expect("a look"), std::slice::from_ref(&kept));
        let unnamed = Retired { unnamed_since_ms: Some(7), ..kept };
        lake.note_retired(&lock, &unnamed).expect("a note");
        keep(lake.acts(), &BTreeSet::from([path.to_owned()])).expect("a look");
        assert_eq!(lake.retired().expect("a look"), [unnamed], "the first note stays");
        lake.remove_retired(&lock, path).expect("it goes");
        assert_eq!(lake.retired().expect("a look"), []);
        assert!(!lake.store().exists(path).expect("a look"));
    }
}
