//! That the documents are true where that can be checked.

use super::Complaint;
use super::tree::Tree;

const ARCHITECTURE: &str = "ARCHITECTURE.md";
const RELIABILITY: &str = "docs/reliability.md";

pub(super) fn crates_are_on_the_map(tree: &Tree) -> Vec<Complaint> {
    let mut complaints = Vec::new();
    for document in ["README.md", ARCHITECTURE] {
        for file in tree.manifests().filter(|file| file.path.starts_with("crates/")) {
            let name = file.path.split('/').nth(1).unwrap_or_default();
            if !tree.text(document).contains(name) {
                complaints.push(Complaint::of(document, format!("does not mention {name}")));
            }
        }
    }
    complaints
}

/// Every test that the invariants lean on is there.
pub(super) fn invariants_name_tests_that_exist(tree: &Tree) -> Vec<Complaint> {
    let text = tree.text(ARCHITECTURE);
    let Some((_, invariants)) = text.split_once("\n## Invariants\n") else {
        return vec![Complaint::of(ARCHITECTURE, "has no section `Invariants`")];
    };
    let invariants = invariants.split("\n## ").next().unwrap_or_default();
    missing_tests(tree, ARCHITECTURE, invariants)
}

/// Every test that keeps a promise about faults is there.
pub(super) fn promises_name_tests_that_exist(tree: &Tree) -> Vec<Complaint> {
    missing_tests(tree, RELIABILITY, tree.text(RELIABILITY))
}

fn missing_tests(tree: &Tree, document: &str, text: &str) -> Vec<Complaint> {
    let is_there = |name: &&str| {
        let declaration = format!("fn {name}(");
        tree.rust().any(|file| file.text.contains(&declaration))
    };
    let missing = tests_named(text).filter(|name| !is_there(name));
    let says = |name| format!("leans on the test `{name}`, and there is none");
    missing.map(|name| Complaint::of(document, says(name))).collect()
}

/// The words in backticks that read like the name of a test.
fn tests_named(text: &str) -> impl Iterator<Item = &str> {
    let is_name = |word: &str| {
        word.matches('_').count() >= 2
            && word.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_')
    };
    text.split('`').skip(1).step_by(2).filter(move |word| is_name(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_test_that_was_renamed_is_missed() {
        let text = "# A\n\n## Invariants\n\n| a | `it_holds_always`, `it_was_renamed` |\n\n## Else\n`not_looked_at`\n";
        let tree = Tree::of(&[(ARCHITECTURE, text), ("a.rs", "fn it_holds_always() {}\n")]);
        let complaints = invariants_name_tests_that_exist(&tree);
        assert_eq!(complaints.len(), 1);
        assert!(complaints[0].says.contains("it_was_renamed"));
    }

    #[test]
    fn a_promise_without_its_test_is_missed() {
        let text = "| killed | nothing is lost | `it_holds_always`, `it_was_renamed` |\n";
        let tree = Tree::of(&[(RELIABILITY, text), ("a.rs", "fn it_holds_always() {}\n")]);
        assert_eq!(promises_name_tests_that_exist(&tree).len(), 1);
    }

    #[test]
    fn a_crate_is_in_both_documents() {
        let tree = Tree::of(&[
            ("crates/chatlake-x/Cargo.toml", ""),
            ("README.md", "chatlake-x"),
            (ARCHITECTURE, ""),
        ]);
        assert_eq!(crates_are_on_the_map(&tree).len(), 1);
    }
}
