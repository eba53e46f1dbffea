//! Runs of one value and groups of packed ones: the encoding of levels, and of places in a
//! dictionary.
//!
//! `RLE` in the [encodings] of the format. A group is eight values; a run may have any number.
//!
//! [encodings]: https://parquet.apache.org/docs/file-format/data-pages/encodings/

use super::bits::{pack, varint};

/// Values in a group.
const GROUP: usize = 8;

/// Groups that are announced together at most: the announcement then takes one byte, and that is
/// as much as every reader knows from other writers.
const GROUPS: usize = 63;

/// So many equal values are worth a run of their own.
const SHORTEST_RUN: usize = GROUP;

/// So many groups of equal bits are.
const SHORTEST_RUN_OF_GROUPS: usize = 4;

/// Appends values of `width` bits.
pub(super) fn encode(values: &[u32], width: u32, out: &mut Vec<u8>) {
    // What is not written yet, and how much of it will be packed.
    let (mut rest, mut n_packed) = (values, 0);
    while let Some((value, others)) = rest.get(n_packed..).and_then(<[u32]>::split_first) {
        let run = 1 + others.iter().take_while(|other| *other == value).count();
        // Groups are whole: the last one takes what it lacks from the run.
        let lacking = n_packed.next_multiple_of(GROUP) - n_packed;
        if run >= lacking + SHORTEST_RUN {
            let (packed, after) = rest.split_at(n_packed + lacking);
            groups(packed, width, out);
            repeat(*value, run - lacking, width, out);
            rest = after.get(run - lacking..).unwrap_or_default();
            n_packed = 0;
        } else {
            n_packed += run;
        }
    }
    groups(rest, width, out);
}

/// Appends the first `n` bits of a bitmap, the lowest bit of each byte first. Beyond them, the
/// last byte must be zero.
pub(super) fn encode_bits(bitmap: &[u8], n: usize, out: &mut Vec<u8>) {
    let (mut rest, mut n_packed, mut n_left) = (bitmap, 0, n);
    while let Some((group, others)) = rest.get(n_packed..).and_then(<[u8]>::split_first) {
        if !matches!(*group, 0 | u8::MAX) {
            n_packed += 1;
            continue;
        }
        let run = 1 + others.iter().take_while(|other| *other == group).count();
        if run >= SHORTEST_RUN_OF_GROUPS {
            let (packed, after) = rest.split_at(n_packed);
            groups_of_bits(packed, out);
            n_left -= n_packed * GROUP;
            let n_equal = n_left.min(run * GROUP);
            repeat(u32::from(group & 1), n_equal, 1, out);
            n_left -= n_equal;
            rest = after.get(run..).unwrap_or_default();
            n_packed = 0;
        } else {
            n_packed += run;
        }
    }
    groups_of_bits(rest, out);
}

/// Appends one value, `n` times.
pub(super) fn repeat(value: u32, n: usize, width: u32, out: &mut Vec<u8>) {
    varint((n as u64) << 1, out);
    out.extend(value.to_le_bytes().iter().take(width.div_ceil(u8::BITS) as usize));
}

fn groups(values: &[u32], width: u32, out: &mut Vec<u8>) {
    for values in values.chunks(GROUPS * GROUP) {
        let n_groups = values.len().div_ceil(GROUP);
        announce(n_groups, out);
        let end = out.len() + n_groups * width as usize;
        pack(values.iter().map(|value| u64::from(*value)), width, out);
        // The values that the last group lacks.
        out.resize(end, 0);
    }
}

fn groups_of_bits(bitmap: &[u8], out: &mut Vec<u8>) {
    for bitmap in bitmap.chunks(GROUPS) {
        announce(bitmap.len(), out);
        out.extend_from_slice(bitmap);
    }
}

fn announce(n_groups: usize, out: &mut Vec<u8>) {
    varint((n_groups as u64) << 1 | 1, out);
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The format's specification, read back.
    fn decode(mut bytes: &[u8], width: u32, n: usize) -> Vec<u32> {
        let mut values = Vec::new();
        while values.len() < n {
            let (mut head, mut shift) = (0_u64, 0);
            loop {
                let byte = bytes[0];
                bytes = &bytes[1..];
                head |= u64::from(byte & 0x7f) << shift;
                shift += 7;
                if byte < 0x80 {
                    break;
                }
            }
            let count = (head >> 1) as usize;
            if head & 1 == 0 {
                let n_bytes = width.div_ceil(8) as usize;
                let mut value = [0; 4];
                value[..n_bytes].copy_from_slice(&bytes[..n_bytes]);
                bytes = &bytes[n_bytes..];
                values.extend(std::iter::repeat_n(u32::from_le_bytes(value), count));
                assert!(values.len() <= n, "a run goes beyond the values");
            } else {
                assert!(count <= GROUPS);
                let bit = |at: usize| u32::from(bytes[at / 8] >> (at % 8) & 1);
                for place in 0..count * GROUP {
                    let of = |n: u32| bit(place * width as usize + n as usize) << n;
                    values.push((0..width).map(of).sum());
                }
                bytes = &bytes[count * width as usize..];
            }
        }
        assert!(bytes.is_empty() && values[n..].iter().all(|value| *value == 0));
        values.truncate(n);
        values
    }

    proptest! {
        #[test]
        fn what_was_encoded_is_read_back(
            runs in prop::collection::vec((0_u32..1 << 20, 1_usize..40), 0..60),
            width in 1_u32..=20,
        ) {
            let mask = (1 << width) - 1;
            let values: Vec<u32> =
                runs.iter().flat_map(|(value, n)| std::iter::repeat_n(value & mask, *n)).collect();
            let mut out = Vec::new();
            encode(&values, width, &mut out);
            prop_assert_eq!(decode(&out, width, values.len()), values);
        }

        #[test]
        fn bits_are_read_back(
            runs in prop::collection::vec((any::<bool>(), 1_usize..100), 0..60),
        ) {
            let bits: Vec<bool> =
                runs.iter().flat_map(|(bit, n)| std::iter::repeat_n(*bit, *n)).collect();
            let mut bitmap = vec![0; bits.len().div_ceil(8)];
            for (at, bit) in bits.iter().enumerate() {
                bitmap[at / 8] |= u8::from(*bit) << (at % 8);
            }
            let mut out = Vec::new();
            encode_bits(&bitmap, bits.len(), &mut out);
            let expected: Vec<u32> = bits.iter().map(|bit| u32::from(*bit)).collect();
            prop_assert_eq!(decode(&out, 1, bits.len()), expected);
        }
    }

    #[test]
    fn a_dictionary_of_one_value_takes_no_bits() {
        let mut out = Vec::new();
        encode(&[0; 100], 0, &mut out);
        assert_eq!(decode(&out, 0, 100), [0; 100]);
    }
}
