//! What is locked.

use super::Complaint;
use super::tree::Tree;

/// Packages of which there is one version: two would not link, or their types would differ.
const ONE: &[&str] = &["arrow", "parquet", "zstd", "zstd-sys", "simd-json", "flate2"];

/// Packages that stand on one line, with all of their family.
const LINE: &[(&str, &str)] = &[("arrow", "59"), ("parquet", "59")];

/// Parts of Arrow that are not numbered with it.
const APART: &[&str] = &["arrow-format"];

/// What is locked: the workspace, and that of the fuzzers.
pub(super) const LOCKS: [&str; 2] = ["Cargo.lock", "fuzz/Cargo.lock"];

pub(super) fn there_is_one_of_each(tree: &Tree) -> Vec<Complaint> {
    LOCKS.into_iter().flat_map(|lock| one_of_each(tree, lock)).collect()
}

fn one_of_each(tree: &Tree, lock: &str) -> Vec<Complaint> {
    let packages: Vec<(&str, &str)> =
        packages(tree.text(lock)).map(|locked| (locked.name, locked.version)).collect();
    let mut complaints = Vec::new();
    for name in ONE {
        let versions: Vec<&str> =
            packages.iter().filter(|(package, _)| package == name).map(|(_, v)| *v).collect();
        if versions.len() > 1 {
            let says = format!("{name} is there as {}: one is enough", versions.join(" and "));
            complaints.push(Complaint::of(lock, says));
        }
    }
    for (package, version) in &packages {
        for (family, line) in LINE {
            let rest = package.strip_prefix(family);
            let is_of_it = rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('-'));
            let major = version.split('.').next();
            if is_of_it && !APART.contains(package) && major != Some(*line) {
                let says = format!("{package} {version} is not on the {line} line");
                complaints.push(Complaint::of(lock, says));
            }
        }
    }
    complaints
}

/// A package that is locked.
pub(super) struct Locked<'a> {
    pub(super) name: &'a str,
    pub(super) version: &'a str,
    /// Where it is from; none for what is in this tree.
    pub(super) source: Option<&'a str>,
}

pub(super) fn packages(lock: &str) -> impl Iterator<Item = Locked<'_>> {
    lock.split("[[package]]").skip(1).filter_map(|package| {
        let field = |name: &str| {
            let line = package.lines().find_map(|line| line.strip_prefix(name));
            line.map(|value| value.trim_start_matches(" = ").trim_matches('"'))
        };
        Some(Locked { name: field("name")?, version: field("version")?, source: field("source") })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn says(packages: &[(&str, &str)]) -> Vec<String> {
        let lock: String = packages
            .iter()
            .map(|(name, version)| {
                format!("[[package]]\nname = \"{name}\"\nversion = \"{version}\"\n\n")
            })
            .collect();
        let complaints = there_is_one_of_each(&Tree::of(&[("Cargo.lock", &lock)]));
        complaints.into_iter().map(|complaint| complaint.says).collect()
    }

    #[test]
    fn arrow_and_parquet_stand_on_one_line() {
        let good = [("arrow", "59.1.0"), ("arrow-array", "59.1.0"), ("parquet", "59.0.0")];
        assert!(says(&good).is_empty());
        assert_eq!(
            says(&[("arrow", "59.1.0"), ("arrow-ipc", "58.0.0")]),
            ["arrow-ipc 58.0.0 is not on the 59 line"]
        );
        assert_eq!(says(&[("arrow", "59.1.0"), ("arrow", "59.2.0")]).len(), 1);
    }

    #[test]
    fn fuzzers_are_held_to_it_too() {
        let lock = "[[package]]\nname = \"arrow\"\nversion = \"58.0.0\"\n\n";
        let complaints = there_is_one_of_each(&Tree::of(&[("fuzz/Cargo.lock", lock)]));
        assert_eq!(complaints.len(), 1);
        assert_eq!(complaints[0].place, "fuzz/Cargo.lock");
    }

    #[test]
    fn zstd_is_linked_once() {
        let says = says(&[("zstd-sys", "2.0.1"), ("zstd-sys", "2.0.2")]);
        assert_eq!(says, ["zstd-sys is there as 2.0.1 and 2.0.2: one is enough"]);
    }
}
