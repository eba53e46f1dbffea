//! Files of a store as what is converted.

use std::io::{self, Read};

use chatlake_core::Source;

use crate::store::Store;

/// A file of a store.
#[derive(Clone, Debug)]
pub struct StoreSource {
    store: Store,
    key: String,
    name: String,
    n_bytes: Option<u64>,
}

impl StoreSource {
    pub(crate) fn new(store: Store, key: &str) -> Self {
        let name = store.place().shown(key);
        Self { store, key: key.to_owned(), name, n_bytes: None }
    }

    /// The same, with what a list said of its size.
    pub fn of_size(self, n_bytes: u64) -> Self {
        Self { n_bytes: Some(n_bytes), ..self }
    }
}

impl Source for StoreSource {
    fn name(&self) -> &str {
        &self.name
    }

    fn open(&self) -> io::Result<Box<dyn Read + Send>> {
        Ok(self.store.reader(&self.key)?)
    }

    fn n_bytes(&self) -> Option<u64> {
        self.n_bytes
    }
}
