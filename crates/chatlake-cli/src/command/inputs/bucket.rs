//! Inputs that lie in buckets.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use chatlake_convert::{Content, Input, Listing, NamePattern, is_export, stem};
use chatlake_store::{BucketPlace, Object, Place, Store};

use crate::failure::Failure;

/// Whether nobody waits for buckets any more. Inputs are found before there is a conversion that
/// could be asked.
static IS_OVER: AtomicBool = AtomicBool::new(false);

/// From now on, whoever waits for a bucket is let go.
pub(in crate::command) fn let_go() {
    IS_OVER.store(true, Ordering::Relaxed);
}

/// Buckets that were named. One is opened once, however many of its objects are.
#[derive(Default)]
pub(super) struct Buckets {
    open: Vec<(BucketPlace, Store)>,
}

impl Buckets {
    /// The objects that a url means: itself, the exports below it, or what a pattern matches. As
    /// with files, one that is not there is an input that cannot be opened.
    pub(super) fn find(&mut self, url: &str, listing: Listing) -> Result<Vec<Input>, Failure> {
        let place = Place::of_pattern(url)?;
        let Place::Bucket(place) = place else {
            return Err(Failure::usage(format!("`{url}` is no url of a bucket")));
        };
        let store = self.store(&place)?;
        let key = place.prefix();
        let is_folder = key.is_empty() || url.ends_with('/');
        if !is_folder {
            if let Some(bytes) = store.size(key)? {
                return Ok(vec![input(store, &Object { key: key.to_owned(), bytes })]);
            }
            if key.contains(['*', '?', '[']) {
                return matches(store, key);
            }
        }
        let found = exports(store, key, listing)?;
        if found.is_empty() && !is_folder {
            return Ok(vec![input_of(key, Arc::new(store.source(key)))]);
        }
        Ok(found)
    }

    fn store(&mut self, place: &BucketPlace) -> Result<&Store, Failure> {
        let root = place.root();
        let at = match self.open.iter().position(|(open, _)| *open == root) {
            Some(at) => at,
            None => {
                let store = Store::open(&Place::Bucket(root.clone()))?;
                self.open.push((root, store.until(|| IS_OVER.load(Ordering::Relaxed))));
                self.open.len() - 1
            }
        };
        let (_, store) = self.open.get(at).expect("it was found there, or put there");
        Ok(store)
    }
}

/// The exports in a folder, by the rules for folders on a disk.
fn exports(store: &Store, folder: &str, listing: Listing) -> Result<Vec<Input>, Failure> {
    let listed = match listing.is_recursive {
        true => store.list(folder),
        false => store.list_level(folder),
    }?;
    let within = |key: &str| match folder {
        "" => is_export(key),
        _ => key.strip_prefix(folder).is_some_and(|rest| is_export(rest.trim_start_matches('/'))),
    };
    let taken = listed.iter().filter(|object| within(&object.key));
    Ok(taken.map(|object| input(store, object)).collect())
}

/// What a pattern matches; it is looked for below what comes before its first sign.
fn matches(store: &Store, text: &str) -> Result<Vec<Input>, Failure> {
    let pattern = NamePattern::new(text)?;
    let plain = text.split(['*', '?', '[']).next().unwrap_or_default();
    let (folder, _) = plain.rsplit_once('/').unwrap_or_default();
    let rest = text.strip_prefix(folder).unwrap_or(text).trim_start_matches('/');
    let listed = if rest.contains('/') { store.list(folder) } else { store.list_level(folder) }?;
    let found = listed.iter().filter(|object| pattern.matches(&object.key));
    Ok(found.map(|object| input(store, object)).collect())
}

fn input(store: &Store, object: &Object) -> Input {
    let source = store.source(&object.key).of_size(object.bytes);
    input_of(&object.key, Arc::new(source))
}

fn input_of(key: &str, source: Arc<dyn chatlake_core::Source>) -> Input {
    let name = key.rsplit('/').next().unwrap_or(key);
    Input {
        source,
        stem: stem(name).to_owned(),
        file_name: Some(name.to_owned()),
        content: Content::default(),
    }
}
