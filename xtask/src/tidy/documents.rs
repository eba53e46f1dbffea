//! That the documents are true where that can be checked.

use super::Complaint;
use super::tree::Tree;

const ARCHITECTURE: &str = "ARCHITECTURE.md";

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
    let mut complaints = Vec::new();
    for name in tests_named(invariants) {
        let declaration = format!("fn {name}(");
        if !tree.rust().any(|file| file.text.contains(&declaration)) {
            let says = format!("leans on the test `{name}`, and there is none");
            complaints.push(Complaint::of(ARCHITECTURE, says));
        }
    }
    complaints
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
    fn a_crate_is_in_both_documents() {
        let tree = Tree::of(&[
            ("crates/chatlake-x/Cargo.toml", ""),
            ("README.md", "chatlake-x"),
            (ARCHITECTURE, ""),
        ]);
        assert_eq!(crates_are_on_the_map(&tree).len(), 1);
    }
}
