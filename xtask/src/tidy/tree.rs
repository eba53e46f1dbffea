//! The files of the workspace.

use std::error::Error;
use std::fs;
use std::io;
use std::path::Path;

use super::packages::{self, Licensed, Package};

/// What rules look at.
pub(super) struct Tree {
    /// The packages of the workspace.
    pub(super) packages: Vec<Package>,
    /// Everything it is built and tested with, on this machine.
    pub(super) licensed: Vec<Licensed>,
    /// Every file that belongs to it, in order.
    pub(super) files: Vec<File>,
}

/// A file.
pub(super) struct File {
    /// From the root, with slashes.
    pub(super) path: String,
    /// What it says; empty where it is not UTF-8.
    pub(super) text: String,
}

/// What is built or fetched, not written.
const FOREIGN: [&str; 5] = ["target", ".git", "out", "__pycache__", "proptest-regressions"];

impl Tree {
    pub(super) fn read(root: &Path) -> Result<Self, Box<dyn Error>> {
        let mut files = Vec::new();
        collect(root, "", &mut files)?;
        files.sort_by(|a, b| a.path.cmp(&b.path));
        let (packages, licensed) = (packages::read(root)?, packages::licensed(root)?);
        Ok(Self { packages, licensed, files })
    }

    /// A tree for tests of rules.
    #[cfg(test)]
    pub(super) fn of(files: &[(&str, &str)]) -> Self {
        let file = |(path, text): &(&str, &str)| File {
            path: (*path).to_owned(),
            text: (*text).to_owned(),
        };
        Self { packages: Vec::new(), licensed: Vec::new(), files: files.iter().map(file).collect() }
    }

    pub(super) fn get(&self, path: &str) -> Option<&File> {
        self.files.iter().find(|file| file.path == path)
    }

    /// The text of a file; empty where there is none.
    pub(super) fn text(&self, path: &str) -> &str {
        self.get(path).map_or("", |file| &file.text)
    }

    pub(super) fn rust(&self) -> impl Iterator<Item = &File> {
        self.files.iter().filter(|file| file.path.ends_with(".rs"))
    }

    /// The manifests of packages.
    pub(super) fn manifests(&self) -> impl Iterator<Item = &File> {
        let is_package = |file: &&File| file.path.ends_with("/Cargo.toml");
        self.files.iter().filter(is_package).filter(|file| file.path != "fuzz/Cargo.toml")
    }
}

impl File {
    /// The lines that are code outside tests, with their numbers from 0: no comments, and nothing
    /// behind the first `#[cfg(test)]`.
    pub(super) fn code(&self) -> impl Iterator<Item = (usize, &str)> {
        let lines = self.text.lines().enumerate();
        let shipped = lines.take_while(|(_, line)| !line.trim_start().starts_with("#[cfg(test)]"));
        shipped.filter(|(_, line)| !line.trim_start().starts_with("//"))
    }

    /// Whether it is part of a library or of the command, and not a test of it.
    pub(super) fn is_source_of_a_crate(&self) -> bool {
        self.path.starts_with("crates/")
            && self.path.contains("/src/")
            && !self.path.ends_with("/tests.rs")
    }
}

fn collect(folder: &Path, prefix: &str, files: &mut Vec<File>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let path = format!("{prefix}{name}");
        let kind = entry.file_type()?;
        if FOREIGN.contains(&name.as_str()) || kind.is_symlink() {
            continue;
        }
        if kind.is_dir() {
            collect(&entry.path(), &format!("{path}/"), files)?;
        } else {
            let text = String::from_utf8(fs::read(entry.path())?).unwrap_or_default();
            files.push(File { path, text });
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_has_no_comments_and_no_tests() {
        let text = "//! Doc\nfn f() {}\n  // Why.\nlet x;\n#[cfg(test)]\nmod tests {}\n";
        let file = File { path: "a.rs".to_owned(), text: text.to_owned() };
        assert_eq!(file.code().collect::<Vec<_>>(), [(1, "fn f() {}"), (3, "let x;")]);
    }
}
