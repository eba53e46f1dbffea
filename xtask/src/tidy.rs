//! `tidy`: holds the tree against the rules of the house.
//!
//! A rule is a function from the tree to complaints. It reads text, not syntax: that is fast and
//! needs no compiler, and where text cannot tell, clippy can.

mod deny;
mod dependencies;
mod documents;
mod layout;
mod lock;
mod manifests;
mod packages;
mod rooms;
mod testdata;
mod tree;
mod words;

use std::error::Error;
use std::fmt;

use tree::Tree;

use crate::print_line;

/// What a rule has to say.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Complaint {
    /// A file, with a line where one is to blame.
    place: String,
    says: String,
}

impl Complaint {
    fn of(path: &str, says: impl Into<String>) -> Self {
        Self { place: path.to_owned(), says: says.into() }
    }

    /// `line` counts from 0.
    fn at(path: &str, line: usize, says: impl Into<String>) -> Self {
        Self::of(&format!("{path}:{}", line + 1), says)
    }
}

impl fmt::Display for Complaint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.place, self.says)
    }
}

type Rule = fn(&Tree) -> Vec<Complaint>;

const RULES: &[Rule] = &[
    deny::licences_are_allowed,
    deny::duplicates_have_reasons,
    deny::sources_are_known,
    dependencies::crates_see_only_what_lies_below,
    dependencies::libraries_have_their_owners,
    documents::crates_are_on_the_map,
    documents::invariants_name_tests_that_exist,
    documents::promises_name_tests_that_exist,
    layout::files_are_short,
    layout::names_say_something,
    lock::there_is_one_of_each,
    manifests::packages_inherit,
    manifests::code_is_safe,
    rooms::libraries_are_named_in_their_rooms,
    rooms::only_the_command_prints,
    rooms::libraries_do_not_unwrap,
    rooms::crates_are_asked_not_to_panic,
    testdata::every_file_is_in_the_table,
    words::nothing_is_left_to_do,
    words::no_machine_is_named,
];

pub(crate) fn run() -> Result<(), Box<dyn Error>> {
    let tree = Tree::read(&crate::root())?;
    let complaints = complaints(&tree);
    for complaint in &complaints {
        print_line(&complaint.to_string())?;
    }
    match complaints.len() {
        0 => Ok(print_line(&format!("{} rules hold for {} files", RULES.len(), tree.files.len()))?),
        1 => Err("a rule of the house is broken".into()),
        n => Err(format!("rules of the house are broken in {n} places").into()),
    }
}

fn complaints(tree: &Tree) -> Vec<Complaint> {
    let mut complaints: Vec<Complaint> = RULES.iter().flat_map(|rule| rule(tree)).collect();
    complaints.sort();
    complaints
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_house_is_tidy() {
        let tree = Tree::read(&crate::root()).unwrap();
        let complaints: Vec<String> = complaints(&tree).iter().map(ToString::to_string).collect();
        assert!(complaints.is_empty(), "\n{}", complaints.join("\n"));
    }
}
