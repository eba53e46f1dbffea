//! Names of files within a place.

use crate::error::{StoreError, StoreErrorKind};

/// Refuses what would lead out of the place, or is spelled in two ways.
///
/// # Errors
///
/// A key is not empty, and has no part that is empty, `.` or `..`, or holds control characters.
pub(crate) fn check(act: &'static str, key: &str) -> Result<(), StoreError> {
    if is_key(key) {
        return Ok(());
    }
    let why = "it is no name of a file within a place";
    Err(StoreError::new(StoreErrorKind::Other, act, &key.escape_debug(), why))
}

pub(crate) fn is_key(key: &str) -> bool {
    let is_part = |part: &str| !matches!(part, "" | "." | "..");
    key.split('/').all(is_part) && !key.contains(char::is_control)
}

/// Whether it is a file in the making, or in a folder that is nobody's business.
pub(crate) fn is_hidden(key: &str) -> bool {
    key.split('/').any(|part| part.starts_with('.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_key_leads_out_of_its_place() {
        for key in ["a", "a/b.json", "org=a b/app=\u{4f60}/date=2018-11-27/..x", "_lake.json"] {
            assert!(is_key(key), "{key}");
        }
        for key in ["", "/a", "a/", "a//b", "../a", "a/../b", "a/./b", "a\nb", "a\0"] {
            assert!(!is_key(key), "{key}");
        }
    }
}
