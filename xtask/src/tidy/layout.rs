//! How long files are, and what they are called.

use super::Complaint;
use super::tree::Tree;

/// The most lines that a file has without being in [`LONG`].
const LONGEST: usize = 400;

/// Files that are longer, each with the reason.
const LONG: &[(&str, &str)] = &[];

/// Rooms in which anything could be.
const EMPTY_NAMES: [&str; 8] =
    ["util", "utils", "common", "helper", "helpers", "misc", "shared", "stuff"];

pub(super) fn files_are_short(tree: &Tree) -> Vec<Complaint> {
    let mut complaints = Vec::new();
    let is_code = |path: &str| path.ends_with(".rs") || path.ends_with(".py");
    for file in tree.files.iter().filter(|file| is_code(&file.path)) {
        let n_lines = file.text.lines().count();
        let is_listed = LONG.iter().any(|(path, _)| *path == file.path);
        if n_lines > LONGEST && !is_listed {
            let says = format!(
                "{n_lines} lines are more than {LONGEST}: find the second idea and give it a file, or name the reason in `xtask/src/tidy/layout.rs`"
            );
            complaints.push(Complaint::of(&file.path, says));
        }
        if n_lines <= LONGEST && is_listed {
            let says = "is listed as long in `xtask/src/tidy/layout.rs`, and is not";
            complaints.push(Complaint::of(&file.path, says));
        }
    }
    complaints
}

pub(super) fn names_say_something(tree: &Tree) -> Vec<Complaint> {
    let mut complaints = Vec::new();
    for file in tree.rust() {
        if file.path.ends_with("/mod.rs") {
            let says = "`foo.rs` stands beside `foo/`: no mod.rs";
            complaints.push(Complaint::of(&file.path, says));
        }
        let rooms = file.path.trim_end_matches(".rs").split('/');
        for room in rooms.filter(|room| EMPTY_NAMES.contains(room)) {
            let says = format!("`{room}` could hold anything: name the idea");
            complaints.push(Complaint::of(&file.path, says));
        }
    }
    complaints
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_has_at_most_400_lines() {
        let files = [("a.rs", "x\n".repeat(400)), ("b.rs", "x\n".repeat(401))];
        let files = files.each_ref().map(|(path, text)| (*path, &**text));
        let complaints = files_are_short(&Tree::of(&files));
        assert_eq!(complaints.len(), 1);
        assert_eq!(complaints[0].place, "b.rs");
    }

    #[test]
    fn rooms_are_named_after_ideas() {
        let files = ["a/src/mod.rs", "a/src/util.rs", "a/src/common/x.rs", "a/src/commonly.rs"];
        let files: Vec<_> = files.iter().map(|path| (*path, "")).collect();
        let places: Vec<_> =
            names_say_something(&Tree::of(&files)).into_iter().map(|c| c.place).collect();
        assert_eq!(places, ["a/src/mod.rs", "a/src/util.rs", "a/src/common/x.rs"]);
    }
}
