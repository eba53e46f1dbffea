//! Words of SQL: names, literals, lists.

/// Columns that follow from the folders that a file lies in.
pub(super) const PARTITIONS: [&str; 3] = ["org", "app", "date"];

/// How long a line of a list gets.
const LINE: usize = 96;

/// Items with commas between, broken into lines that are indented by two.
pub(super) fn listed<S: AsRef<str>>(items: &[S]) -> String {
    let mut lines = vec![String::new()];
    for (at, item) in items.iter().enumerate() {
        let item = item.as_ref();
        let comma = if at + 1 < items.len() { "," } else { "" };
        let taken = lines.last().map_or(0, String::len);
        if taken > 0 && taken + item.len() + 1 > LINE {
            lines.push(String::new());
        }
        let Some(line) = lines.last_mut() else { break };
        line.push_str(if line.is_empty() { "  " } else { " " });
        line.push_str(item);
        line.push_str(comma);
    }
    lines.join("\n")
}

/// One item per line, indented by two.
pub(super) fn stacked<S: AsRef<str>>(items: &[S]) -> String {
    let lines: Vec<String> = items.iter().map(|item| format!("  {}", item.as_ref())).collect();
    lines.join(",\n")
}

/// A text in quotes, as the standard has it.
pub(super) fn literal(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

/// A text in quotes, where a backslash is an escape.
pub(super) fn escaped_literal(text: &str) -> String {
    let text = text.replace('\\', "\\\\").replace('\'', "\\'");
    format!("'{}'", text.replace('\n', "\\n"))
}

/// A text that stays on the line of its comment.
pub(super) fn in_a_comment(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { '\u{fffd}' } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_broken_between_items() {
        let items: Vec<String> = (0..30).map(|n| format!("column_{n}")).collect();
        let text = listed(&items);
        assert!(text.lines().count() > 1 && text.lines().all(|line| line.len() <= LINE + 2));
        assert_eq!(text.matches(',').count(), 29);
        assert_eq!(text.replace(",\n ", ",").trim(), items.join(", "));
    }

    #[test]
    fn no_text_leaves_its_quotes() {
        assert_eq!(literal("it's"), "'it''s'");
        assert_eq!(escaped_literal("a\\'b\n"), "'a\\\\\\'b\\n'");
        assert_eq!(in_a_comment("a\nDROP TABLE b"), "a\u{fffd}DROP TABLE b");
    }
}
