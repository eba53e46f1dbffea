//! What is converted.

use std::fs::{self, File};
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};

use chatlake_convert::Input;
use flate2::read::MultiGzDecoder;

/// Files that go into one output together.
pub(super) struct Sample {
    pub(super) name: &'static str,
    /// Whether its rows are looked at; of the others only the records, the rejects and the report.
    pub(super) in_every_format: bool,
    files: Vec<PathBuf>,
    /// Only this many lines of each.
    lines: Option<usize>,
}

/// Enough to see both eras and most kinds of bodies.
const LINES: usize = 25;

/// Malformed files that are long, or that say nothing which shorter ones do not say.
const LONG: [&str; 4] = ["bomb.gz", "deep.jsonl", "long_record.jsonl", "many_rows.gz"];

pub(super) fn all() -> [Sample; 3] {
    let hours = ["hourly/2018112710.gz", "hourly/2026030114.gz"];
    let files = hours.iter().map(|hour| root().join("testdata").join(hour)).collect();
    [
        Sample { name: "records", in_every_format: true, files: folder("records"), lines: None },
        Sample {
            name: "malformed",
            in_every_format: false,
            files: folder("malformed"),
            lines: None,
        },
        Sample { name: "hours", in_every_format: true, files, lines: Some(LINES) },
    ]
}

impl Sample {
    /// Whether its footer is short enough to be read: every input has row groups of its own.
    pub(super) fn is_small_in_parquet(&self) -> bool {
        self.files.len() <= 2
    }

    /// The files as inputs; the first lines of them are written to `temp`.
    pub(super) fn inputs(&self, temp: &Path) -> Vec<Input> {
        let input = |path: &PathBuf| match self.lines {
            None => Input::file(path),
            Some(n_lines) => Input::file(&first_lines(path, n_lines, temp)),
        };
        self.files.iter().map(input).collect()
    }
}

/// The root of the workspace.
pub(super) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

fn folder(name: &str) -> Vec<PathBuf> {
    let entries = fs::read_dir(root().join("testdata").join(name)).unwrap();
    let mut files: Vec<_> = entries.map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| !LONG.iter().any(|long| path.ends_with(long)));
    files.sort();
    files
}

fn first_lines(path: &Path, n_lines: usize, temp: &Path) -> PathBuf {
    let lines = BufReader::new(MultiGzDecoder::new(File::open(path).unwrap())).lines();
    let text: String = lines.take(n_lines).map(|line| line.unwrap() + "\n").collect();
    let file = temp.join(path.with_extension("jsonl").file_name().unwrap());
    fs::write(&file, text).unwrap();
    file
}
