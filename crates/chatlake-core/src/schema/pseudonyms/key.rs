//! The key that pseudonyms are made with.

use std::fmt;

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

/// What the check of a key is the pseudonym of.
const CHECK: &str = "chatlake key check";

/// A secret that pseudonyms are made with: whoever has it can find the pseudonym of a name, and
/// nobody else can. It is not shown, and cannot be had back.
#[derive(Clone)]
pub struct PseudonymKey {
    /// After the key, before a value: what is hashed per value is the value alone.
    keyed: Hmac<Sha256>,
}

impl PseudonymKey {
    /// The least bytes that a key has.
    pub const SHORTEST: usize = 16;

    /// A key of these bytes.
    ///
    /// # Errors
    ///
    /// They are fewer than [`PseudonymKey::SHORTEST`].
    pub fn new(bytes: &[u8]) -> Result<Self, ShortKey> {
        if bytes.len() < Self::SHORTEST {
            return Err(ShortKey(bytes.len()));
        }
        Ok(Self { keyed: keyed(bytes) })
    }

    /// Appends the pseudonym of a value, also of an empty one.
    pub(crate) fn write(&self, value: &str, out: &mut String) {
        let digit = |value: u8| char::from_digit(value.into(), 16).unwrap_or_default();
        let mut mac = self.keyed.clone();
        mac.update(value.as_bytes());
        for byte in mac.finalize().into_bytes() {
            out.extend([digit(byte >> 4), digit(byte & 15)]);
        }
    }

    /// What tells one key from another, 16 digits.
    pub(super) fn check(&self) -> String {
        let mut check = String::new();
        self.write(CHECK, &mut check);
        check.truncate(16);
        check
    }
}

fn keyed(bytes: &[u8]) -> Hmac<Sha256> {
    Hmac::new_from_slice(bytes).expect("HMAC takes keys of any length")
}

impl PartialEq for PseudonymKey {
    fn eq(&self, other: &Self) -> bool {
        self.check() == other.check()
    }
}

impl Eq for PseudonymKey {}

impl fmt::Debug for PseudonymKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PseudonymKey(…)")
    }
}

/// A key that could be guessed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "the key for pseudonyms has {0} bytes, and {least} are the least: `openssl rand -hex 32` prints a good one",
    least = PseudonymKey::SHORTEST
)]
pub struct ShortKey(pub usize);

#[cfg(test)]
mod tests {
    use super::*;

    fn pseudonym(key: &PseudonymKey, value: &str) -> String {
        let mut out = String::new();
        key.write(value, &mut out);
        out
    }

    /// RFC 4231, test cases 1, 2, 6 and 7: a short key, one of letters, and one beyond a block.
    #[test]
    fn pseudonyms_are_hmac_sha_256() {
        let long = "This is a test using a larger than block-size key and a larger than \
                    block-size data. The key needs to be hashed before being used by the HMAC \
                    algorithm.";
        for (key, value, expected) in [
            (
                &[0x0b; 20][..],
                "Hi There",
                "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7",
            ),
            (
                b"Jefe",
                "what do ya want for nothing?",
                "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
            ),
            (
                &[0xaa; 131],
                "Test Using Larger Than Block-Size Key - Hash Key First",
                "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54",
            ),
            (
                &[0xaa; 131],
                long,
                "9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2",
            ),
        ] {
            assert_eq!(pseudonym(&PseudonymKey { keyed: keyed(key) }, value), expected);
        }
    }

    #[test]
    fn a_key_is_long_enough_and_is_not_shown() {
        assert_eq!(PseudonymKey::new(&[7; 15]).unwrap_err(), ShortKey(15));
        let [a, b] = [&b"0123456789abcdef"[..], b"0123456789abcdeg"]
            .map(|bytes| PseudonymKey::new(bytes).unwrap());
        assert_eq!(format!("{a:?} {a:#?}"), "PseudonymKey(…) PseudonymKey(…)");
        assert_eq!(a, a.clone());
        assert_ne!(a, b);
        assert_eq!(a.check(), pseudonym(&a, "chatlake key check")[..16]);
    }
}
