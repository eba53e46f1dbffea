//! Inputs, runs and a look at what came out.

use std::fs;
use std::io::{Read, Write};
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};

use chatlake_convert::{
    Destination, Format, Input, InputReport, Options, Plan, Progress, Report, convert,
};
use chatlake_core::Compression;
use chatlake_sim::corpus::{Census, Corpus, Quantity, Rates, gzip};
use tempfile::TempDir;

pub(crate) const PLAIN: Format = Format::Jsonl(Compression::Plain);

/// A folder for inputs and outputs.
pub(crate) struct Place {
    folder: TempDir,
    inputs: Vec<PathBuf>,
}

impl Place {
    pub(crate) fn new() -> Self {
        Self { folder: TempDir::new().unwrap(), inputs: Vec::new() }
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(crate) fn out(&self) -> PathBuf {
        self.path("out")
    }

    /// An input of these bytes, as they are.
    pub(crate) fn with_bytes(mut self, name: &str, bytes: &[u8]) -> Self {
        let path = self.path(name);
        fs::write(&path, bytes).unwrap();
        self.inputs.push(path);
        self
    }

    /// An input of these lines, in gzip.
    pub(crate) fn with_lines(self, name: &str, lines: &[&str]) -> Self {
        let text: String = lines.iter().map(|line| format!("{line}\n")).collect();
        self.with_bytes(name, &gzipped(text.as_bytes()))
    }

    pub(crate) fn run(&self, options: &Options) -> Report {
        self.run_into(Destination::Folder(self.out()), options)
    }

    pub(crate) fn run_into(&self, destination: Destination, options: &Options) -> Report {
        let inputs = self.inputs.iter().map(|path| Input::file(path)).collect();
        let plan = Plan::new(inputs, destination).unwrap();
        convert(&plan, options, &Progress::new()).unwrap()
    }

    /// Every file below the output folder, by name.
    pub(crate) fn files(&self) -> Vec<String> {
        let mut found = Vec::new();
        list(&self.out(), &self.out(), &mut found);
        found.sort();
        found
    }

    pub(crate) fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap()
    }
}

fn list(root: &Path, folder: &Path, found: &mut Vec<String>) {
    for entry in fs::read_dir(folder).into_iter().flatten() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            list(root, &path, found);
        } else {
            found.push(path.strip_prefix(root).unwrap().to_string_lossy().into_owned());
        }
    }
}

pub(crate) fn options(format: Format) -> Options {
    Options { jobs: NonZeroUsize::new(2).unwrap(), ..Options::new(format) }
}

pub(crate) fn gzipped(bytes: &[u8]) -> Vec<u8> {
    let mut out = gzip(Vec::new(), 6);
    out.write_all(bytes).unwrap();
    out.finish().unwrap()
}

pub(crate) fn expanded(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    flate2::read::MultiGzDecoder::new(bytes).read_to_end(&mut out).unwrap();
    out
}

/// A made-up hour in gzip, and what is in it.
pub(crate) fn hour(seed: u64, name: &str, n_bytes: u64, rates: Rates) -> (Vec<u8>, Census) {
    let mut out = gzip(Vec::new(), 1);
    let corpus = Corpus::new(seed).with_rates(rates);
    let census = corpus.write_hour(&mut out, name.parse().unwrap(), Quantity::Bytes(n_bytes));
    (out.finish().unwrap(), census.unwrap())
}

pub(crate) fn assert_balanced(input: &InputReport) {
    let counts = input.counts;
    let accounted = counts.written + counts.duplicates_dropped + counts.rejects + counts.filtered;
    assert_eq!(counts.records, accounted, "{}", input.source);
}

pub(crate) fn message(id: &str, text: &str) -> String {
    format!(
        r#"{{"msg_id":"{id}","timestamp":1543309200000,"chat_type":"chat","from":"a","to":"b","payload":{{"bodies":[{{"type":"txt","msg":"{text}"}}]}}}}"#
    )
}

pub(crate) fn sha256(bytes: &[u8]) -> String {
    use sha2::{Digest, Sha256};
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}
