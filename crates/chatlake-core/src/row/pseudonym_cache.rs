//! The pseudonyms of values that came up of late.

use std::fmt;
use std::hash::{DefaultHasher, Hasher};

/// The pseudonyms of values that came up of late, in a table of fixed size: a value has one place,
/// and whoever comes to it last has it. Places keep their memory when they change hands.
pub(super) struct PseudonymCache {
    places: Vec<Place>,
}

/// A value with its pseudonym; both empty at first.
#[derive(Clone, Default)]
struct Place {
    value: String,
    pseudonym: String,
}

/// Values that are longer are texts, which do not repeat; so memory is bounded.
const LONGEST: usize = 256;

impl PseudonymCache {
    /// Room for this many values, at least one.
    pub(super) fn new(values: usize) -> Self {
        Self { places: vec![Place::default(); values.max(1)] }
    }

    /// The pseudonym of a value that is not empty; `make` appends it if it is not remembered.
    #[inline]
    pub(super) fn get(&mut self, value: &str, make: impl FnOnce(&mut String)) -> &str {
        let at = place_of(value, self.places.len());
        let place = self.places.get_mut(at).expect("a remainder is below what it is of");
        if place.value != value {
            place.value.clear();
            // A place without a value is nobody's, whatever pseudonym it holds.
            if value.len() <= LONGEST {
                place.value.push_str(value);
            }
            place.pseudonym.clear();
            make(&mut place.pseudonym);
        }
        &place.pseudonym
    }
}

fn place_of(value: &str, places: usize) -> usize {
    let mut hasher = DefaultHasher::new();
    hasher.write(value.as_bytes());
    hasher.finish() as usize % places
}

impl fmt::Debug for PseudonymCache {
    /// Without the values: they are what is not to be told.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PseudonymCache({} places)", self.places.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn get(cache: &mut PseudonymCache, value: &str, n_made: &mut usize) {
        let made = cache.get(value, |out| {
            *n_made += 1;
            out.push_str(&value.to_uppercase());
        });
        assert_eq!(made, value.to_uppercase());
    }

    #[test]
    fn what_is_remembered_is_made_once() {
        let mut cache = PseudonymCache::new(64);
        let mut n_made = 0;
        for _ in 0..3 {
            get(&mut cache, "li", &mut n_made);
        }
        assert_eq!(n_made, 1);
    }

    #[test]
    fn whoever_comes_last_has_the_place_and_everybody_gets_his_own() {
        let mut cache = PseudonymCache::new(1);
        let mut n_made = 0;
        for value in ["li", "wu", "li", "a longer one", "li", "li"] {
            get(&mut cache, value, &mut n_made);
        }
        assert_eq!(n_made, 5);
    }

    #[test]
    fn long_values_take_no_room() {
        let mut cache = PseudonymCache::new(1);
        let (long, mut n_made) = ("x".repeat(LONGEST + 1), 0);
        for value in ["li", &long, &long, "li"] {
            get(&mut cache, value, &mut n_made);
        }
        assert_eq!(n_made, 4);
        assert!(cache.places[0].value.capacity() <= LONGEST);
    }

    #[test]
    fn values_are_not_shown() {
        let mut cache = PseudonymCache::new(2);
        get(&mut cache, "somebody", &mut 0);
        assert!(!format!("{cache:?}").contains("somebody"));
    }
}
