//! Which key is it? Objects of an export repeat the order of their keys, so the key that came
//! next the last time is tried first.

use std::marker::PhantomData;

use super::cursor::Value;
use super::member;
use crate::reject::RejectReason;

/// The keys of a kind of object that the parser knows.
pub(crate) trait Keys: Copy + PartialEq + 'static {
    /// Every key with its spelling, in the order of [`Keys::number`].
    const ALL: &'static [(&'static str, Self)];

    /// The place in `ALL`, below 32.
    fn number(self) -> usize;
}

/// Remembers after which key which other came.
#[derive(Debug)]
pub(crate) struct Predicted<K> {
    /// For each key by number, the number of the one that followed it last; at the end, the one
    /// that came first.
    next: [u8; SLOTS],
    keys: PhantomData<K>,
}

const SLOTS: usize = 33;
const FIRST: usize = SLOTS - 1;

impl<K> Default for Predicted<K> {
    fn default() -> Self {
        Self { next: [0; SLOTS], keys: PhantomData }
    }
}

impl<K: Keys> Predicted<K> {
    /// Begins an object.
    pub(crate) fn begin(&mut self) -> Seen<'_, K> {
        Seen { predicted: self, last: FIRST, seen: 0 }
    }
}

/// The known keys of one object so far.
pub(crate) struct Seen<'a, K> {
    predicted: &'a mut Predicted<K>,
    last: usize,
    seen: u32,
}

impl<K: Keys> Seen<'_, K> {
    /// The known key that is spelled so; an error if it was there before.
    #[inline(always)]
    pub(crate) fn find(&mut self, text: &str, key: Value) -> Result<Option<K>, RejectReason> {
        let spelled = text.as_bytes().get(key.start + 1..key.end - 1).unwrap_or_default();
        let guess = self.predicted.next.get(self.last).copied().unwrap_or_default();
        let found = match K::ALL.get(guess as usize) {
            Some((name, known)) if is_same(name.as_bytes(), spelled) => Some(*known),
            _ => self.search(text, key, spelled),
        };
        let Some(known) = found else { return Ok(None) };
        let bit = 1 << known.number();
        if self.seen & bit != 0 {
            return Err(member::duplicate(text, key));
        }
        self.seen |= bit;
        self.last = known.number();
        Ok(Some(known))
    }

    fn search(&mut self, text: &str, key: Value, spelled: &[u8]) -> Option<K> {
        let by_name = |name: &[u8]| {
            K::ALL.iter().find(|(known, _)| known.as_bytes() == name).map(|(_, known)| *known)
        };
        let found = if spelled.contains(&b'\\') {
            by_name(member::name(text, key).as_bytes())
        } else {
            by_name(spelled)
        };
        if let (Some(known), Some(next)) = (found, self.predicted.next.get_mut(self.last)) {
            *next = known.number() as u8;
        }
        found
    }
}

/// Whether two keys are equal, without a call for those of usual lengths: two stretches from
/// either end cover them.
#[inline(always)]
fn is_same(a: &[u8], b: &[u8]) -> bool {
    if a.len() != b.len() {
        return false;
    }
    match a.len() {
        8..=16 => a.first_chunk::<8>() == b.first_chunk() && a.last_chunk::<8>() == b.last_chunk(),
        4..8 => a.first_chunk::<4>() == b.first_chunk() && a.last_chunk::<4>() == b.last_chunk(),
        2..4 => a.first_chunk::<2>() == b.first_chunk() && a.last_chunk::<2>() == b.last_chunk(),
        _ => a == b,
    }
}
