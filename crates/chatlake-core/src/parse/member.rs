//! Values on their way to a column or, where they do not fit, to `extra`.

use std::borrow::Cow;
use std::hash::{BuildHasher, RandomState};

use hashbrown::HashTable;

use super::cursor::{Kind, Value};
use crate::record::fields::{Member, Place};
use crate::record::span::Span;
use crate::record::text::Text;
use crate::reject::RejectReason;

/// Puts text into its slot; what is neither text nor null is kept as extra.
#[inline(always)]
pub(crate) fn text(
    slot: &mut Span,
    extra: &mut Vec<Member>,
    place: Place,
    key: Value,
    value: Value,
) {
    match value.text() {
        Some(content) => *slot = content,
        None => keep_misfit(extra, place, key, value),
    }
}

/// A key and value that no column carries.
pub(crate) fn member(place: Place, key: Value, value: Value) -> Member {
    Member { place, key: key.text().unwrap_or(content(key)), value: value.raw() }
}

/// Keeps a value that does not fit its column. A null fits every column.
pub(crate) fn keep_misfit(extra: &mut Vec<Member>, place: Place, key: Value, value: Value) {
    if value.kind != Kind::Null {
        extra.push(member(place, key, value));
    }
}

/// The spelling between the quotes, whatever its escapes.
fn content(key: Value) -> Span {
    Span::new(key.start + 1, (key.end - 1).max(key.start + 1))
}

/// The value of a key; its spelling where that holds a lone surrogate.
pub(crate) fn name(text: &str, key: Value) -> Cow<'_, str> {
    let span = key.text().unwrap_or(content(key));
    span.text(text).map(Text::to_str).unwrap_or_default()
}

/// The error of a key that stands twice.
pub(crate) fn duplicate(text: &str, key: Value) -> RejectReason {
    RejectReason::DuplicateKey { key: name(text, key).into_owned(), at: key.start }
}

/// Finds keys that stand twice in an object, among those that have no column.
///
/// They are few: comparing each with those already kept is fastest, until there are many.
#[derive(Default)]
pub(crate) struct UnknownKeys {
    n_keys: usize,
    /// The keys, where they are many; most objects have none and should not pay for a set.
    many: Option<Box<Many>>,
}

/// Where members stand in `extra`, found by their keys. The keys themselves stay in the text: a
/// record has room for more than a million.
#[derive(Default)]
struct Many {
    places: HashTable<u32>,
    hasher: RandomState,
}

const FEW: usize = 16;

impl UnknownKeys {
    /// Keeps the value of an unknown key, unless the object at `place` had that key before.
    /// `earlier` is where the members of the object can begin in `extra`.
    pub(crate) fn keep(
        &mut self,
        text: &str,
        extra: &mut Vec<Member>,
        earlier: usize,
        member: Member,
    ) -> Result<(), RejectReason> {
        let of_object = || {
            let all = (earlier..).zip(extra.get(earlier..).unwrap_or_default());
            all.filter(|(_, other)| other.place == member.place)
        };
        let is_new = if self.n_keys < FEW {
            !of_object().any(|(_, other)| is_same(text, other.key, member.key))
        } else {
            let many = self.many.get_or_insert_with(|| {
                let mut many = Box::<Many>::default();
                of_object().for_each(|(at, other)| {
                    many.insert(text, extra, at, other.key);
                });
                many
            });
            many.insert(text, extra, extra.len(), member.key)
        };
        if !is_new {
            let at = member.key.start().saturating_sub(1);
            let key = member.key.text(text).map(Text::to_str).unwrap_or_default().into_owned();
            return Err(RejectReason::DuplicateKey { key, at });
        }
        self.n_keys += 1;
        extra.push(member);
        Ok(())
    }
}

impl Many {
    /// Keeps that a key stands at a place in `extra`, unless it stands at another already.
    fn insert(&mut self, text: &str, extra: &[Member], at: usize, key: Span) -> bool {
        let Self { places, hasher } = self;
        let key_at = |at: u32| extra.get(at as usize).map_or(key, |other| other.key);
        let hash = |key: Span| hasher.hash_one(key.text(text).map(Text::to_str));
        let is_there = |other: &u32| is_same(text, key_at(*other), key);
        let hashed = hash(key);
        let is_new = places.find(hashed, is_there).is_none();
        if is_new {
            places.insert_unique(hashed, at as u32, |other| hash(key_at(*other)));
        }
        is_new
    }
}

fn is_same(text: &str, key: Span, other: Span) -> bool {
    key.text(text) == other.text(text) && is_unpaired(text, key) == is_unpaired(text, other)
}

/// Whether a key holds a lone surrogate, and so is its spelling.
fn is_unpaired(text: &str, key: Span) -> bool {
    !key.is_escaped() && key.raw(text).is_some_and(|raw| raw.contains('\\'))
}
