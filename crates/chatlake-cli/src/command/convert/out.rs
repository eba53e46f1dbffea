//! `--out`: a folder, a file, or standard output.

use std::path::{Path, PathBuf};

use crate::args::{Codec, ConvertArgs, To};
use crate::failure::Failure;

/// Where `--out` points.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Out {
    Stdout,
    Folder(PathBuf),
    File(PathBuf, Extension),
}

/// What the name of a file tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Extension {
    pub(super) to: To,
    /// None where the format compresses within itself.
    pub(super) codec: Option<Codec>,
}

const EXTENSIONS: &[(&str, To, Option<Codec>)] = &[
    (".parquet", To::Parquet, None),
    (".arrow", To::Arrow, None),
    (".csv", To::Csv, Some(Codec::None)),
    (".csv.zst", To::Csv, Some(Codec::Zstd)),
    (".csv.gz", To::Csv, Some(Codec::Gzip)),
    (".jsonl", To::Jsonl, Some(Codec::None)),
    (".jsonl.zst", To::Jsonl, Some(Codec::Zstd)),
    (".jsonl.gz", To::Jsonl, Some(Codec::Gzip)),
    (".ndjson", To::Jsonl, Some(Codec::None)),
    (".ndjson.zst", To::Jsonl, Some(Codec::Zstd)),
    (".ndjson.gz", To::Jsonl, Some(Codec::Gzip)),
];

/// Names that look like a file's, of formats that are not written.
const OTHERS: &[&str] = &[
    ".json",
    ".json.gz",
    ".json.zst",
    ".gz",
    ".zst",
    ".zip",
    ".txt",
    ".tsv",
    ".xls",
    ".xlsx",
    ".orc",
    ".avro",
    ".feather",
    ".ipc",
    ".pq",
    ".db",
    ".duckdb",
    ".sqlite",
];

impl Out {
    /// Where the arguments point.
    pub(super) fn of(args: &ConvertArgs) -> Result<Self, Failure> {
        let Some(path) = args.out.clone() else {
            return Err(Failure::usage(
                "say where to write: --out DIR/, --out FILE.ext, or --out - for standard output",
            ));
        };
        let name = path.to_string_lossy();
        if name.is_empty() {
            return Err(Failure::usage(
                "--out is empty: write --out DIR/, --out FILE.ext or --out -",
            ));
        }
        if name == "-" {
            return Ok(Out::Stdout);
        }
        if name.ends_with('/') || path.is_dir() {
            return Ok(Out::Folder(path));
        }
        if let Some(extension) = extension(&path) {
            return Ok(Out::File(path, extension));
        }
        let lower = name.to_ascii_lowercase();
        if let Some(other) = OTHERS.iter().find(|other| lower.ends_with(*other)) {
            return Err(Failure::usage(format!(
                "--out `{name}`: no output ends in {other}; there are .parquet, .arrow, .csv, .csv.zst, .csv.gz, .jsonl, .jsonl.zst and .jsonl.gz; if it is to be a folder, write `{name}/`"
            )));
        }
        if path.exists() {
            return Err(Failure::usage(format!(
                "--out `{name}` is a file that is none of ours: name a folder, or a file that ends in .parquet, .arrow, .csv or .jsonl"
            )));
        }
        Ok(Out::Folder(path))
    }

    /// What a name tells of the format; a folder may be named `messages.csv/` too.
    pub(super) fn to(&self) -> Option<To> {
        match self {
            Out::Stdout => None,
            Out::Folder(path) => extension(path).map(|extension| extension.to),
            Out::File(_, extension) => Some(extension.to),
        }
    }
}

fn extension(path: &Path) -> Option<Extension> {
    let name = path.file_name()?.to_string_lossy().to_ascii_lowercase();
    let found = EXTENSIONS
        .iter()
        .find(|(end, ..)| name.strip_suffix(end).is_some_and(|stem| !stem.is_empty()));
    found.map(|(_, to, codec)| Extension { to: *to, codec: *codec })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn longer_extensions_are_told_from_shorter_ones() {
        let told = |name: &str| extension(Path::new(name)).map(|it| (it.to, it.codec));
        assert_eq!(told("a/b.parquet"), Some((To::Parquet, None)));
        assert_eq!(told("b.CSV"), Some((To::Csv, Some(Codec::None))));
        assert_eq!(told("b.csv.gz"), Some((To::Csv, Some(Codec::Gzip))));
        assert_eq!(told("b.jsonl.zst"), Some((To::Jsonl, Some(Codec::Zstd))));
        assert_eq!(told("b.gz"), None);
        assert_eq!(told(".csv"), None);
        assert_eq!(told("lake.v2"), None);
    }
}
