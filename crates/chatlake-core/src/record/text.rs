//! Text values as they stand in the file.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::fmt;

/// A text value of a record: borrowed from the input, unescaped only when asked for.
///
/// Most strings of an export hold no escape sequence and are their own value; the others keep
/// the JSON spelling and are decoded piece by piece into wherever they are needed. A `Text`
/// always decodes to well-formed Unicode: the parser has checked its escapes and never makes one
/// from a lone surrogate.
#[derive(Clone, Copy)]
pub struct Text<'a> {
    raw: &'a str,
    escaped: bool,
}

impl<'a> Text<'a> {
    /// The content of a JSON string, with escapes that have been checked.
    pub(crate) fn from_json(raw: &'a str, escaped: bool) -> Self {
        Self { raw, escaped }
    }

    /// The spelling in the file, without the quotes; the value itself where nothing is escaped.
    pub fn raw(self) -> &'a str {
        self.raw
    }

    /// The value, if it stands in the file letter by letter.
    pub fn as_str(self) -> Option<&'a str> {
        (!self.escaped).then_some(self.raw)
    }

    /// The value; allocates only where the file has escapes.
    pub fn to_str(self) -> Cow<'a, str> {
        match self.as_str() {
            Some(value) => Cow::Borrowed(value),
            None => {
                let mut value = String::with_capacity(self.raw.len());
                for piece in self.pieces() {
                    piece.push_to(&mut value);
                }
                Cow::Owned(value)
            }
        }
    }

    /// Whether the value is `""`.
    pub fn is_empty(self) -> bool {
        self.raw.is_empty()
    }

    /// The value in pieces: runs of plain text and decoded escapes, in order.
    pub fn pieces(self) -> Pieces<'a> {
        Pieces { rest: self.raw, escaped: self.escaped }
    }

    /// Writes the value, decoded, without allocating.
    pub fn write_to(self, out: &mut impl fmt::Write) -> fmt::Result {
        if !self.escaped {
            return out.write_str(self.raw);
        }
        for piece in self.pieces() {
            match piece {
                Piece::Plain(run) => out.write_str(run)?,
                Piece::Escape(c) => out.write_char(c)?,
            }
        }
        Ok(())
    }
}

impl<'a> From<&'a str> for Text<'a> {
    /// A value that is already decoded.
    fn from(value: &'a str) -> Self {
        Self { raw: value, escaped: false }
    }
}

impl fmt::Display for Text<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.write_to(f)
    }
}

impl fmt::Debug for Text<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&*self.to_str(), f)
    }
}

impl PartialEq for Text<'_> {
    fn eq(&self, other: &Self) -> bool {
        match (self.escaped, other.escaped) {
            (false, false) => self.raw == other.raw,
            _ => self.to_str() == other.to_str(),
        }
    }
}

impl Eq for Text<'_> {}

impl PartialEq<str> for Text<'_> {
    fn eq(&self, other: &str) -> bool {
        *self == Text::from(other)
    }
}

impl PartialEq<&str> for Text<'_> {
    fn eq(&self, other: &&str) -> bool {
        *self == Text::from(*other)
    }
}

impl PartialOrd for Text<'_> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Text<'_> {
    /// Byte order of the values, which for UTF-8 is the order of their code points.
    fn cmp(&self, other: &Self) -> Ordering {
        match (self.escaped, other.escaped) {
            (false, false) => self.raw.cmp(other.raw),
            _ => self.to_str().cmp(&other.to_str()),
        }
    }
}

/// A part of a text value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Piece<'a> {
    /// A run that stands in the file as it is.
    Plain(&'a str),
    /// A character that was escaped.
    Escape(char),
}

impl Piece<'_> {
    fn push_to(self, out: &mut String) {
        match self {
            Piece::Plain(run) => out.push_str(run),
            Piece::Escape(c) => out.push(c),
        }
    }
}

/// The pieces of a [`Text`], made by [`Text::pieces`].
#[derive(Clone, Debug)]
pub struct Pieces<'a> {
    rest: &'a str,
    escaped: bool,
}

impl<'a> Iterator for Pieces<'a> {
    type Item = Piece<'a>;

    fn next(&mut self) -> Option<Piece<'a>> {
        if self.rest.is_empty() {
            return None;
        }
        if !self.escaped {
            return Some(Piece::Plain(std::mem::take(&mut self.rest)));
        }
        match memchr::memchr(b'\\', self.rest.as_bytes()) {
            Some(0) => match Escape::first(self.rest.as_bytes()) {
                Escape::Char(c, len) => {
                    self.rest = self.rest.get(len..).unwrap_or_default();
                    Some(Piece::Escape(c))
                }
                // The parser makes no `Text` from such a string.
                Escape::LoneSurrogate(_) | Escape::Invalid => {
                    self.rest = "";
                    None
                }
            },
            Some(at) => {
                let (run, rest) = self.rest.split_at(at);
                self.rest = rest;
                Some(Piece::Plain(run))
            }
            None => Some(Piece::Plain(std::mem::take(&mut self.rest))),
        }
    }
}

/// What a backslash sequence of RFC 8259 section 7 stands for, with the bytes it takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Escape {
    /// A character, of one escape or of a surrogate pair.
    Char(char, usize),
    /// `\uD800`–`\uDFFF` without its other half: JSON, but not Unicode text.
    LoneSurrogate(usize),
    /// Not an escape of JSON.
    Invalid,
}

impl Escape {
    /// Reads the escape that `bytes` begins with; `bytes[0]` is the backslash.
    pub(crate) fn first(bytes: &[u8]) -> Escape {
        let simple = |c| Escape::Char(c, 2);
        match bytes.get(1) {
            Some(b'"') => simple('"'),
            Some(b'\\') => simple('\\'),
            Some(b'/') => simple('/'),
            Some(b'b') => simple('\u{8}'),
            Some(b'f') => simple('\u{c}'),
            Some(b'n') => simple('\n'),
            Some(b'r') => simple('\r'),
            Some(b't') => simple('\t'),
            Some(b'u') => Self::unicode(bytes),
            _ => Escape::Invalid,
        }
    }

    fn unicode(bytes: &[u8]) -> Escape {
        let Some(first) = hex4(bytes.get(2..6)) else { return Escape::Invalid };
        if let Some(c) = char::from_u32(first) {
            return Escape::Char(c, 6);
        }
        if first >= 0xDC00 || bytes.get(6..8) != Some(b"\\u") {
            return Escape::LoneSurrogate(6);
        }
        match hex4(bytes.get(8..12)) {
            Some(second @ 0xDC00..=0xDFFF) => {
                let c = 0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00);
                char::from_u32(c).map_or(Escape::Invalid, |c| Escape::Char(c, 12))
            }
            _ => Escape::LoneSurrogate(6),
        }
    }
}

fn hex4(digits: Option<&[u8]>) -> Option<u32> {
    digits?.iter().try_fold(0, |value, digit| Some(value << 4 | (*digit as char).to_digit(16)?))
}

/// What the escapes of a string amount to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Escapes {
    /// There are none.
    None,
    /// All of them are characters.
    Chars,
    /// Valid JSON, but at least one surrogate stands alone.
    LoneSurrogate,
    /// At this offset stands something that is no escape of JSON.
    Invalid(usize),
}

impl Escapes {
    /// Checks every escape of the content of a JSON string.
    pub(crate) fn of(content: &[u8]) -> Escapes {
        let mut at = 0;
        let mut found = Escapes::None;
        while let Some(next) = content.get(at..).and_then(|rest| memchr::memchr(b'\\', rest)) {
            at += next;
            match Escape::first(content.get(at..).unwrap_or_default()) {
                Escape::Char(_, len) => {
                    at += len;
                    if found == Escapes::None {
                        found = Escapes::Chars;
                    }
                }
                Escape::LoneSurrogate(len) => {
                    at += len;
                    found = Escapes::LoneSurrogate;
                }
                Escape::Invalid => return Escapes::Invalid(at),
            }
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_decode_to_their_characters() {
        for (raw, value) in [
            ("", ""),
            ("plain 你好", "plain 你好"),
            (r#"a\"b\\c\/d"#, "a\"b\\c/d"),
            (r"\b\f\n\r\t", "\u{8}\u{c}\n\r\t"),
            (r"\u4f60\u597D!", "你好!"),
            (r"\ud83d\ude00", "😀"),
            (r"\u0000x", "\0x"),
        ] {
            let escaped = Escapes::of(raw.as_bytes()) == Escapes::Chars;
            assert_eq!(Text::from_json(raw, escaped).to_str(), value, "{raw}");
        }
    }

    #[test]
    fn lone_surrogates_and_wrong_escapes_are_told_apart() {
        for (raw, expected) in [
            (r"\ud83d", Escapes::LoneSurrogate),
            (r"\ude00\ud83d", Escapes::LoneSurrogate),
            (r"\ud83dx", Escapes::LoneSurrogate),
            (r"\ud83d\ud83d\ude00", Escapes::LoneSurrogate),
            (r"ab\x", Escapes::Invalid(2)),
            (r"\u12", Escapes::Invalid(0)),
            (r"\u12g4", Escapes::Invalid(0)),
            (r"\u+123", Escapes::Invalid(0)),
            ("a\\", Escapes::Invalid(1)),
            (r"\ud83d\u12", Escapes::Invalid(6)),
        ] {
            assert_eq!(Escapes::of(raw.as_bytes()), expected, "{raw}");
        }
    }

    #[test]
    fn texts_compare_by_value_not_by_spelling() {
        let spelled = Text::from_json(r"\u0061b", true);
        assert_eq!(spelled, "ab");
        assert!(spelled < Text::from("b"));
    }
}
