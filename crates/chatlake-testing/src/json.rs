//! An oracle: JSON by serde_json's judgement, as a tree that keeps every key and every byte.

use serde_json::value::RawValue;

/// A JSON value.
#[derive(Clone, Debug, PartialEq)]
pub enum Json {
    /// In order, with whatever keys stand twice.
    Object(Vec<(Unit, Json)>),
    /// In order.
    Array(Vec<Json>),
    /// What stands between quotes, without escapes.
    Text(Unit),
    /// As it is spelled.
    Number(String),
    /// `true`, `false` or `null`.
    Word(String),
}

/// Text as UTF-16, which has a place for lone surrogates.
pub type Unit = Vec<u16>;

/// Text as a [`Unit`].
pub fn unit(text: &str) -> Unit {
    text.encode_utf16().collect()
}

/// The tree of a text that serde_json takes for JSON.
pub fn parse(bytes: &[u8]) -> Option<Json> {
    let text = std::str::from_utf8(bytes).ok()?;
    serde_json::from_str::<&RawValue>(text).ok()?;
    let mut rest = text.as_bytes();
    Some(value(&mut rest))
}

/// One value of text that is known to be JSON; `rest` is what follows.
fn value(rest: &mut &[u8]) -> Json {
    blanks(rest);
    match rest[0] {
        b'{' => {
            let mut members = Vec::new();
            while next_item(rest, b'}') {
                blanks(rest);
                let key = text(rest);
                blanks(rest);
                *rest = &rest[1..];
                members.push((key, value(rest)));
            }
            Json::Object(members)
        }
        b'[' => {
            let mut elements = Vec::new();
            while next_item(rest, b']') {
                elements.push(value(rest));
            }
            Json::Array(elements)
        }
        b'"' => Json::Text(text(rest)),
        byte => {
            let is_end = |byte: &u8| b",]} \t\r\n".contains(byte);
            let (word, behind) = rest.split_at(rest.iter().position(is_end).unwrap_or(rest.len()));
            *rest = behind;
            let word = String::from_utf8(word.to_vec()).expect("serde_json has taken it for JSON");
            if byte.is_ascii_alphabetic() { Json::Word(word) } else { Json::Number(word) }
        }
    }
}

/// Steps over the bracket or comma; `false` behind the closing bracket.
fn next_item(rest: &mut &[u8], closing: u8) -> bool {
    blanks(rest);
    let is_open = rest[0] != closing;
    let is_first = matches!(rest[0], b'{' | b'[');
    *rest = &rest[1..];
    blanks(rest);
    if is_open && is_first && rest[0] == closing {
        *rest = &rest[1..];
        return false;
    }
    is_open
}

fn blanks(rest: &mut &[u8]) {
    while let [b' ' | b'\t' | b'\r' | b'\n', behind @ ..] = rest {
        *rest = behind;
    }
}

fn text(rest: &mut &[u8]) -> Unit {
    let mut end = 1;
    while rest[end] != b'"' {
        end += if rest[end] == b'\\' { 2 } else { 1 };
    }
    let content = std::str::from_utf8(&rest[1..end]).expect("serde_json has taken it for JSON");
    *rest = &rest[end + 1..];
    let mut units = Vec::new();
    let mut chars = content.chars();
    while let Some(c) = chars.next() {
        let c = match c {
            '\\' => match chars.next().expect("serde_json has taken it for JSON") {
                'b' => '\u{8}',
                'f' => '\u{c}',
                'n' => '\n',
                'r' => '\r',
                't' => '\t',
                'u' => {
                    let digits: String = chars.by_ref().take(4).collect();
                    units.push(
                        u16::from_str_radix(&digits, 16).expect("serde_json has taken it for JSON"),
                    );
                    continue;
                }
                c => c,
            },
            c => c,
        };
        units.extend_from_slice(c.encode_utf16(&mut [0; 2]));
    }
    units
}

impl Json {
    /// Whether it is `null`.
    pub fn is_null(&self) -> bool {
        *self == Json::Word("null".to_owned())
    }

    /// The text, where it is Unicode.
    pub fn as_text(&self) -> Option<String> {
        match self {
            Json::Text(text) => String::from_utf16(text).ok(),
            _ => None,
        }
    }

    /// The members; none of what is no object.
    pub fn members(&self) -> &[(Unit, Json)] {
        match self {
            Json::Object(members) => members,
            _ => &[],
        }
    }

    /// The first member of that name.
    pub fn get(&self, key: &str) -> Option<&Json> {
        self.members().iter().find(|(name, _)| *name == unit(key)).map(|(_, value)| value)
    }

    /// The same with the keys of every object in order, for comparing.
    pub fn sorted(self) -> Json {
        match self {
            Json::Object(members) => {
                let mut members: Vec<_> =
                    members.into_iter().map(|(key, value)| (key, value.sorted())).collect();
                members.sort_by(|(a, _), (b, _)| a.cmp(b));
                Json::Object(members)
            }
            Json::Array(elements) => Json::Array(elements.into_iter().map(Json::sorted).collect()),
            other => other,
        }
    }
}
