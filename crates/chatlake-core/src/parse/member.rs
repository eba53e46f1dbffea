//! Values on their way to a column or, where they do not fit, to `extra`.

use std::borrow::Cow;
use std::collections::HashSet;

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
    many: Option<HashSet<String>>,
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
        let of_object = extra.get(earlier..).unwrap_or_default().iter();
        let mut of_object = of_object.filter(|other| other.place == member.place);
        let is_new = if self.n_keys < FEW {
            !of_object.any(|other| is_same(text, other.key, member.key))
        } else {
            let all = || of_object.map(|other| spelled(text, other.key)).collect();
            self.many.get_or_insert_with(all).insert(spelled(text, member.key))
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

fn is_same(text: &str, key: Span, other: Span) -> bool {
    key.text(text) == other.text(text) && is_unpaired(text, key) == is_unpaired(text, other)
}

/// Whether a key holds a lone surrogate, and so is its spelling.
fn is_unpaired(text: &str, key: Span) -> bool {
    !key.is_escaped() && key.raw(text).is_some_and(|raw| raw.contains('\\'))
}

/// A key, as it is compared: a lone surrogate cannot be mistaken for the text of its spelling.
fn spelled(text: &str, key: Span) -> String {
    let name = key.text(text).map(|key| key.to_str().into_owned()).unwrap_or_default();
    if is_unpaired(text, key) { format!("\0{name}") } else { name }
}
