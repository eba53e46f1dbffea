//! The goldens: kept, compared, or written anew.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;
use std::path::PathBuf;

use super::samples;

/// What was made, by name.
#[derive(Default)]
pub(super) struct Shelf {
    made: BTreeMap<String, String>,
}

/// So many lines of a difference are shown.
const SHOWN: usize = 6;
/// And so many characters of each.
const WIDTH: usize = 300;

impl Shelf {
    pub(super) fn put(&mut self, name: String, text: String) {
        assert!(self.made.insert(name, text).is_none(), "two goldens of one name");
    }

    /// Compares with what lies there; or replaces it, when told to.
    pub(super) fn check(&self) {
        if std::env::var_os("CHATLAKE_BLESS").is_some() {
            return self.bless();
        }
        let blessed = blessed();
        let mut names: Vec<&String> = self.made.keys().chain(blessed.keys()).collect();
        names.sort();
        names.dedup();
        let differences: String = names
            .iter()
            .map(|name| difference(name, blessed.get(*name), self.made.get(*name)))
            .collect();
        assert!(
            differences.is_empty(),
            "\n{differences}\nIf that is meant, run `cargo xtask bless` and look at the diff."
        );
    }

    fn bless(&self) {
        let folder = folder();
        if folder.exists() {
            fs::remove_dir_all(&folder).unwrap();
        }
        fs::create_dir_all(&folder).unwrap();
        for (name, text) in &self.made {
            fs::write(folder.join(name), text).unwrap();
        }
    }
}

fn folder() -> PathBuf {
    samples::root().join("testdata/golden")
}

fn blessed() -> BTreeMap<String, String> {
    let entries = fs::read_dir(folder()).into_iter().flatten();
    let paths = entries.map(|entry| entry.unwrap().path());
    let read = |path: PathBuf| {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        (name, String::from_utf8(fs::read(path).unwrap()).unwrap())
    };
    paths.map(read).collect()
}

/// What differs, line by line; nothing if nothing does.
fn difference(name: &str, blessed: Option<&String>, made: Option<&String>) -> String {
    let (blessed, made) = match (blessed, made) {
        (Some(blessed), Some(made)) if blessed == made => return String::new(),
        (Some(blessed), Some(made)) => (blessed, made),
        (None, _) => return format!("testdata/golden/{name} is new\n"),
        (_, None) => return format!("testdata/golden/{name} is not made any more\n"),
    };
    let (old, new): (Vec<_>, Vec<_>) = (blessed.split('\n').collect(), made.split('\n').collect());
    let mut told = format!("testdata/golden/{name} differs:\n");
    let lines = (0..old.len().max(new.len())).map(|line| (line, old.get(line), new.get(line)));
    let differing: Vec<_> = lines.filter(|(_, old, new)| old != new).collect();
    for (line, old, new) in differing.iter().take(SHOWN) {
        // Writing to a String cannot fail.
        let _ = writeln!(told, "  line {}:", line + 1);
        let at = old.zip(*new).map_or(0, |(old, new)| first_difference(old, new));
        for (mark, text) in [('-', old), ('+', new)] {
            if let Some(text) = text {
                let _ = writeln!(told, "  {mark} {}", excerpt(text, at));
            }
        }
    }
    if differing.len() > SHOWN {
        let _ = writeln!(told, "  and {} more lines", differing.len() - SHOWN);
    }
    told
}

/// How many characters two lines have in common.
fn first_difference(old: &str, new: &str) -> usize {
    old.chars().zip(new.chars()).take_while(|(old, new)| old == new).count()
}

/// The part of a line around a character.
fn excerpt(text: &str, at: usize) -> String {
    let start = at.saturating_sub(WIDTH / 3);
    let part: String = text.chars().skip(start).take(WIDTH).collect();
    let (before, behind) = (
        if start > 0 { "…" } else { "" },
        if text.chars().count() > start + WIDTH { "…" } else { "" },
    );
    format!("{before}{}{behind}", part.escape_debug().to_string().replace("\\\"", "\""))
}

#[test]
fn a_difference_shows_the_lines_and_where() {
    let (old, new) = ("a\nb 1\nc".to_owned(), "a\nb 2\nc\nd".to_owned());
    let told = difference("x", Some(&old), Some(&new));
    let expected = "testdata/golden/x differs:\n  line 2:\n  - b 1\n  + b 2\n  line 4:\n  + d\n";
    assert_eq!(told, expected);
    assert_eq!(difference("x", Some(&old), Some(&old)), "");
}
