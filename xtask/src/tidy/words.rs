//! Words that stand nowhere.

use super::Complaint;
use super::tree::{File, Tree};

/// What was put off. In pieces, so that this file may stand here.
const PUT_OFF: &[&str] = &[
    concat!("TO", "DO"),
    concat!("FIX", "ME"),
    concat!("XX", "X:"),
    concat!("to", "do!("),
    concat!("unimpl", "emented!("),
    concat!("#[ig", "nore"),
];

/// Where somebody's files lie.
const MACHINES: &[&str] =
    &[concat!("/ho", "me/"), concat!("/ro", "ot/"), concat!("/wo", "rk/"), concat!("/Us", "ers/")];

pub(super) fn nothing_is_left_to_do(tree: &Tree) -> Vec<Complaint> {
    find(tree, PUT_OFF, "do it, or tell of it where work is planned")
}

pub(super) fn no_machine_is_named(tree: &Tree) -> Vec<Complaint> {
    find(tree, MACHINES, "a path of one machine means nothing on another")
}

fn find(tree: &Tree, words: &[&str], why: &str) -> Vec<Complaint> {
    let mut complaints = Vec::new();
    for file in tree.files.iter().filter(|file| is_ours(file)) {
        for (number, line) in file.text.lines().enumerate() {
            for word in words.iter().filter(|word| line.contains(**word)) {
                let says = format!("`{word}`: {why}");
                complaints.push(Complaint::at(&file.path, number, says));
            }
        }
    }
    complaints
}

/// Test data is data: it may say anything.
fn is_ours(file: &File) -> bool {
    !file.path.starts_with("testdata/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_put_off_is_found() {
        for word in PUT_OFF {
            let tree = Tree::of(&[("a.rs", &format!("fn f() {{}}\n// {word}\n"))]);
            let complaints = nothing_is_left_to_do(&tree);
            assert_eq!(complaints.len(), 1, "{word}");
            assert_eq!(complaints[0].place, "a.rs:2");
        }
    }

    #[test]
    fn paths_of_machines_are_found_outside_test_data() {
        let text = format!("see {}me/x\n", MACHINES[0]);
        let tree = Tree::of(&[("README.md", &text), ("testdata/records/a.json", &text)]);
        assert_eq!(no_machine_is_named(&tree).len(), 1);
    }
}
