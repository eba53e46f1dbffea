//! Which crate may see which, and who may use which library.

use super::Complaint;
use super::tree::Tree;

/// The table of `ARCHITECTURE.md`: every crate and the crates of ours that it may depend on.
///
/// Tests may see more; what is shipped may not.
const CRATES: &[(&str, &[&str])] = &[
    ("chatlake-core", &[]),
    ("chatlake-arrow", &["chatlake-core"]),
    ("chatlake-parquet", &["chatlake-arrow", "chatlake-core"]),
    ("chatlake-csv", &["chatlake-core"]),
    ("chatlake-jsonl", &["chatlake-core"]),
    (
        "chatlake-convert",
        &["chatlake-arrow", "chatlake-core", "chatlake-csv", "chatlake-jsonl", "chatlake-parquet"],
    ),
    ("chatlake-fetch", &["chatlake-core"]),
    ("chatlake-store", &["chatlake-core"]),
    ("chatlake-lake", &["chatlake-convert", "chatlake-core", "chatlake-parquet", "chatlake-store"]),
    ("chatlake-delta", &["chatlake-core", "chatlake-lake", "chatlake-parquet", "chatlake-store"]),
    (
        "chatlake-sync",
        &["chatlake-convert", "chatlake-core", "chatlake-fetch", "chatlake-lake", "chatlake-store"],
    ),
    (
        "chatlake-cli",
        &[
            "chatlake-arrow",
            "chatlake-convert",
            "chatlake-core",
            "chatlake-csv",
            "chatlake-delta",
            "chatlake-fetch",
            "chatlake-jsonl",
            "chatlake-lake",
            "chatlake-parquet",
            // For `chatlake demo`, which is a platform and a client in one.
            "chatlake-sim",
            "chatlake-store",
            "chatlake-sync",
        ],
    ),
    ("chatlake-sim", &["chatlake-core"]),
    // Below nobody: what is shipped sees no tests.
    ("chatlake-testing", &["chatlake-core"]),
];

/// Libraries that not everybody may use, and who may. The names are prefixes.
const OWNERS: &[(&str, &[&str], &str)] = &[
    ("simd-json", &["chatlake-core"], "records are parsed in one place"),
    (
        "flate2",
        &["chatlake-core", "chatlake-sim", "chatlake-testing"],
        "sources are expanded in one place",
    ),
    ("rayon", &["chatlake-convert"], "work is spread in one place"),
    (
        "arrow",
        &["chatlake-arrow", "chatlake-parquet", "chatlake-testing"],
        "the others see batches, if at all",
    ),
    ("parquet", &["chatlake-parquet", "chatlake-cli"], "the command verifies files; nobody else"),
    ("clap", &["chatlake-cli", "chatlake-sim"], "libraries know no arguments"),
    ("indicatif", &["chatlake-cli"], "libraries do not draw"),
    (
        "serde_json",
        &[
            "chatlake-convert",
            "chatlake-cli",
            "chatlake-fetch",
            "chatlake-lake",
            "chatlake-sim",
            "chatlake-testing",
        ],
        "records are not parsed by it",
    ),
    ("proptest", &["chatlake-testing"], "records are made up for tests"),
    ("httparse", &["chatlake-sim"], "only the simulated platform serves"),
    ("rusqlite", &["chatlake-sync"], "one crate keeps a database"),
    (
        "object_store",
        &["chatlake-store", "chatlake-delta"],
        "one crate knows buckets, and tables lie in them",
    ),
    ("delta_kernel", &["chatlake-delta"], "one crate knows tables"),
    (
        "tokio",
        &["chatlake-store", "chatlake-delta"],
        "what buckets need; nobody else waits for many things at once",
    ),
    ("reqwest", &["chatlake-fetch"], "one crate knows a network"),
    ("rustls", &["chatlake-fetch"], "one crate knows a network"),
    ("ureq", &[], "nothing here knows a network"),
    ("hyper", &[], "nothing here knows a network"),
    ("openssl", &[], "nothing here knows a network"),
];

pub(super) fn crates_see_only_what_lies_below(tree: &Tree) -> Vec<Complaint> {
    let mut complaints = Vec::new();
    for package in tree.packages.iter().filter(|package| package.is_a_crate()) {
        let Some((name, below)) = CRATES.iter().find(|(name, _)| *name == package.name) else {
            let says =
                "is not in the table of `xtask/src/tidy/dependencies.rs`: say what it may see";
            complaints.push(Complaint::of(&package.path, says));
            continue;
        };
        for dependency in package.shipped.iter().filter(|name| name.starts_with("chatlake-")) {
            if !below.contains(&dependency.as_str()) {
                let says =
                    format!("{name} must not depend on {dependency}, which does not lie below");
                complaints.push(Complaint::of(&package.path, says));
            }
        }
    }
    complaints
}

pub(super) fn libraries_have_their_owners(tree: &Tree) -> Vec<Complaint> {
    let mut complaints = Vec::new();
    for package in tree.packages.iter().filter(|package| package.is_a_crate()) {
        let name = package.name.as_str();
        for dependency in &package.shipped {
            for (library, owners, reason) in OWNERS {
                let is_it = dependency.strip_prefix(library).is_some_and(is_end_of_name);
                if is_it && !owners.contains(&name) {
                    let says = format!("{name} must not depend on {dependency}: {reason}");
                    complaints.push(Complaint::of(&package.path, says));
                }
            }
        }
    }
    complaints
}

/// `arrow-json` is arrow, `arrows` is not.
fn is_end_of_name(rest: &str) -> bool {
    rest.is_empty() || rest.starts_with(['-', '_'])
}

#[cfg(test)]
mod tests {
    use super::super::packages::Package;
    use super::*;

    fn says(rule: fn(&Tree) -> Vec<Complaint>, name: &str, shipped: &[&str]) -> Vec<String> {
        let package = Package {
            name: name.to_owned(),
            path: format!("crates/{name}/Cargo.toml"),
            shipped: shipped.iter().map(|name| (*name).to_owned()).collect(),
        };
        let tree = Tree { packages: vec![package], ..Tree::of(&[]) };
        rule(&tree).into_iter().map(|complaint| complaint.to_string()).collect()
    }

    #[test]
    fn formats_do_not_see_each_other() {
        let rule = crates_see_only_what_lies_below;
        assert_eq!(
            says(rule, "chatlake-jsonl", &["chatlake-core", "chatlake-csv"]),
            [
                "crates/chatlake-jsonl/Cargo.toml: chatlake-jsonl must not depend on chatlake-csv, which does not lie below"
            ]
        );
        assert!(says(rule, "chatlake-convert", &["chatlake-core", "chatlake-csv"]).is_empty());
    }

    #[test]
    fn parquet_may_see_arrow_and_arrow_not_parquet() {
        let rule = crates_see_only_what_lies_below;
        assert!(says(rule, "chatlake-parquet", &["chatlake-arrow"]).is_empty());
        assert_eq!(says(rule, "chatlake-arrow", &["chatlake-parquet"]).len(), 1);
    }

    #[test]
    fn nothing_but_the_demo_sees_the_simulated_platform() {
        for (name, _) in CRATES.iter().filter(|(name, _)| *name != "chatlake-cli") {
            let says = says(crates_see_only_what_lies_below, name, &["chatlake-sim"]);
            assert_eq!(says.len(), 1, "{name}");
        }
    }

    #[test]
    fn nothing_that_is_shipped_sees_what_tests_are_made_with() {
        for (name, _) in CRATES {
            let says = says(crates_see_only_what_lies_below, name, &["chatlake-testing"]);
            assert_eq!(says.len(), 1, "{name}");
        }
    }

    #[test]
    fn a_new_crate_must_be_placed() {
        assert_eq!(says(crates_see_only_what_lies_below, "chatlake-orc", &[]).len(), 1);
    }

    #[test]
    fn core_has_neither_arrow_nor_rayon_nor_a_network() {
        for library in ["arrow", "arrow-array", "rayon", "clap", "clap_complete", "reqwest"] {
            let says = says(libraries_have_their_owners, "chatlake-core", &[library]);
            assert_eq!(says.len(), 1, "{library}");
        }
        let rule = libraries_have_their_owners;
        assert!(says(rule, "chatlake-core", &["flate2", "simd-json", "arrows"]).is_empty());
    }
}
