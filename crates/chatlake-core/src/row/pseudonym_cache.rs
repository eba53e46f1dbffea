//! The pseudonyms of values that came up of late.

use std::fmt;

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

/// A place that tells values apart which end alike or begin alike, as the names of people do. Whoever
/// makes up values that share one makes the work no more than it is without a table.
fn place_of(value: &str, places: usize) -> usize {
    const ODD: u64 = 0x9E37_79B9_7F4A_7C15;
    let mix = |hash: u64, word: u64| (hash.rotate_left(23) ^ word).wrapping_mul(ODD);
    let (words, rest) = value.as_bytes().as_chunks();
    let hash = words.iter().fold(0, |hash, word| mix(hash, u64::from_le_bytes(*word)));
    let rest = rest.iter().fold(rest.len() as u64, |word, byte| word << 8 | u64::from(*byte));
    (mix(hash, rest) >> 32) as usize % places
}

impl fmt::Debug for PseudonymCache {
    /// Without the values: they are what is not to be told.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PseudonymCache({} places)", self.places.len())
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

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
    fn names_that_are_alike_have_places_of_their_own() {
        let names = (0..1000).flat_map(|n| [format!("user_{n}"), format!("{n:032x}@easemob.com")]);
        let places: HashSet<usize> = names.map(|name| place_of(&name, 1 << 16)).collect();
        // By chance alone some thirty of two thousand share one.
        assert!(places.len() > 1900, "{}", places.len());
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
