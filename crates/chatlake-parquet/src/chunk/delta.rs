//! Numbers as steps from one to the next: `DELTA_BINARY_PACKED` in the [encodings] of the format.
//!
//! [encodings]: https://parquet.apache.org/docs/file-format/data-pages/encodings/

use super::bits::{pack, varint, zigzag};

/// Steps that share the least of them. Twice as many, for 64 bits, would be as good.
const BLOCK: usize = 128;

/// Parts of a block that have a width each.
const PARTS: usize = 4;

const PART: usize = BLOCK / PARTS;

/// An integer whose steps wrap around within its width, as readers undo them.
pub(super) trait Integer: Copy + Ord + Default {
    /// The greatest one.
    const MAX: Self;
    fn minus(self, other: Self) -> Self;
    /// Its bits as they stand, in the lowest of the result.
    fn bits(self) -> u64;
    fn widen(self) -> i64;
}

impl Integer for i32 {
    const MAX: Self = i32::MAX;

    fn minus(self, other: Self) -> Self {
        self.wrapping_sub(other)
    }

    fn bits(self) -> u64 {
        u64::from(self as u32)
    }

    fn widen(self) -> i64 {
        i64::from(self)
    }
}

impl Integer for i64 {
    const MAX: Self = i64::MAX;

    fn minus(self, other: Self) -> Self {
        self.wrapping_sub(other)
    }

    fn bits(self) -> u64 {
        self as u64
    }

    fn widen(self) -> i64 {
        self
    }
}

/// Appends values, with what a reader needs to find their end.
pub(super) fn encode<T: Integer>(values: &[T], out: &mut Vec<u8>) {
    varint(BLOCK as u64, out);
    varint(PARTS as u64, out);
    varint(values.len() as u64, out);
    let Some((first, others)) = values.split_first() else {
        zigzag(0, out);
        return;
    };
    zigzag(first.widen(), out);
    let mut last = *first;
    for block in others.chunks(BLOCK) {
        let (mut steps, mut least) = ([T::default(); BLOCK], T::MAX);
        for (step, value) in steps.iter_mut().zip(block) {
            *step = value.minus(last);
            last = *value;
            least = least.min(*step);
        }
        zigzag(least.widen(), out);
        let mut above = [0; BLOCK];
        for ((above, step), _) in above.iter_mut().zip(&steps).zip(block) {
            *above = step.minus(least).bits();
        }
        let width = |part: &[u64]| {
            u64::BITS - part.iter().fold(0, |all, above| all | above).leading_zeros()
        };
        out.extend(above.chunks(PART).map(|part| width(part) as u8));
        // A part that has begun is whole, with zeros; one that has not is left out.
        for part in above.chunks(PART).take(block.len().div_ceil(PART)) {
            pack(part.iter().copied(), width(part), out);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_a_head_alone() {
        let mut out = Vec::new();
        encode::<i64>(&[], &mut out);
        assert_eq!(out, [0x80, 1, 4, 0, 0]);
    }

    #[test]
    fn the_example_of_the_specification() {
        // 1 to 5: a first value of 1, then four steps of 1, which take no bits.
        let mut out = Vec::new();
        encode(&[1_i32, 2, 3, 4, 5], &mut out);
        assert_eq!(out, [0x80, 1, 4, 5, 2, 2, 0, 0, 0, 0]);
    }
}
