//! The identity of a message: its `msg_id` in the form of its era.

use super::rng::Rng;

/// Epoch seconds from which numeric ids count.
const ID_EPOCH: u64 = 1_417_564_800;

/// The shape of a record. One file may hold both.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Era {
    /// 2017 and 2018: alphanumeric ids, timestamps that are strings, an internal `from`.
    Legacy,
    /// Since: ids of 17 to 19 digits, timestamps that are numbers.
    Modern,
}

/// Appends the id of the `index`-th message of an hour; no two of a corpus are equal.
pub(crate) fn push_id(id: &mut String, era: Era, hour_start: i64, at_ms: u64, index: u64) {
    match era {
        Era::Legacy => legacy(id, hour_start, index),
        Era::Modern => modern(id, at_ms, index),
    }
}

/// Such as `7K1QX-21-90b3c`: five base 36 digits that differ for every hour, then a counter.
fn legacy(id: &mut String, hour_start: i64, index: u64) {
    const DIGITS: &[u8; 36] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    // The factor shares no prime with 36, so hours map one to one onto codes.
    let mut code = (hour_start.unsigned_abs() / 3600).wrapping_mul(25_214_903) % 36_u64.pow(5);
    for _ in 0..5 {
        id.push(char::from(DIGITS[(code % 36) as usize]));
        code /= 36;
    }
    let node = Rng::new(index).between(1, 65);
    id.push_str(&format!("-{node}-{:x}", 0x8000 + index));
}

/// `id / 2^32 + 1417564800` is the epoch second; below it the millisecond, then a scrambled counter.
fn modern(id: &mut String, at_ms: u64, index: u64) {
    let ms = u128::from(at_ms - ID_EPOCH * 1000);
    // One millisecond is 4 294 967 ids wide, the counter 2^22; an odd factor permutes it.
    let counter = index.wrapping_mul(2_654_435_769) & ((1 << 22) - 1);
    let value = (ms << 32).div_ceil(1000) + u128::from(counter);
    id.push_str(&value.to_string());
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(era: Era, at_ms: u64, index: u64) -> String {
        let mut id = String::new();
        push_id(&mut id, era, 1_543_309_200, at_ms, index);
        id
    }

    #[test]
    fn a_numeric_id_carries_its_second() {
        for index in 0..5_000 {
            let id: u64 = id(Era::Modern, 1_543_309_200_999, index).parse().unwrap();
            assert_eq!((id >> 32) + ID_EPOCH, 1_543_309_200);
            assert!(id > 1 << 53);
        }
    }

    #[test]
    fn ids_of_one_millisecond_differ() {
        for era in [Era::Legacy, Era::Modern] {
            let ids: std::collections::HashSet<_> =
                (0..10_000).map(|index| id(era, 1_543_309_200_000, index)).collect();
            assert_eq!(ids.len(), 10_000);
        }
    }
}
