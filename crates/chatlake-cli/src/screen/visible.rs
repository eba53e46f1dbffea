//! Characters that would do something to a terminal, made to show themselves.

use std::borrow::Cow;

/// The text with control characters made visible: `␊` for a line feed, `<U+202E>` for one that
/// turns the direction of what follows.
pub(crate) fn visible(text: &str) -> Cow<'_, str> {
    shown(text, is_shown)
}

/// The same, with line breaks as they are.
pub(crate) fn visible_lines(text: &str) -> Cow<'_, str> {
    shown(text, |c| c == '\n' || is_shown(c))
}

fn shown(text: &str, is_shown: impl Fn(char) -> bool) -> Cow<'_, str> {
    if text.chars().all(&is_shown) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match c {
            _ if is_shown(c) => out.push(c),
            '\0'..='\u{1f}' => out.extend(char::from_u32(0x2400 + c as u32)),
            '\u{7f}' => out.push('␡'),
            _ => out.push_str(&format!("<U+{:04X}>", c as u32)),
        }
    }
    Cow::Owned(out)
}

/// Whether a character takes a place, or joins those that do.
fn is_shown(c: char) -> bool {
    let is_format = matches!(
        c,
        // Line and paragraph separators, and the marks and overrides of direction.
        '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
        // Signs that nobody sees, but for the joiners of emoji and scripts.
        | '\u{ad}' | '\u{200b}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{180e}'
    );
    !c.is_control() && !is_format
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn control_characters_show_themselves() {
        for (text, expected) in [
            ("plain 你好 👨‍👩‍👧", "plain 你好 👨‍👩‍👧"),
            ("a\tb\r\nc\0", "a␉b␍␊c␀"),
            ("\x1b[31mred\x7f", "␛[31mred␡"),
            ("a\u{202e}b\u{2028}c\u{85}", "a<U+202E>b<U+2028>c<U+0085>"),
        ] {
            assert_eq!(visible(text), expected);
        }
    }
}
