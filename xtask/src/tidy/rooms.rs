//! What may be said in which room.

use super::Complaint;
use super::tree::Tree;

/// Libraries that are named in certain rooms only.
const ROOMS: &[(&str, &[&str])] = &[
    ("simd_json", &["crates/chatlake-core/src/parse"]),
    (
        "flate2",
        &[
            "crates/chatlake-core/src/decompress",
            "crates/chatlake-core/src/compress",
            "crates/chatlake-sim/src/corpus/gzip",
            "crates/chatlake-testing/src/expand",
            "crates/chatlake-testing/src/file",
        ],
    ),
    ("rayon", &["crates/chatlake-convert/src/pipeline"]),
];

/// Macros that write where only the command may.
const PRINTING: [&str; 5] = ["println!", "print!", "eprintln!", "eprint!", "dbg!"];

pub(super) fn libraries_are_named_in_their_rooms(tree: &Tree) -> Vec<Complaint> {
    let mut complaints = Vec::new();
    for file in tree.rust().filter(|file| file.is_source_of_a_crate()) {
        for (library, rooms) in ROOMS {
            if rooms.iter().any(|room| is_in(&file.path, room)) {
                continue;
            }
            for (line, _) in file.code().filter(|(_, text)| has_word(text, library)) {
                let says = format!("{library} belongs to {}", rooms.join(", "));
                complaints.push(Complaint::at(&file.path, line, says));
            }
        }
    }
    complaints
}

pub(super) fn only_the_command_prints(tree: &Tree) -> Vec<Complaint> {
    let sources = tree.rust().filter(|file| file.is_source_of_a_crate());
    let libraries = sources.filter(|file| !file.path.starts_with("crates/chatlake-cli/"));
    let mut complaints = Vec::new();
    for file in libraries {
        for (line, text) in file.code() {
            if let Some(name) = PRINTING.iter().find(|name| has_word(text, name)) {
                let says = format!("`{name}` in a library: return it, the command prints");
                complaints.push(Complaint::at(&file.path, line, says));
            }
        }
    }
    complaints
}

pub(super) fn libraries_do_not_unwrap(tree: &Tree) -> Vec<Complaint> {
    let mut complaints = Vec::new();
    for file in tree.rust().filter(|file| file.is_source_of_a_crate()) {
        for (line, _) in file.code().filter(|(_, text)| text.contains(".unwrap()")) {
            let says = "`unwrap` outside tests: an error, or `expect` with why it must hold";
            complaints.push(Complaint::at(&file.path, line, says));
        }
    }
    complaints
}

/// Clippy refuses what can panic by an index, and `panic!`, where a crate asks it to.
pub(super) fn crates_are_asked_not_to_panic(tree: &Tree) -> Vec<Complaint> {
    const ASKED: &str = "#![cfg_attr(not(test), warn(clippy::indexing_slicing, clippy::string_slice, clippy::panic))]";
    let is_root = |path: &str| path.ends_with("/src/lib.rs") || path.ends_with("/src/main.rs");
    let roots = tree.rust().filter(|file| file.is_source_of_a_crate() && is_root(&file.path));
    // What helps tests may fail as they do.
    let roots = roots.filter(|file| !file.path.starts_with("crates/chatlake-testing/"));
    let silent = roots.filter(|file| !file.text.lines().any(|line| line == ASKED));
    silent.map(|file| Complaint::of(&file.path, format!("must begin with `{ASKED}`"))).collect()
}

/// `a/b` holds `a/b.rs` and `a/b/c.rs`.
fn is_in(path: &str, room: &str) -> bool {
    path.strip_prefix(room).is_some_and(|rest| rest == ".rs" || rest.starts_with('/'))
}

/// Whether a line has a word that no longer one ends in or begins with.
fn has_word(line: &str, word: &str) -> bool {
    let is_part = |c: char| c.is_alphanumeric() || c == '_';
    line.match_indices(word).any(|(at, _)| {
        let before = line[..at].chars().next_back();
        let behind = line[at + word.len()..].chars().next();
        !before.is_some_and(is_part) && (word.ends_with('!') || !behind.is_some_and(is_part))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn places(rule: fn(&Tree) -> Vec<Complaint>, files: &[(&str, &str)]) -> Vec<String> {
        rule(&Tree::of(files)).into_iter().map(|complaint| complaint.place).collect()
    }

    #[test]
    fn only_parse_names_simd_json() {
        let files = [
            ("crates/chatlake-core/src/parse.rs", "use simd_json::X;\n"),
            ("crates/chatlake-core/src/parse/tape.rs", "use simd_json::X;\n"),
            ("crates/chatlake-core/src/reader.rs", "//! Not simd_json.\nuse simd_json::X;\n"),
            ("crates/chatlake-core/tests/it/main.rs", "use simd_json::X;\n"),
        ];
        let places = places(libraries_are_named_in_their_rooms, &files);
        assert_eq!(places, ["crates/chatlake-core/src/reader.rs:2"]);
    }

    #[test]
    fn only_pipeline_names_rayon() {
        let files = [
            ("crates/chatlake-convert/src/pipeline/job.rs", "rayon::scope(|_| {});\n"),
            ("crates/chatlake-convert/src/writer.rs", "let crayon = 1;\nrayon::join(a, b);\n"),
        ];
        let places = places(libraries_are_named_in_their_rooms, &files);
        assert_eq!(places, ["crates/chatlake-convert/src/writer.rs:2"]);
    }

    #[test]
    fn only_the_command_may_print() {
        let files = [
            ("crates/chatlake-cli/src/main.rs", "println!(\"x\");\n"),
            ("crates/chatlake-csv/src/sink.rs", "/// println!()\neprintln!(\"x\");\nsprint!();\n"),
        ];
        assert_eq!(places(only_the_command_prints, &files), ["crates/chatlake-csv/src/sink.rs:2"]);
    }

    #[test]
    fn every_crate_but_that_of_tests_asks_not_to_panic() {
        let asked = "#![cfg_attr(not(test), warn(clippy::indexing_slicing, clippy::string_slice, clippy::panic))]\n";
        let files = [
            ("crates/chatlake-core/src/lib.rs", asked),
            ("crates/chatlake-csv/src/lib.rs", "mod quote;\n"),
            ("crates/chatlake-csv/src/quote.rs", ""),
            ("crates/chatlake-testing/src/lib.rs", ""),
        ];
        assert_eq!(
            places(crates_are_asked_not_to_panic, &files),
            ["crates/chatlake-csv/src/lib.rs"]
        );
    }

    #[test]
    fn tests_may_unwrap() {
        let file =
            "fn f() { g().unwrap(); }\n#[cfg(test)]\nmod tests { fn t() { g().unwrap(); } }\n";
        let files = [("crates/chatlake-csv/src/sink.rs", file)];
        assert_eq!(places(libraries_do_not_unwrap, &files), ["crates/chatlake-csv/src/sink.rs:1"]);
    }
}
