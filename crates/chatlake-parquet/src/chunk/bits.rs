//! Numbers of few bits, one after the other.

/// Appends values of `width` bits each, the first in the lowest bits; the last byte is filled up
/// with zeros.
///
/// Values must fit: what stands above their width ends up in their neighbours.
pub(super) fn pack(values: impl Iterator<Item = u64>, width: u32, out: &mut Vec<u8>) {
    if width == 0 {
        return;
    }
    let (mut word, mut filled) = (0_u64, 0);
    for value in values {
        word |= value << filled;
        filled += width;
        if filled >= u64::BITS {
            out.extend_from_slice(&word.to_le_bytes());
            filled -= u64::BITS;
            // The part of the value that had no room.
            word = if filled == 0 { 0 } else { value >> (width - filled) };
        }
    }
    let n_bytes = filled.div_ceil(u8::BITS) as usize;
    out.extend(word.to_le_bytes().iter().take(n_bytes));
}

/// Appends a number seven bits at a time, the lowest first.
pub(super) fn varint(mut value: u64, out: &mut Vec<u8>) {
    while value >= 0x80 {
        out.push(value as u8 | 0x80);
        value >>= 7;
    }
    out.push(value as u8);
}

/// The same for a number that may be negative: small ones of either sign take few bytes.
pub(super) fn zigzag(value: i64, out: &mut Vec<u8>) {
    varint(((value << 1) ^ (value >> 63)) as u64, out);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_stand_side_by_side_from_the_lowest_bit_on() {
        let check = |values: &[u64], width, expected: &[u8]| {
            let mut out = Vec::new();
            pack(values.iter().copied(), width, &mut out);
            assert_eq!(out, expected, "{values:?} of {width}");
        };
        check(&[], 3, &[]);
        check(&[0, 0, 0], 0, &[]);
        // The example of the format's specification.
        check(&[0, 1, 2, 3, 4, 5, 6, 7], 3, &[0b1000_1000, 0b1100_0110, 0b1111_1010]);
        check(
            &[u64::MAX, 1],
            64,
            &[255, 255, 255, 255, 255, 255, 255, 255, 1, 0, 0, 0, 0, 0, 0, 0],
        );
        check(&[1 << 40, 3], 41, &[0, 0, 0, 0, 0, 0b111, 0, 0, 0, 0, 0]);
    }

    #[test]
    fn varints_are_short_for_small_numbers_of_either_sign() {
        let check = |value, expected: &[u8]| {
            let mut out = Vec::new();
            zigzag(value, &mut out);
            assert_eq!(out, expected, "{value}");
        };
        check(0, &[0]);
        check(-1, &[1]);
        check(1, &[2]);
        check(64, &[0x80, 1]);
        check(i64::MIN, &[255, 255, 255, 255, 255, 255, 255, 255, 255, 1]);
    }
}
