//! `deny.toml`, which cargo-deny reads too, held against what is locked, here and for
//! the fuzzers: licences, duplicates and
//! sources. What is known to be wrong with a version, only cargo-deny can tell.

mod licence;

use toml::{Table, Value};

use super::Complaint;
use super::lock::{self, LOCKS, Locked};
use super::packages::Licensed;
use super::tree::Tree;

const CONFIG: &str = "deny.toml";

/// What may be linked.
struct Deny {
    licences: Vec<String>,
    /// Names, each with a licence that it alone may have.
    exceptions: Vec<(String, String)>,
    /// Names and versions that may be there beside others.
    skipped: Vec<String>,
    registries: Vec<String>,
}

impl Deny {
    fn of(tree: &Tree) -> Result<Self, Complaint> {
        let config: Table = tree
            .text(CONFIG)
            .parse()
            .map_err(|error: toml::de::Error| Complaint::of(CONFIG, error.message()))?;
        let list = |section: &str, name: &str| {
            let list = config.get(section).and_then(|section| section.get(name));
            list.and_then(Value::as_array).cloned().unwrap_or_default()
        };
        let texts = |list: Vec<Value>| {
            list.iter().filter_map(Value::as_str).map(str::to_owned).collect::<Vec<_>>()
        };
        let skipped = list("bans", "skip");
        let named = skipped.iter().filter(|skip| skip.get("reason").is_some());
        let exceptions = list("licenses", "exceptions").into_iter().flat_map(|exception| {
            let name =
                exception.get("crate").and_then(Value::as_str).unwrap_or_default().to_owned();
            let allowed = exception.get("allow").and_then(Value::as_array).cloned();
            let allowed = texts(allowed.unwrap_or_default());
            allowed.into_iter().map(move |licence| (name.clone(), licence))
        });
        Ok(Self {
            exceptions: exceptions.collect(),
            licences: texts(list("licenses", "allow")),
            skipped: texts(named.filter_map(|skip| skip.get("crate")).cloned().collect()),
            registries: texts(list("sources", "allow-registry")),
        })
    }

    fn skips(&self, package: &Locked<'_>) -> bool {
        self.skipped.contains(&format!("{}@{}", package.name, package.version))
    }
}

/// Everybody may hand on what is built.
pub(super) fn licences_are_allowed(tree: &Tree) -> Vec<Complaint> {
    complaints(tree, |deny| {
        let is_fine = |package: &&Licensed| {
            licence::is_allowed(&package.licence, &|name| {
                let is_excepted =
                    |(of, allowed): &(String, String)| *of == package.name && allowed == name;
                deny.licences.iter().any(|allowed| allowed == name)
                    || deny.exceptions.iter().any(is_excepted)
            })
        };
        let others = tree.licensed.iter().filter(|package| !is_fine(package));
        others
            .map(|package| {
                let Licensed { name, licence, lock } = package;
                Complaint::of(lock, format!("{name} has the licence `{licence}`: see {CONFIG}"))
            })
            .collect()
    })
}

/// Of each package there is one version, or a reason for more; and there are no reasons left over.
pub(super) fn duplicates_have_reasons(tree: &Tree) -> Vec<Complaint> {
    complaints(tree, |deny| {
        let mut complaints: Vec<Complaint> =
            LOCKS.into_iter().flat_map(|lock| duplicates(tree, lock, deny)).collect();
        let locked = || LOCKS.into_iter().flat_map(|lock| lock::packages(tree.text(lock)));
        for skipped in &deny.skipped {
            let is_it =
                |package: Locked<'_>| format!("{}@{}", package.name, package.version) == *skipped;
            if !locked().any(is_it) {
                let says = format!("{skipped} is skipped and not there");
                complaints.push(Complaint::of(CONFIG, says));
            }
        }
        complaints
    })
}

fn duplicates(tree: &Tree, lock: &str, deny: &Deny) -> Vec<Complaint> {
    let mut packages: Vec<Locked<'_>> = lock::packages(tree.text(lock)).collect();
    packages.retain(|package| !deny.skips(package));
    let mut complaints = Vec::new();
    for Locked { name, version, .. } in &packages {
        let is_other = |other: &&Locked<'_>| other.name == *name && other.version != *version;
        if let Some(other) = packages.iter().find(is_other) {
            let says = format!(
                "{name} {version} is there beside {}: name one and the reason in {CONFIG}",
                other.version
            );
            complaints.push(Complaint::of(lock, says));
        }
    }
    complaints
}

/// What is fetched comes from where it is expected.
pub(super) fn sources_are_known(tree: &Tree) -> Vec<Complaint> {
    complaints(tree, |deny| {
        // Where none is listed, all are from one: that of the first.
        let sources = || lock::packages(tree.text("Cargo.lock")).filter_map(|it| it.source);
        let first = sources().find_map(|source| source.strip_prefix("registry+"));
        let is_known = |source: &str| {
            let is_listed = |registry| deny.registries.iter().any(|known| known == registry);
            let registry = source.strip_prefix("registry+");
            registry
                .is_some_and(|it| is_listed(it) || deny.registries.is_empty() && first == Some(it))
        };
        let foreign = |lock: &'static str| {
            let packages = lock::packages(tree.text(lock));
            let foreign = packages.filter_map(|package| Some((package.name, package.source?)));
            let unknown = foreign.filter(|(_, source)| !is_known(source));
            let told = |(name, source)| Complaint::of(lock, format!("{name} is from {source}"));
            unknown.map(told).collect::<Vec<_>>()
        };
        LOCKS.into_iter().flat_map(foreign).collect()
    })
}

fn complaints(tree: &Tree, rule: impl FnOnce(&Deny) -> Vec<Complaint>) -> Vec<Complaint> {
    match Deny::of(tree) {
        Ok(deny) => rule(&deny),
        Err(complaint) => vec![complaint],
    }
}

#[cfg(test)]
mod tests {
    use super::super::Rule;
    use super::*;

    const DENY: &str = r#"
[licenses]
allow = ["MIT"]
exceptions = [{ crate = "c", allow = ["NCSA"] }]
[bans]
skip = [{ crate = "a@1.0.0", reason = "b wants it" }, { crate = "c@1.0.0" }]
[sources]
allow-registry = ["https://here"]
"#;

    fn lock(packages: &[(&str, &str, &str)]) -> String {
        let entry = |(name, version, source): &(&str, &str, &str)| {
            format!(
                "[[package]]\nname = \"{name}\"\nversion = \"{version}\"\nsource = \"{source}\"\n\n"
            )
        };
        packages.iter().map(entry).collect()
    }

    fn says(rule: fn(&Tree) -> Vec<Complaint>, packages: &[(&str, &str, &str)]) -> Vec<String> {
        let lock = lock(packages);
        let tree = Tree::of(&[("deny.toml", DENY), ("Cargo.lock", &lock)]);
        rule(&tree).into_iter().map(|complaint| complaint.says).collect()
    }

    const HERE: &str = "registry+https://here";

    #[test]
    fn a_second_version_needs_a_reason() {
        let rule = duplicates_have_reasons;
        assert!(says(rule, &[("a", "1.0.0", HERE), ("a", "2.0.0", HERE)]).is_empty());
        assert_eq!(
            says(rule, &[("a", "1.0.0", HERE), ("b", "1.0.0", HERE), ("b", "2.0.0", HERE)]).len(),
            2
        );
        // A reason that is none.
        let both = [("a", "1.0.0", HERE), ("c", "1.0.0", HERE), ("c", "2.0.0", HERE)];
        assert_eq!(says(rule, &both).len(), 2);
        assert_eq!(says(rule, &[]), ["a@1.0.0 is skipped and not there"]);
    }

    #[test]
    fn fuzzers_are_held_to_the_same() {
        let lock = lock(&[("b", "1.0.0", HERE), ("b", "2.0.0", "git+https://here")]);
        let tree = Tree::of(&[("deny.toml", DENY), ("fuzz/Cargo.lock", &lock)]);
        for (rule, expected) in [(duplicates_have_reasons as Rule, 2), (sources_are_known, 1)] {
            let complaints = rule(&tree);
            let of_fuzz =
                complaints.iter().filter(|complaint| complaint.place == "fuzz/Cargo.lock");
            assert_eq!(of_fuzz.count(), expected, "{complaints:?}");
        }
    }

    #[test]
    fn other_sources_are_told() {
        let rule = sources_are_known;
        assert!(says(rule, &[("a", "1.0.0", HERE)]).is_empty());
        assert_eq!(says(rule, &[("a", "1.0.0", "git+https://here")]).len(), 1);
        assert_eq!(says(rule, &[("a", "1.0.0", "registry+https://there")]).len(), 1);
    }

    #[test]
    fn where_no_registry_is_listed_there_is_one() {
        let says = |sources: [&str; 2]| {
            let lock = lock(&[("a", "1.0.0", sources[0]), ("b", "1.0.0", sources[1])]);
            sources_are_known(&Tree::of(&[("deny.toml", ""), ("Cargo.lock", &lock)])).len()
        };
        assert_eq!(says([HERE, HERE]), 0);
        assert_eq!(says([HERE, "registry+https://there"]), 1);
        assert_eq!(says(["git+https://here", HERE]), 1);
    }

    #[test]
    fn licences_that_are_not_listed_are_told() {
        let licensed = |name: &str, licence: &str| Licensed {
            name: name.to_owned(),
            licence: licence.to_owned(),
            lock: "Cargo.lock".to_owned(),
        };
        let tree = Tree {
            licensed: vec![
                licensed("a", "MIT OR GPL-3.0"),
                licensed("b", "GPL-3.0"),
                licensed("c", "MIT AND NCSA"),
                licensed("d", "MIT AND NCSA"),
            ],
            ..Tree::of(&[("deny.toml", DENY)])
        };
        let says: Vec<String> =
            licences_are_allowed(&tree).into_iter().map(|complaint| complaint.says).collect();
        assert_eq!(
            says,
            [
                "b has the licence `GPL-3.0`: see deny.toml",
                "d has the licence `MIT AND NCSA`: see deny.toml"
            ]
        );
    }

    #[test]
    fn a_config_that_cannot_be_read_is_told() {
        let tree = Tree::of(&[("deny.toml", "[")]);
        assert_eq!(sources_are_known(&tree).len(), 1);
    }
}
