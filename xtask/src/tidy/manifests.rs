//! What every package says of itself.

use super::Complaint;
use super::tree::Tree;

const INHERITED: [&str; 5] = ["version", "edition", "rust-version", "license", "publish"];

/// Libraries that one crate needs and that come with another anyway, with its version.
const ALONE: [&str; 1] = ["bytes"];

pub(super) fn packages_inherit(tree: &Tree) -> Vec<Complaint> {
    let mut complaints = Vec::new();
    for file in tree.manifests() {
        for key in INHERITED {
            if !file.text.lines().any(|line| line == format!("{key}.workspace = true")) {
                let says = format!("{key} must come from the workspace: `{key}.workspace = true`");
                complaints.push(Complaint::of(&file.path, says));
            }
        }
        // What benches compare with is nobody else's.
        let dependencies = dependencies(&file.text, "dependencies");
        for (line, dependency) in dependencies.filter(|_| file.path.starts_with("crates/")) {
            let is_of_the_workspace =
                file.text.lines().nth(line).is_some_and(|text| text.contains("workspace = true"));
            if !is_of_the_workspace && !ALONE.contains(&dependency) {
                let says = format!("the version of {dependency} must come from the workspace");
                complaints.push(Complaint::at(&file.path, line, says));
            }
        }
    }
    complaints
}

/// Unsafe code is forbidden by the lints of the workspace.
pub(super) fn code_is_safe(tree: &Tree) -> Vec<Complaint> {
    let root = tree.text("Cargo.toml");
    let is_forbidden = section(root, "workspace.lints.rust").any(|(_, line)| {
        let mut words = line.split(['=', ' ', '"']).filter(|word| !word.is_empty());
        (words.next(), words.next()) == (Some("unsafe_code"), Some("forbid"))
    });
    let mut complaints = Vec::new();
    if !is_forbidden {
        let says = "`unsafe_code = \"forbid\"` is missing in [workspace.lints.rust]";
        complaints.push(Complaint::of("Cargo.toml", says));
    }
    for file in tree.manifests() {
        if !section(&file.text, "lints").any(|(_, line)| line == "workspace = true") {
            let says = "the lints of the workspace must hold here: `[lints]`, `workspace = true`";
            complaints.push(Complaint::of(&file.path, says));
        }
    }
    complaints
}

/// The names in a section of dependencies, with their lines from 0.
pub(super) fn dependencies<'a>(
    manifest: &'a str,
    name: &str,
) -> impl Iterator<Item = (usize, &'a str)> {
    section(manifest, name).filter_map(|(line, text)| {
        let name = text.split(['.', '=', ' ']).next().unwrap_or_default();
        (!name.is_empty() && !name.starts_with('#') && text.contains('=')).then_some((line, name))
    })
}

/// The lines of a section, with their numbers from 0.
fn section<'a>(manifest: &'a str, name: &str) -> impl Iterator<Item = (usize, &'a str)> {
    let header = format!("[{name}]");
    let lines = manifest.lines().map(str::trim).enumerate();
    lines
        .skip_while(move |(_, line)| *line != header)
        .skip(1)
        .take_while(|(_, line)| !line.starts_with('['))
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = "[package]\nversion.workspace = true\nedition.workspace = true\n\
        rust-version.workspace = true\nlicense.workspace = true\npublish.workspace = true\n\
        [lints]\nworkspace = true\n";

    #[test]
    fn a_package_has_no_licence_of_its_own() {
        let own = GOOD.replace("license.workspace = true", "license = \"MIT\"");
        let tree = Tree::of(&[("crates/a/Cargo.toml", GOOD), ("crates/b/Cargo.toml", &own)]);
        let complaints = packages_inherit(&tree);
        assert_eq!(complaints.len(), 1);
        assert_eq!(complaints[0].place, "crates/b/Cargo.toml");
    }

    #[test]
    fn a_package_has_no_versions_of_its_own() {
        let own = format!("{GOOD}[dependencies]\na.workspace = true\nmemchr = \"2\"\n");
        let complaints = packages_inherit(&Tree::of(&[("crates/a/Cargo.toml", &own)]));
        assert_eq!(complaints.len(), 1);
        assert_eq!(complaints[0].place, "crates/a/Cargo.toml:11");
    }

    #[test]
    fn unsafe_code_is_forbidden_everywhere() {
        let root = "[workspace.lints.rust]\nunsafe_code = \"forbid\"\n";
        let files = [("Cargo.toml", root), ("crates/a/Cargo.toml", GOOD)];
        assert!(code_is_safe(&Tree::of(&files)).is_empty());
        let files = [("Cargo.toml", ""), ("crates/a/Cargo.toml", "[package]\n")];
        assert_eq!(code_is_safe(&Tree::of(&files)).len(), 2);
    }

    #[test]
    fn dependencies_are_found_in_every_spelling() {
        let manifest = "[dependencies]\n# Why.\na.workspace = true\nb = \"1\"\nc = { path = \"x\" }\n\n[dev-dependencies]\nd = \"1\"\n";
        let names: Vec<_> = dependencies(manifest, "dependencies").collect();
        assert_eq!(names, [(2, "a"), (3, "b"), (4, "c")]);
    }
}
