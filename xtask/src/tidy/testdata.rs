//! That test data is described.

use super::Complaint;
use super::tree::Tree;

pub(super) fn every_file_is_in_the_table(tree: &Tree) -> Vec<Complaint> {
    let table = tree.text("testdata/README.md");
    let mut complaints = Vec::new();
    for file in &tree.files {
        let Some(path) = file.path.strip_prefix("testdata/") else { continue };
        let Some((folder, name)) = path.split_once('/') else { continue };
        let mut sections = table.split("\n## ");
        let section = sections.find(|section| section.starts_with(&format!("{folder}/\n")));
        let is_described = match (folder, section) {
            // Goldens are described by their kinds.
            ("golden", section) => section.is_some(),
            (_, Some(section)) => section.contains(&format!("\n| {name} |")),
            (_, None) => false,
        };
        if !is_described {
            let says = "is not in the table of testdata/README.md: say where it is from";
            complaints.push(Complaint::of(&file.path, says));
        }
    }
    complaints
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_without_a_line_is_told_of() {
        let table = "# Test data\n\n## records/\n\n| file |\n|---|\n| a.json | A |\n\n## golden/\n";
        let tree = Tree::of(&[
            ("testdata/README.md", table),
            ("testdata/records/a.json", ""),
            ("testdata/records/b.json", ""),
            ("testdata/malformed/a.json", ""),
            ("testdata/golden/x.txt", ""),
        ]);
        let places: Vec<_> =
            every_file_is_in_the_table(&tree).into_iter().map(|c| c.place).collect();
        assert_eq!(places, ["testdata/records/b.json", "testdata/malformed/a.json"]);
    }
}
