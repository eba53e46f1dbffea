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
    let without = |name: &'_ str, suffixes: &[&str]| -> usize {
        suffixes
            .iter()
            .find(|suffix| {
                name.len() > suffix.len()
                    && name
                        .get(name.len() - suffix.len()..)
                        .is_some_and(|end| end.eq_ignore_ascii_case(suffix))
            })
            .map_or(name.len(), |suffix| name.len() - suffix.len())
    };
    let name = file_name.get(..without(file_name, &[".gz", ".zst"])).unwrap_or(file_name);
    name.get(..without(name, &[".jsonl", ".json"])).unwrap_or(name)
}
