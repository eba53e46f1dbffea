//! JSON that means the same and looks otherwise.

use std::fmt::Write;

use chatlake_testing::json::{self, Json, Unit};

/// What [`marked`] puts behind every text.
pub const MARK: &str = " hunter2!";

/// The same JSON in other words: every character of every text as an escape, and white space
/// wherever it may stand. None for what serde_json does not take for JSON.
pub fn respelled(bytes: &[u8]) -> Option<String> {
    Some(spelled(&json::parse(bytes)?))
}

/// A tree as text, in the same odd way.
pub fn spelled(json: &Json) -> String {
    let mut out = String::new();
    spell(json, None, &mut out);
    out
}

/// JSON of the same shape, with a mark behind every text that is no key: what shows a text of it
/// shows the mark.
pub fn marked(bytes: &[u8]) -> Option<String> {
    let mut out = String::new();
    spell(&json::parse(bytes)?, Some(MARK), &mut out);
    Some(out)
}

fn spell(json: &Json, mark: Option<&str>, out: &mut String) {
    match json {
        Json::Object(members) => {
            out.push_str(" {\t");
            for (number, (key, value)) in members.iter().enumerate() {
                out.push_str(if number == 0 { "\r\n" } else { " , " });
                spell_text(key, out);
                out.push_str(" : ");
                spell(value, mark, out);
            }
            out.push_str("\n} ");
        }
        Json::Array(elements) => {
            out.push_str(" [ ");
            for (number, element) in elements.iter().enumerate() {
                out.push_str(if number == 0 { "" } else { " , " });
                spell(element, mark, out);
            }
            out.push_str(" ] ");
        }
        Json::Text(text) => {
            let mut text = text.clone();
            text.extend(mark.unwrap_or_default().encode_utf16());
            spell_text(&text, out);
        }
        Json::Number(word) | Json::Word(word) => out.push_str(word),
    }
}

fn spell_text(text: &Unit, out: &mut String) {
    out.push('"');
    for unit in text {
        write!(out, "\\u{unit:04x}").expect("a string takes what it is given");
    }
    out.push('"');
}
