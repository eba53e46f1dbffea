//! What was said, without what nobody should see of it.

use chatlake_store::Place;

/// A value as it was given; of a url that is no place, and may hold credentials or a signature,
/// its scheme alone.
pub(crate) fn discreet(text: &str) -> String {
    match text.split_once(":/") {
        Some((scheme, rest))
            if rest.contains(['@', '?', ':']) && Place::of_pattern(text).is_err() =>
        {
            format!("{scheme}://\u{2026}")
        }
        _ => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn credentials_and_signatures_are_not_shown() {
        for text in [
            "s3://u:hunter2@b/x",
            "s3:/u:hunter2@b",
            "s3://u:hunter2/x",
            "s3://b/x?X-Amz-Signature=hunter2",
        ] {
            assert_eq!(discreet(text), "s3://\u{2026}");
        }
        for text in ["s3://b/x", "lake/", "abfss://c@a.dfs.core.windows.net/x", "a@b?", ""] {
            assert_eq!(discreet(text), text);
        }
    }
}
