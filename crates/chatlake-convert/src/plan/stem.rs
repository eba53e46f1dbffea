//! The name of an hour.

/// The name without `.gz` or `.zst`, then without `.jsonl` or `.json`.
///
/// ```
/// # use chatlake_convert::stem;
/// assert_eq!(stem("2018112717.gz"), "2018112717");
/// assert_eq!(stem("2018112717.json.gz"), "2018112717");
/// assert_eq!(stem("a.b.jsonl"), "a.b");
/// ```
pub fn stem(file_name: &str) -> &str {
    without(without(file_name, &[".gz", ".zst"]), &[".jsonl", ".json"])
}

/// What is left of the stem of a file of rejects when it is one beside a single output: that of
/// `day.csv.zst.rejects.jsonl` comes to `day`. Others stay as they are.
pub(super) fn stem_of_rejects(stem: &str) -> &str {
    let output = without(stem, &[".rejects"]);
    if output.len() == stem.len() {
        return stem;
    }
    without(without(output, &[".gz", ".zst"]), &[".parquet", ".arrow", ".csv", ".jsonl"])
}

/// A name without the one of these that it ends in, unless it is nothing else.
fn without<'a>(name: &'a str, suffixes: &[&str]) -> &'a str {
    let stem = |suffix: &&str| {
        let (stem, end) = name.split_at_checked(name.len().checked_sub(suffix.len())?)?;
        (!stem.is_empty() && end.eq_ignore_ascii_case(suffix)).then_some(stem)
    };
    suffixes.iter().find_map(stem).unwrap_or(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rejects_beside_an_output_are_called_after_it() {
        assert_eq!(stem_of_rejects("day.csv.zst.rejects"), "day");
        assert_eq!(stem_of_rejects("day.parquet.rejects"), "day");
        assert_eq!(stem_of_rejects("mine.rejects"), "mine");
        assert_eq!(stem_of_rejects("2018112717"), "2018112717");
        assert_eq!(stem_of_rejects("day.csv"), "day.csv");
        assert_eq!(stem_of_rejects(".rejects"), ".rejects");
    }
}
