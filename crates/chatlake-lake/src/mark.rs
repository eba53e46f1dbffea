//! What stands for content in the name of a file.

use std::fmt;
use std::str::FromStr;

use sha2::{Digest, Sha256};

/// Sixteen hexadecimal digits that follow from content alone: whoever makes a file calls it the
/// same, and no name is ever given to other rows.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Mark(String);

const DIGITS: usize = 16;

impl Mark {
    /// Of an input, by the SHA-256 of its bytes in hexadecimal; `dropped` are the places of
    /// records, among those written of it, that are left out because an earlier hour has them.
    pub fn of_input(sha256: &str, dropped: &[u64]) -> Self {
        if dropped.is_empty() {
            return Self(sha256.chars().take(DIGITS).collect());
        }
        let ordinals: Vec<String> = dropped.iter().map(ToString::to_string).collect();
        Self::of_text(&format!("{sha256}\n{}", ordinals.join(",")))
    }

    /// Of whatever decides the content of a file, as text.
    pub fn of_text(text: &str) -> Self {
        Self(sha256_of(text.as_bytes()).chars().take(DIGITS).collect())
    }
}

impl fmt::Display for Mark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A text that is no mark.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not sixteen hexadecimal digits")]
pub struct BadMark(pub String);

impl FromStr for Mark {
    type Err = BadMark;

    fn from_str(text: &str) -> Result<Self, BadMark> {
        let is_digit = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
        if text.len() == DIGITS && text.bytes().all(is_digit) {
            Ok(Self(text.to_owned()))
        } else {
            Err(BadMark(text.to_owned()))
        }
    }
}

/// SHA-256 of bytes, in hexadecimal.
pub(crate) fn sha256_of(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

/// Bytes in lower-case hexadecimal.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_follows_from_content() {
        let sha256 = sha256_of(b"abc");
        assert_eq!(Mark::of_input(&sha256, &[]).to_string(), "ba7816bf8f01cfea");
        let less = Mark::of_input(&sha256, &[0, 7]);
        assert_eq!(less, Mark::of_text(&format!("{sha256}\n0,7")));
        assert_ne!(less, Mark::of_input(&sha256, &[0, 8]));
        assert_eq!(less.to_string().parse(), Ok(less));
        for text in
            ["", "ba7816bf8f01cfe", "BA7816BF8F01CFEA", "ba7816bf8f01cfeaa", "../../../../../.."]
        {
            assert_eq!(text.parse::<Mark>(), Err(BadMark(text.to_owned())), "{text}");
        }
    }
}
