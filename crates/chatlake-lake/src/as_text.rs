//! Values that stand in documents as the text that they are named by.

use std::fmt::Display;
use std::str::FromStr;

use chatlake_core::Zone;
use serde::{Deserialize, Deserializer, Serializer, de};

/// For `#[serde(with = "as_text")]`.
pub(crate) fn serialize<T: Display, S: Serializer>(
    value: &T,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    serializer.collect_str(value)
}

/// For `#[serde(with = "as_text")]`.
pub(crate) fn deserialize<'de, T, D>(deserializer: D) -> Result<T, D::Error>
where
    T: FromStr<Err: Display>,
    D: Deserializer<'de>,
{
    String::deserialize(deserializer)?.parse().map_err(de::Error::custom)
}

/// Zones, which are shown by their names.
pub(crate) mod zone {
    use super::*;

    pub(crate) fn serialize<S: Serializer>(zone: &Zone, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(zone.name())
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Zone, D::Error> {
        super::deserialize(deserializer)
    }
}
