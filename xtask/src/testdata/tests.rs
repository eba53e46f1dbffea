//! What is committed is what the code writes.

use std::collections::HashSet;
use std::io::Read;

use flate2::read::MultiGzDecoder;

use super::*;

fn expand(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut expanded = Vec::new();
    MultiGzDecoder::new(bytes).read_to_end(&mut expanded).ok()?;
    Some(expanded)
}

#[test]
fn the_committed_files_are_up_to_date() {
    for (path, bytes) in files().unwrap() {
        let committed = fs::read(root().join(&path)).unwrap_or_default();
        // Another version of the compressor may find another way to say the same.
        let same = committed == bytes
            || expand(&committed).is_some_and(|content| Some(content) == expand(&bytes));
        assert!(same, "testdata/{path} is out of date: run `cargo xtask corpus --testdata`");
    }
}

#[test]
fn nothing_else_lies_there() {
    let known: HashSet<_> = files().unwrap().into_iter().map(|(path, _)| path).collect();
    for folder in FOLDERS {
        for entry in fs::read_dir(root().join(folder)).unwrap() {
            let path = format!("{folder}/{}", entry.unwrap().file_name().display());
            assert!(known.contains(&path), "testdata/{path} is written by nobody");
        }
    }
}

#[test]
fn a_folder_converts_as_a_whole_because_stems_differ() {
    let mut stems = HashSet::new();
    for (path, _) in files().unwrap() {
        let stem = path.trim_end_matches(".gz").trim_end_matches(".zst");
        let stem = stem.trim_end_matches(".jsonl").trim_end_matches(".json");
        assert!(stems.insert(stem.to_owned()), "{path}");
    }
}

#[test]
fn it_stays_small() {
    let size: usize = files().unwrap().iter().map(|(_, bytes)| bytes.len()).sum();
    assert!(size < 400_000, "{size} bytes");
}
