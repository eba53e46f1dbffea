//! Lines, and how often tests came to them.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::Path;

/// How often tests came to the lines of files, by path from the root.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Lines(BTreeMap<String, BTreeMap<usize, u64>>);

/// What a line that has to do with errors is told by.
const ERRORS: [&str; 10] =
    ["Err(", "_err(", "Error", "error", "Failure", "failed", "Damage", "Reject", "Broken", "Refus"];

impl Lines {
    /// What a file in the format of lcov tells of files within `root`.
    pub(super) fn of_lcov(lcov: &str, root: &Path) -> Self {
        let mut lines = Self::default();
        let mut file = None;
        for line in lcov.lines() {
            if let Some(path) = line.strip_prefix("SF:") {
                let path = Path::new(path).strip_prefix(root).ok();
                file = path.map(|path| path.to_string_lossy().into_owned());
            } else if let (Some(file), Some(counted)) = (&file, line.strip_prefix("DA:")) {
                let mut numbers = counted.split(',').map(|number| number.parse::<u64>().ok());
                if let (Some(Some(line)), Some(Some(n))) = (numbers.next(), numbers.next()) {
                    let counts = lines.0.entry(file.clone()).or_default();
                    *counts.entry(line as usize).or_default() += n;
                }
            }
        }
        lines
    }

    /// The lines of a folder that are no tests.
    pub(super) fn of_folder(&self, folder: &str, root: &Path) -> io::Result<Self> {
        let mut within = Self::default();
        for (path, counts) in self.0.iter().filter(|(path, _)| path.starts_with(folder)) {
            let text = fs::read_to_string(root.join(path))?;
            let is_test = |line: &str| line.trim_start().starts_with("#[cfg(test)]");
            let end = text.lines().position(is_test).unwrap_or(usize::MAX);
            let counts = counts.iter().filter(|(line, _)| **line <= end);
            within.0.insert(path.clone(), counts.map(|(line, n)| (*line, *n)).collect());
        }
        Ok(within)
    }

    /// How many lines there are that do something, and how many of them tests came to.
    pub(super) fn counts(&self) -> (usize, usize) {
        let counts = || self.0.values().flat_map(BTreeMap::values);
        (counts().count(), counts().filter(|n| **n > 0).count())
    }

    /// The lines that nobody came to, with what stands there: all, or those that have to do with
    /// errors.
    pub(super) fn missed(&self, root: &Path, all: bool) -> io::Result<Vec<String>> {
        let mut missed = Vec::new();
        for (path, counts) in &self.0 {
            let text = fs::read_to_string(root.join(path))?;
            let lines: Vec<&str> = text.lines().collect();
            for (number, _) in counts.iter().filter(|(_, n)| **n == 0) {
                let line = number.checked_sub(1).and_then(|at| lines.get(at)).unwrap_or(&"").trim();
                if all || ERRORS.iter().any(|word| line.contains(word)) {
                    missed.push(format!("{path}:{number}: {line}"));
                }
            }
        }
        Ok(missed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tests_are_no_lines_of_a_crate() {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("src")).unwrap();
        let text = "fn f() {}\nlet error = 1;\n#[cfg(test)]\nmod tests {}\n";
        fs::write(folder.path().join("src/x.rs"), text).unwrap();
        let lcov =
            format!("SF:{}\nDA:1,1\nDA:2,0\nDA:4,0\n", folder.path().join("src/x.rs").display());
        let lines = Lines::of_lcov(&lcov, folder.path());
        let lines = lines.of_folder("src/", folder.path()).unwrap();
        assert_eq!(lines.counts(), (2, 1));
        assert_eq!(lines.missed(folder.path(), false).unwrap(), ["src/x.rs:2: let error = 1;"]);
    }

    #[test]
    fn lines_are_counted_whoever_came_to_them() {
        let lcov = "SF:/tree/a/src/x.rs\nDA:1,5\nDA:2,0\nend_of_record\nSF:/other/y.rs\nDA:1,0\n\
            end_of_record\nSF:/tree/a/src/x.rs\nDA:2,1\nDA:3,0\nend_of_record\n";
        let lines = Lines::of_lcov(lcov, Path::new("/tree"));
        assert_eq!(lines.counts(), (3, 2));
    }
}
