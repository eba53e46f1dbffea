//! Exports and outputs that lie anywhere, checked against each other.

use std::path::Path;

use super::export::Export;
use super::listed::Listed;
use super::output;
use super::{Check, Verdict};
use crate::failure::Failure;

/// Checks every export, and every output against the exports that it was made of.
pub(super) fn check(paths: &[&Path]) -> Result<Vec<Check>, Failure> {
    let Listed { exports, outputs, others } = Listed::of(paths)?;
    let mut checks = Vec::new();
    let mut read = Vec::new();
    for path in &exports {
        let (check, export) = Export::read(path);
        checks.push(check);
        read.extend(export);
    }
    checks.extend(outputs.iter().map(|path| output::check(path, &read)));
    checks.extend(others.iter().map(|path| {
        let says = "CSV has no place to tell what it was made of: `chatlake convert --skip-existing` makes it again and compares";
        Check::new(path, Verdict::Unchecked, says)
    }));
    Ok(checks)
}
