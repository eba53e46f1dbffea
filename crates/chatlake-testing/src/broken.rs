//! What is next to a record and is none.

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select};

use crate::record::record;
use crate::value::any_value;

/// Bytes that are next to a record, or far from one.
pub fn bytes() -> impl Strategy<Value = Vec<u8>> {
    let broken =
        (record(), vec((any::<Index>(), mutation()), 1..4)).prop_map(|(record, changes)| {
            let mut bytes = record.into_bytes();
            for (at, change) in changes {
                let at = at.index(bytes.len().max(1));
                match change {
                    _ if bytes.is_empty() => {}
                    Mutation::Flip(bit) => bytes[at] ^= 1 << bit,
                    Mutation::Insert(byte) => bytes.insert(at, byte),
                    Mutation::Delete(n) => {
                        bytes.drain(at..(at + n).min(bytes.len()));
                    }
                }
            }
            bytes
        });
    prop_oneof![
        4 => broken,
        2 => record().prop_map(String::into_bytes),
        1 => any_value().prop_map(String::into_bytes),
        1 => vec(select(b"{}[]\",:\\ 0e.-tn\x00\x1f\xff\xe4\n".to_vec()), 0..40),
        1 => vec(any::<u8>(), 0..40),
    ]
}

#[derive(Clone, Copy, Debug)]
enum Mutation {
    Flip(u8),
    Insert(u8),
    Delete(usize),
}

fn mutation() -> impl Strategy<Value = Mutation> {
    prop_oneof![
        (0u8..8).prop_map(Mutation::Flip),
        select(b"{}[]\",:\\ 0e.-tu\x00\x1f\xff\xe4".to_vec()).prop_map(Mutation::Insert),
        any::<u8>().prop_map(Mutation::Insert),
        (1usize..4).prop_map(Mutation::Delete),
    ]
}

/// What stands on one line: `bytes` without line breaks or blanks around it, and not empty.
pub fn line() -> impl Strategy<Value = Vec<u8>> {
    bytes().prop_map(|mut bytes| {
        bytes.retain(|byte| *byte != b'\n');
        let blank = [&b" "[..], b"\t", b"\r", b"\xef\xbb\xbf"];
        while let Some(blank) = blank.iter().find(|blank| bytes.starts_with(blank)) {
            bytes.drain(..blank.len());
        }
        while let Some(blank) = blank.iter().find(|blank| bytes.ends_with(blank)) {
            bytes.truncate(bytes.len() - blank.len());
        }
        if bytes.is_empty() {
            bytes.push(b'x');
        }
        bytes
    })
}
