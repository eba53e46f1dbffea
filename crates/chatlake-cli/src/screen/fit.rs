//! Text by the cells it takes on a screen.

use std::borrow::Cow;

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// How many cells a text takes.
pub(crate) fn width(text: &str) -> usize {
    text.width()
}

/// The text, cut between what people call characters to fit this many cells; `…` tells of a cut.
pub(crate) fn fitted(text: &str, n_cells: usize) -> Cow<'_, str> {
    // Every byte takes a cell at most, so most texts need no look at their characters.
    if text.len() <= n_cells || (text.len() <= n_cells * 4 && width(text) <= n_cells) {
        return Cow::Borrowed(text);
    }
    let mut end = 0;
    let mut taken = 0;
    let mut cut = 0;
    for (at, cluster) in text.grapheme_indices(true) {
        taken += width(cluster);
        if taken > n_cells {
            return Cow::Owned(format!("{}…", text.get(..cut).unwrap_or_default()));
        }
        end = at + cluster.len();
        if taken < n_cells {
            cut = end;
        }
    }
    Cow::Borrowed(text.get(..end).unwrap_or_default())
}

/// Whether terminals disagree about the cells that a text takes: with emoji that are joined,
/// coloured or made of a sign and a selector, many count by parts.
pub(crate) fn is_disputed(text: &str) -> bool {
    text.chars().any(|c| {
        matches!(c, '\u{200d}' | '\u{fe0f}' | '\u{1f3fb}'..='\u{1f3ff}' | '\u{1f1e6}'..='\u{1f1ff}')
    })
}

/// The text with spaces behind it, up to this many cells.
pub(crate) fn padded(text: &str, n_cells: usize) -> String {
    let n_spaces = n_cells.saturating_sub(width(text));
    format!("{text}{}", " ".repeat(n_spaces))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_cut_between_characters() {
        for (text, n_cells, expected) in [
            ("hello", 5, "hello"),
            ("hello", 4, "hel…"),
            ("你好吗", 6, "你好吗"),
            ("你好吗", 5, "你好…"),
            ("你好吗", 4, "你…"),
            ("a👨‍👩‍👧b", 4, "a👨‍👩‍👧b"),
            ("a👨‍👩‍👧bc", 4, "a👨‍👩‍👧…"),
            ("👨‍👩‍👧x", 2, "…"),
            ("e\u{301}e\u{301}e\u{301}", 2, "e\u{301}…"),
            ("", 0, ""),
            ("x", 0, "…"),
        ] {
            assert_eq!(fitted(text, n_cells), expected, "{text} in {n_cells}");
        }
    }

    #[test]
    fn padding_counts_cells() {
        assert_eq!(padded("你", 4), "你  ");
        assert_eq!(padded("👍🏽", 3), "👍🏽 ");
        assert_eq!(padded("long", 2), "long");
    }
}
