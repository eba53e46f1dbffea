//! An open lake: its terms, and what its manifests say.

use chatlake_store::Store;

use crate::day::Day;
use crate::day_manifest::DayManifest;
use crate::error::LakeError;
use crate::layout::{self, Subject};
use crate::manifest::Manifest;
use crate::slot::Slot;
use crate::state::State;
use crate::terms::{Difference, Terms};

/// A lake that is there.
#[derive(Clone, Debug)]
pub struct Lake {
    store: Store,
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
        let Some(text) = store.get(layout::TERMS)? else {
            // What writers leave behind when they are killed before they write anything.
            let is_left_over =
                |key: &str| key == layout::LOCK || key.split('/').next() == Some(layout::STAGING);
            if store.list("")?.iter().all(|object| is_left_over(&object.key)) {
                return Ok(None);
            }
            return Err(LakeError::NoLake { place: store.place().to_string() });
        };
        let path = || store.place().shown(layout::TERMS);
        let terms = Terms::parse(&text).map_err(|why| LakeError::BadTerms { path: path(), why })?;
        Ok(Some(Self { store, terms }))
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
        store.put(layout::TERMS, terms.to_text().as_bytes())?;
        // Another process may have made another lake meanwhile.
        let lake = Self::open(store)?;
        lake.require(terms)?;
        Ok(lake)
    }

    /// What all its rows have in common.
    pub fn terms(&self) -> &Terms {
        &self.terms
    }

    /// Where its files are.
    pub fn store(&self) -> &Store {
        &self.store
    }

    /// Whether it is on these terms.
    ///
    /// # Errors
    ///
    /// It is not; says in what.
    pub fn require(&self, asked: &Terms) -> Result<(), LakeError> {
        let Some(Difference { what, has, asked }) = self.terms.difference(asked) else {
            return Ok(());
        };
        Err(LakeError::Another { place: self.store.place().to_string(), what, has, asked })
    }

    /// What all manifests say.
    ///
    /// # Errors
    ///
    /// One of them is not what was written, or the place fails.
    pub fn manifests(&self) -> Result<State, LakeError> {
        let mut state = State::default();
        for object in self.store.list(layout::MANIFESTS)? {
            match layout::subject(&object.key) {
                Some(Subject::Slot(slot)) => {
                    state.slots.extend(self.manifest(slot)?.map(|manifest| (slot, manifest)));
                }
                Some(Subject::Day(day)) => {
                    state.days.extend(self.day_manifest(day)?.map(|manifest| (day, manifest)));
                }
                None => {}
            }
        }
        Ok(state)
    }

    /// What the manifest of a slot says; none if the slot is not in the lake.
    ///
    /// # Errors
    ///
    /// It is not what was written, or the place fails.
    pub fn manifest(&self, slot: Slot) -> Result<Option<Manifest>, LakeError> {
        let key = layout::manifest(slot);
        let Some(text) = self.store.get(&key)? else { return Ok(None) };
        let manifest = Manifest::parse(slot, &self.terms.app, &text);
        manifest.map(Some).map_err(|source| LakeError::Unsound { path: self.shown(&key), source })
    }

    /// What the manifest of a day says; none if the day was not compacted.
    ///
    /// # Errors
    ///
    /// It is not what was written, or the place fails.
    pub fn day_manifest(&self, day: Day) -> Result<Option<DayManifest>, LakeError> {
        let key = layout::day_manifest(day);
        let Some(text) = self.store.get(&key)? else { return Ok(None) };
        let manifest = DayManifest::parse(day, &self.terms.app, &text);
        manifest.map(Some).map_err(|source| LakeError::Unsound { path: self.shown(&key), source })
    }

    /// A file of the lake, for people.
    pub fn shown(&self, key: &str) -> String {
        self.store.place().shown(key)
    }
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
        assert!(
            told.ends_with("is another lake: its zone is +08:00, and utc was asked for"),
            "{told}"
        );
        assert!(made.manifests().expect("a look").files().is_empty());
    }

    #[test]
    fn what_is_no_lake_is_not_made_one() {
        let place = tempfile::tempdir().expect("a folder");
        std::fs::write(place.path().join("notes.txt"), "mine").expect("a file");
        let refused = Lake::create(store(place.path()), &terms());
        assert!(matches!(refused, Err(LakeError::NoLake { .. })), "{refused:?}");
        assert_eq!(std::fs::read_dir(place.path()).expect("a folder").count(), 1);
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
