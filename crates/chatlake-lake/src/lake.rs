//! An open lake: its terms, and what its manifests say.

use std::collections::BTreeSet;
use std::fs;
use std::io::ErrorKind;

use chatlake_core::schema;
use chatlake_store::Store;

use crate::acts::{Act, Acts, Ways};
use crate::day::Day;
use crate::day_manifest::DayManifest;
use crate::error::LakeError;
use crate::layout::{self, Subject};
use crate::lock::LakeLock;
use crate::manifest::Manifest;
use crate::publication::Pending;
use crate::sealed::Unsound;
use crate::side_by_side::side_by_side;
use crate::slot::Slot;
use crate::state::State;
use crate::terms::{Difference, Terms};

/// A lake that is there.
#[derive(Clone, Debug)]
pub struct Lake {
    acts: Acts,
    terms: Terms,
}

impl Lake {
    /// Opens the lake of a place.
    ///
    /// # Errors
    ///
    /// There is none, or what it says of itself cannot be understood.
    pub fn open(store: Store) -> Result<Self, LakeError> {
        let place = store.place().to_string();
        Self::find(store)?.ok_or(LakeError::Nothing { place })
    }

    /// Opens the lake of a place; none if the place is empty, and one could be made.
    ///
    /// # Errors
    ///
    /// Something else lies there, or what the lake says of itself cannot be understood.
    pub fn find(store: Store) -> Result<Option<Self>, LakeError> {
        let text = match store.get(layout::TERMS)? {
            Some(text) => text,
            None if is_empty(&store)? => return Ok(None),
            // Another process may have made the lake between the two looks.
            None => store
                .get(layout::TERMS)?
                .ok_or_else(|| LakeError::NoLake { place: store.place().to_string() })?,
        };
        let path = || store.place().shown(layout::TERMS);
        let terms = Terms::parse(&text).map_err(|why| LakeError::BadTerms { path: path(), why })?;
        if terms.schema != schema::VERSION {
            return Err(LakeError::OtherSchema { path: path(), schema: terms.schema });
        }
        Ok(Some(Self { acts: Acts::new(store, Ways::default()), terms }))
    }

    /// Opens the lake of a place on these terms, or makes it where the place is empty.
    ///
    /// # Errors
    ///
    /// Something else lies there, or a lake on other terms.
    pub fn create(store: Store, terms: &Terms) -> Result<Self, LakeError> {
        if let Some(lake) = Self::find(store.clone())? {
            lake.require(terms)?;
            return Ok(lake);
        }
        let acts = Acts::new(store, Ways::default());
        Self::make(&acts, &LakeLock::take(&acts)?, terms)
    }

    /// The same for who has the lock.
    pub(crate) fn make(acts: &Acts, _lock: &LakeLock, terms: &Terms) -> Result<Self, LakeError> {
        let found = match Self::find(acts.store().clone())? {
            Some(lake) => lake,
            None => {
                acts.put(layout::TERMS, terms.to_text().as_bytes())?;
                // Where there is no lock, another process may have made another lake meanwhile.
                Self::open(acts.store().clone())?
            }
        };
        found.require(terms)?;
        Ok(Self { acts: acts.clone(), ..found })
    }

    /// The same lake, written in other ways.
    pub fn in_ways(self, ways: Ways) -> Self {
        Self { acts: Acts::new(self.acts.store().clone(), ways), ..self }
    }

    /// What all its rows have in common.
    pub fn terms(&self) -> &Terms {
        &self.terms
    }

    /// Where its files are.
    pub fn store(&self) -> &Store {
        self.acts.store()
    }

    /// Whether an act may be done that others do in the lake, by the [ways](Self::in_ways) in which
    /// it is written.
    ///
    /// # Errors
    ///
    /// It may not.
    pub fn ask(&self, act: Act<'_>) -> Result<(), LakeError> {
        self.acts.ask(act)
    }

    pub(crate) fn acts(&self) -> &Acts {
        &self.acts
    }

    /// Whether it is on these terms.
    ///
    /// # Errors
    ///
    /// It is not; says in what.
    pub fn require(&self, asked: &Terms) -> Result<(), LakeError> {
        let Some(Difference { what, says, next }) = self.terms.difference(asked) else {
            return Ok(());
        };
        Err(LakeError::Another { place: self.store().place().to_string(), what, says, next })
    }

    /// Waits until nobody else writes, and keeps others from it. What a killed process began is
    /// then done, or was never begun.
    ///
    /// # Errors
    ///
    /// The system refuses, or the lake is not what it was when it was opened.
    pub fn lock(&self) -> Result<LakeLock, LakeError> {
        let lock = LakeLock::take(&self.acts)?;
        Pending::settle(&self.acts)?;
        Self::open(self.store().clone())?.require(&self.terms)?;
        Ok(lock)
    }

    /// What all manifests say.
    ///
    /// # Errors
    ///
    /// One of them is not what was written, or the place fails.
    pub fn manifests(&self) -> Result<State, LakeError> {
        self.manifests_of(|_| true)
    }

    /// What the manifests of some slots and days say.
    pub(crate) fn manifests_of(
        &self,
        is_wanted: impl Fn(Subject) -> bool,
    ) -> Result<State, LakeError> {
        let pending = Pending::done(&self.acts)?;
        let noted = pending.iter().flat_map(|pending| &pending.documents);
        let noted = noted.map(|document| document.key.clone());
        let listed = self.store().list_level(layout::MANIFESTS)?;
        let keys = listed.into_iter().map(|object| object.key).chain(noted);
        let subjects: BTreeSet<Subject> =
            keys.filter_map(|key| layout::subject(&key)).filter(|it| is_wanted(*it)).collect();
        let subjects: Vec<Subject> = subjects.into_iter().collect();
        let mut state = State::default();
        let read = side_by_side(&subjects, self.acts.n_at_once(), |subject| {
            self.read_subject(*subject, pending.as_ref())
        });
        for found in read {
            let State { slots, days } = found?;
            state.slots.extend(slots);
            state.days.extend(days);
        }
        Ok(state)
    }

    /// What the manifest of a slot says; none if the slot is not in the lake.
    ///
    /// # Errors
    ///
    /// It is not what was written, or the place fails.
    pub fn manifest(&self, slot: Slot) -> Result<Option<Manifest>, LakeError> {
        self.read_slot(slot, Pending::done(&self.acts)?.as_ref())
    }

    /// What the manifest of a day says; none if the day was not compacted.
    ///
    /// # Errors
    ///
    /// It is not what was written, or the place fails.
    pub fn day_manifest(&self, day: Day) -> Result<Option<DayManifest>, LakeError> {
        self.read_day(day, Pending::done(&self.acts)?.as_ref())
    }

    /// A file of the lake, for people.
    pub fn shown(&self, key: &str) -> String {
        self.store().place().shown(key)
    }

    fn read_subject(
        &self,
        subject: Subject,
        pending: Option<&Pending>,
    ) -> Result<State, LakeError> {
        let mut state = State::default();
        match subject {
            Subject::Slot(slot) => {
                let manifest = self.read_slot(slot, pending)?;
                state.slots.extend(manifest.map(|manifest| (slot, manifest)));
            }
            Subject::Day(day) => {
                let manifest = self.read_day(day, pending)?;
                state.days.extend(manifest.map(|manifest| (day, manifest)));
            }
        }
        Ok(state)
    }

    fn read_slot(
        &self,
        slot: Slot,
        pending: Option<&Pending>,
    ) -> Result<Option<Manifest>, LakeError> {
        let key = layout::manifest(slot);
        self.read(&key, pending, |text| Manifest::parse(slot, &self.terms.app, text))
    }

    fn read_day(
        &self,
        day: Day,
        pending: Option<&Pending>,
    ) -> Result<Option<DayManifest>, LakeError> {
        let key = layout::day_manifest(day);
        self.read(&key, pending, |text| DayManifest::parse(day, &self.terms.app, text))
    }

    /// A manifest, as a note has it or else as it is.
    fn read<T>(
        &self,
        key: &str,
        pending: Option<&Pending>,
        parse: impl FnOnce(&[u8]) -> Result<T, Unsound>,
    ) -> Result<Option<T>, LakeError> {
        let text = match pending.and_then(|pending| pending.text_of(key)) {
            Some(noted) => noted.map(|text| text.as_bytes().to_vec()),
            None => self.store().get(key)?,
        };
        let Some(text) = text else { return Ok(None) };
        let unsound = |source| LakeError::Unsound { path: self.shown(key), source };
        parse(&text).map(Some).map_err(unsound)
    }
}

/// Whether nothing lies in a place, but for what writers leave behind when they are killed before
/// they write anything.
fn is_empty(store: &Store) -> Result<bool, LakeError> {
    let is_left_over = |name: &str| name == layout::LOCK || name == layout::STAGING;
    let Some(folder) = store.folder() else {
        let objects = store.list("")?;
        let first = |key: &str| key.split('/').next().is_some_and(is_left_over);
        return Ok(objects.iter().all(|object| first(&object.key)));
    };
    // A look at what is in it is enough: it may be a folder of folders of anything.
    let entries = match fs::read_dir(folder) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(true),
        Err(error) if error.kind() == ErrorKind::NotADirectory => {
            return Err(LakeError::NoFolder { place: store.place().to_string() });
        }
        entries => entries.map_err(LakeError::io("read folder", folder))?,
    };
    for entry in entries {
        let name = entry.map_err(LakeError::io("read folder", folder))?.file_name();
        let name = name.to_string_lossy();
        if !name.starts_with('.') && !is_left_over(&name) {
            return Ok(false);
        }
    }
    Ok(true)
}

#[cfg(test)]
mod tests {
    use chatlake_core::Zone;
    use chatlake_store::Place;

    use super::*;
    use crate::terms::tests::terms;

    fn store(folder: &std::path::Path) -> Store {
        Store::open(&Place::Folder(folder.to_owned())).expect("a place")
    }

    #[test]
    fn a_lake_is_made_in_an_empty_folder_and_opened_on_its_own_terms_only() {
        let place = tempfile::tempdir().expect("a folder");
        let root = place.path().join("lake");
        assert!(matches!(Lake::open(store(&root)), Err(LakeError::Nothing { .. })));
        assert!(Lake::find(store(&root)).expect("a look").is_none());
        store(&root).put("_staging/x/lock", b"").expect("a file");
        store(&root).put("_lock", b"").expect("a file");
        let made = Lake::create(store(&root), &terms()).expect("a lake");
        assert_eq!(Lake::open(store(&root)).expect("a lake").terms(), made.terms());
        Lake::create(store(&root), &terms()).expect("the same lake");
        let mut other = terms();
        other.zone = Zone::Utc;
        let told = Lake::create(store(&root), &other).expect_err("another").to_string();
        let says = "is another lake: its zone is +08:00, and utc was asked for; leave --zone out, or name another lake";
        assert!(told.ends_with(says), "{told}");
        assert!(made.manifests().expect("a look").files().is_empty());
    }

    #[test]
    fn what_is_no_lake_is_not_made_one() {
        let place = tempfile::tempdir().expect("a folder");
        std::fs::write(place.path().join("notes.txt"), "mine").expect("a file");
        let refused = Lake::create(store(place.path()), &terms());
        assert!(matches!(refused, Err(LakeError::NoLake { .. })), "{refused:?}");
        assert_eq!(std::fs::read_dir(place.path()).expect("a folder").count(), 1);
        let refused = Lake::create(store(&place.path().join("notes.txt")), &terms());
        let told = refused.expect_err("a file");
        assert_eq!(told.exit_code(), 2);
        assert!(
            told.to_string().ends_with("notes.txt` is a file, and a lake is a folder"),
            "{told}"
        );
    }

    #[test]
    fn a_lake_of_another_schema_is_not_opened() {
        let place = tempfile::tempdir().expect("a folder");
        let mut newer = terms();
        newer.schema = "2".to_owned();
        store(place.path()).put(layout::TERMS, newer.to_text().as_bytes()).expect("a file");
        for refused in [Lake::open(store(place.path())), Lake::create(store(place.path()), &newer)]
        {
            let told = refused.expect_err("another schema");
            assert_eq!(told.exit_code(), 2);
            let says = "_lake.json`: its schema is 2, and this chatlake knows schema 1: use a newer chatlake";
            assert!(told.to_string().ends_with(says), "{told}");
        }
    }

    #[test]
    fn terms_and_manifests_that_were_edited_are_named() {
        let place = tempfile::tempdir().expect("a folder");
        let lake = Lake::create(store(place.path()), &terms()).expect("a lake");
        let slot = "2018112717".parse().expect("a slot");
        lake.store().put(&layout::manifest(slot), b"{\"format\": 1}").expect("a file");
        let told = lake.manifests().expect_err("unsound").to_string();
        assert!(told.contains("_manifest/2018112717.json`: it was edited"), "{told}");
        lake.store().put(layout::TERMS, b"{}").expect("a file");
        let told = Lake::open(store(place.path())).expect_err("unsound").to_string();
        assert!(told.contains("_lake.json`"), "{told}");
    }
}
