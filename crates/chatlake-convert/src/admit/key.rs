//! What records are known by.

use std::hash::{BuildHasher, RandomState};

use chatlake_core::Record;
use xxhash_rust::xxh3::{xxh3_64_with_secret, xxh3_64_with_seed};

use crate::options::Keys;

/// What a record is known by: two hashes of 64 bits. Those of one run, or of one seed, can be
/// compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RecordKey {
    /// Of its `msg_id`.
    pub id: u64,
    /// Of its bytes.
    pub content: u64,
}

impl RecordKey {
    /// How many bytes it takes in a file.
    pub const SIZE: usize = 16;

    /// As it stands in a file: `id`, then `content`, the lowest byte of each first.
    pub fn to_bytes(self) -> [u8; Self::SIZE] {
        (u128::from(self.id) | u128::from(self.content) << 64).to_le_bytes()
    }

    /// From what stands in a file.
    pub fn from_bytes(bytes: [u8; Self::SIZE]) -> Self {
        let both = u128::from_le_bytes(bytes);
        Self { id: both as u64, content: (both >> 64) as u64 }
    }
}

/// Makes keys; the same for every worker of a run.
#[derive(Clone, Debug)]
pub(crate) struct Keyed {
    secret: [u8; SECRET],
}

/// What xxh3 mixes in; a seed instead would have it make one anew for every record.
const SECRET: usize = 192;

impl Keyed {
    /// As the options want it.
    pub(crate) fn new(keys: Keys) -> Self {
        match keys {
            Keys::Forgotten => Self::random(),
            Keys::Kept { seed } => Self::of_seed(seed),
        }
    }

    /// A key that nobody who writes messages can know.
    pub(crate) fn random() -> Self {
        let random = RandomState::new();
        Self::of(|place| random.hash_one(place))
    }

    /// The same for the same seed, on every machine and for ever: keys are compared with those of
    /// other years.
    fn of_seed(seed: u64) -> Self {
        Self::of(|place| xxh3_64_with_seed(&place.to_le_bytes(), seed))
    }

    fn of(word: impl Fn(u64) -> u64) -> Self {
        let mut secret = [0; SECRET];
        for (bytes, place) in secret.chunks_exact_mut(8).zip(0..) {
            bytes.copy_from_slice(&word(place).to_le_bytes());
        }
        Self { secret }
    }

    pub(crate) fn key(&self, record: Record<'_>) -> RecordKey {
        let id = self.hash(record.msg_id().to_str().as_bytes());
        RecordKey { id, content: self.hash(record.raw().as_bytes()) }
    }

    fn hash(&self, bytes: &[u8]) -> u64 {
        xxh3_64_with_secret(bytes, &self.secret)
    }
}
