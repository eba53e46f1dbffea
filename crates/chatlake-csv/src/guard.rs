//! Texts that a spreadsheet would run as a formula.

use std::borrow::Cow;

/// Whether texts are kept from being run as formulas by the spreadsheet that opens the file.
///
/// People write what they like, and `=HYPERLINK(…)` in a chat is code in a cell. The guard puts
/// one `'` before every text that, after any `'`, starts with `=`, `+`, `-`, `@`, a tab or a
/// carriage return; [`unguard`] takes it away again, and only it. Numbers are left alone.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Guard {
    /// Formulas get a `'`, which can be taken away again.
    #[default]
    On,
    /// Every text stands as it is.
    Off,
}

/// The text as a guarded file holds it.
///
/// ```
/// assert_eq!(chatlake_csv::guard("=1+1"), "'=1+1");
/// assert_eq!(chatlake_csv::guard("'=1+1"), "''=1+1");
/// assert_eq!(chatlake_csv::guard("'quoted'"), "'quoted'");
/// ```
pub fn guard(text: &str) -> Cow<'_, str> {
    if is_formula(text) { Cow::Owned(format!("'{text}")) } else { Cow::Borrowed(text) }
}

/// The text behind what a guarded file holds.
///
/// ```
/// assert_eq!(chatlake_csv::unguard("'=1+1"), "=1+1");
/// assert_eq!(chatlake_csv::unguard("'quoted'"), "'quoted'");
/// ```
pub fn unguard(text: &str) -> &str {
    match text.strip_prefix('\'') {
        Some(rest) if is_formula(rest) => rest,
        _ => text,
    }
}

/// Whether the text, after any `'`, starts as a formula does.
pub(crate) fn is_formula(text: &str) -> bool {
    let mut bytes = text.bytes().skip_while(|byte| *byte == b'\'');
    bytes.next().is_some_and(starts_formula)
}

fn starts_formula(byte: u8) -> bool {
    matches!(byte, b'=' | b'+' | b'-' | b'@' | b'\t' | b'\r')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn formulas_get_one_apostrophe() {
        for formula in ["=", "+1", "-1", "@a", "\tx", "\rx", "'=", "''-", "'\t"] {
            assert_eq!(guard(formula), format!("'{formula}"));
        }
        for text in ["", "'", "''", "1+1", " =", "'a=", "\n=", "＝1", "你好", "\u{ab}="] {
            assert_eq!(guard(text), text);
            assert_eq!(unguard(text), text);
        }
    }

    proptest! {
        #[test]
        fn a_guard_can_be_taken_away_and_leaves_no_formula(text in "['=+\\-@\t\ra\u{ff1d}]{0,6}|\\PC*") {
            let guarded = guard(&text);
            prop_assert_eq!(unguard(&guarded), &text);
            prop_assert!(!guarded.bytes().next().is_some_and(starts_formula));
        }
    }
}
