//! JSON, appended to a buffer with the escapes that a writer of the day might have chosen.

/// Which characters a writer escapes beyond those it must.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Escapes {
    /// None.
    Minimal,
    /// `/` as `\/`, as PHP and older Java libraries do.
    Slashes,
    /// Everything outside ASCII as `\uXXXX`, in surrogate pairs where it takes two.
    Ascii,
}

/// An object being written. Keys are plain ASCII and not escaped.
pub(crate) struct Object<'a> {
    out: &'a mut Vec<u8>,
    is_empty: bool,
    pub(crate) escapes: Escapes,
}

impl<'a> Object<'a> {
    pub(crate) fn open(out: &'a mut Vec<u8>, escapes: Escapes) -> Self {
        out.push(b'{');
        Self { out, is_empty: true, escapes }
    }

    /// Writes the key and hands out the buffer for the value.
    pub(crate) fn key(&mut self, key: &str) -> &mut Vec<u8> {
        if !self.is_empty {
            self.out.push(b',');
        }
        self.is_empty = false;
        self.out.push(b'"');
        self.out.extend_from_slice(key.as_bytes());
        self.out.extend_from_slice(b"\":");
        self.out
    }

    pub(crate) fn text(&mut self, key: &str, text: &str) {
        let escapes = self.escapes;
        string(self.key(key), text, escapes);
    }

    pub(crate) fn number(&mut self, key: &str, value: u64) {
        number(self.key(key), value);
    }

    /// Writes a value that is JSON already.
    pub(crate) fn raw(&mut self, key: &str, json: &str) {
        self.key(key).extend_from_slice(json.as_bytes());
    }

    pub(crate) fn object(&mut self, key: &str) -> Object<'_> {
        let escapes = self.escapes;
        Object::open(self.key(key), escapes)
    }

    pub(crate) fn close(self) {
        self.out.push(b'}');
    }
}

/// Appends `text` in quotes.
pub(crate) fn string(out: &mut Vec<u8>, text: &str, escapes: Escapes) {
    out.push(b'"');
    match escapes {
        Escapes::Minimal => minimal(out, text, |byte| byte < 0x20 || matches!(byte, b'"' | b'\\')),
        Escapes::Slashes => {
            minimal(out, text, |byte| byte < 0x20 || matches!(byte, b'"' | b'\\' | b'/'));
        }
        Escapes::Ascii => ascii(out, text),
    }
    out.push(b'"');
}

/// Appends `value` in decimal.
pub(crate) fn number(out: &mut Vec<u8>, value: u64) {
    let mut digits = [0; 20];
    let mut start = digits.len();
    let mut rest = value;
    loop {
        start -= 1;
        digits[start] = b'0' + (rest % 10) as u8;
        rest /= 10;
        if rest == 0 {
            break;
        }
    }
    out.extend_from_slice(&digits[start..]);
}

fn minimal(out: &mut Vec<u8>, text: &str, must_escape: impl Fn(u8) -> bool) {
    let bytes = text.as_bytes();
    let mut copied = 0;
    for (position, byte) in bytes.iter().enumerate() {
        if must_escape(*byte) {
            out.extend_from_slice(&bytes[copied..position]);
            escaped(out, *byte);
            copied = position + 1;
        }
    }
    out.extend_from_slice(&bytes[copied..]);
}

fn ascii(out: &mut Vec<u8>, text: &str) {
    let mut units = [0; 2];
    for character in text.chars() {
        match u8::try_from(character) {
            Ok(byte) if byte < 0x20 || matches!(byte, b'"' | b'\\') => escaped(out, byte),
            Ok(byte) if byte.is_ascii() => out.push(byte),
            _ => {
                for unit in character.encode_utf16(&mut units) {
                    code_unit(out, *unit);
                }
            }
        }
    }
}

fn escaped(out: &mut Vec<u8>, byte: u8) {
    let short = match byte {
        b'\n' => b'n',
        b'\r' => b'r',
        b'\t' => b't',
        0x08 => b'b',
        0x0c => b'f',
        b'"' | b'\\' | b'/' => byte,
        _ => return code_unit(out, u16::from(byte)),
    };
    out.extend_from_slice(&[b'\\', short]);
}

fn code_unit(out: &mut Vec<u8>, unit: u16) {
    const HEX: &[u8; 16] = b"0123456789abcdef";
    let digit = |shift: u16| HEX[usize::from((unit >> shift) & 15)];
    out.extend_from_slice(&[b'\\', b'u', digit(12), digit(8), digit(4), digit(0)]);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, escapes: Escapes, expected: &str) {
        let mut out = Vec::new();
        string(&mut out, text, escapes);
        assert_eq!(String::from_utf8(out).unwrap(), expected);
    }

    #[test]
    fn every_style_escapes_what_it_must() {
        check("a\"\\\n\u{1}/好", Escapes::Minimal, r#""a\"\\\n\u0001/好""#);
        check("a/b", Escapes::Slashes, r#""a\/b""#);
        check("好/😀", Escapes::Ascii, r#""\u597d/\ud83d\ude00""#);
    }

    #[test]
    fn numbers_are_plain_decimals() {
        for value in [0, 7, 10, 1_543_280_400_123, u64::MAX] {
            let mut out = Vec::new();
            number(&mut out, value);
            assert_eq!(String::from_utf8(out).unwrap(), value.to_string());
        }
    }
}
