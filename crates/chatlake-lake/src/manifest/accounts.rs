//! The accounts of a slot, as they stand in its manifest.

use chatlake_convert::Counts;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// The members, in the order in which reports have them.
#[derive(Deserialize)]
#[serde(remote = "Counts")]
struct Accounts {
    records: u64,
    written: u64,
    rows: u64,
    duplicates: u64,
    duplicates_dropped: u64,
    conflicts: u64,
    rejects: u64,
    filtered: u64,
    suspect_timestamps: u64,
    bytes_in: u64,
    bytes_expanded: u64,
    trailing_bytes: u64,
}

pub(super) fn serialize<S: Serializer>(counts: &Counts, serializer: S) -> Result<S::Ok, S::Error> {
    counts.serialize(serializer)
}

pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Counts, D::Error> {
    Accounts::deserialize(deserializer)
}
