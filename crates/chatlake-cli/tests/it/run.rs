//! Running the command, and the smallest exports there are.

use std::ffi::OsStr;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use flate2::write::GzEncoder;
use serde_json::Value;
use tempfile::TempDir;

/// What a run came to.
#[derive(Debug)]
pub(crate) struct Run {
    pub(crate) exit: i32,
    pub(crate) bytes: Vec<u8>,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Run {
    /// Standard output, which is one JSON document.
    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.bytes)
            .unwrap_or_else(|error| panic!("{error}\n{}\n{}", self.out, self.err))
    }

    #[track_caller]
    pub(crate) fn exits(self, exit: i32) -> Self {
        assert_eq!(self.exit, exit, "\nstdout: {}\nstderr: {}", self.out, self.err);
        self
    }

    #[track_caller]
    pub(crate) fn says(self, what: &str) -> Self {
        assert!(self.err.contains(what), "no `{what}` in: {}", self.err);
        self
    }
}

/// The command, in a world without settings.
pub(crate) fn command() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_chatlake"));
    for (name, _) in std::env::vars_os() {
        let is_proxy = name.to_string_lossy().to_ascii_uppercase().ends_with("_PROXY");
        if is_proxy || name.to_string_lossy().starts_with("CHATLAKE_") {
            command.env_remove(name);
        }
    }
    command.env("XDG_CONFIG_HOME", "/nonexistent").env("HOME", "/nonexistent");
    command.env_remove("COLUMNS").stdin(Stdio::null());
    command
}

pub(crate) fn finish(command: &mut Command) -> Run {
    let output = command.output().unwrap();
    Run {
        exit: output.status.code().unwrap_or(-1),
        out: String::from_utf8_lossy(&output.stdout).into_owned(),
        err: String::from_utf8_lossy(&output.stderr).into_owned(),
        bytes: output.stdout,
    }
}

/// Runs the command with these arguments.
pub(crate) fn chatlake(arguments: impl IntoIterator<Item = impl AsRef<OsStr>>) -> Run {
    finish(command().args(arguments))
}

/// Runs it with something on standard input.
pub(crate) fn fed(input: &[u8], arguments: &[&str]) -> Run {
    let file = tempfile::NamedTempFile::new().unwrap();
    fs::write(file.path(), input).unwrap();
    finish(command().args(arguments).stdin(fs::File::open(file.path()).unwrap()))
}

/// A folder for one test.
pub(crate) struct Folder(TempDir);

impl Folder {
    pub(crate) fn new() -> Self {
        Self(TempDir::new().unwrap())
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// The path as an argument.
    pub(crate) fn arg(&self, name: &str) -> String {
        self.path(name).to_str().unwrap().to_owned()
    }

    pub(crate) fn write(&self, name: &str, bytes: impl AsRef<[u8]>) -> String {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, bytes).unwrap();
        self.arg(name)
    }

    /// An export of these lines.
    pub(crate) fn export(&self, name: &str, lines: &[String]) -> String {
        self.write(name, gzip(lines.join("\n").as_bytes()))
    }

    /// Every file within, sorted, as paths from here.
    pub(crate) fn files(&self) -> Vec<String> {
        let mut found = Vec::new();
        walk(self.0.path(), self.0.path(), &mut found);
        found.sort();
        found
    }
}

fn walk(root: &Path, folder: &Path, found: &mut Vec<String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            walk(root, &path, found);
        } else {
            found.push(path.strip_prefix(root).unwrap().to_str().unwrap().to_owned());
        }
    }
}

pub(crate) fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut gzip = GzEncoder::new(Vec::new(), flate2::Compression::fast());
    gzip.write_all(bytes).unwrap();
    gzip.finish().unwrap()
}

/// A text message.
pub(crate) fn message(id: &str, text: &str) -> String {
    format!(
        r#"{{"msg_id":"{id}","timestamp":1543309200000,"chat_type":"chat","from":"ann","to":"bob","payload":{{"bodies":[{{"type":"txt","msg":"{text}"}}],"ext":{{}}}}}}"#
    )
}

pub(crate) fn messages(ids: std::ops::Range<u32>) -> Vec<String> {
    ids.map(|id| message(&id.to_string(), "hi")).collect()
}

/// A file that comes with the project.
pub(crate) fn testdata(name: &str) -> String {
    format!("{}/../../testdata/{name}", env!("CARGO_MANIFEST_DIR"))
}

/// The bytes of a file, expanded.
pub(crate) fn expanded(path: &str) -> Vec<u8> {
    use std::io::Read;
    let bytes = fs::read(path).unwrap();
    let mut out = Vec::new();
    match bytes.as_slice() {
        [0x1f, 0x8b, ..] => {
            // Trailing bytes are not the question here.
            let _ = flate2::read::MultiGzDecoder::new(bytes.as_slice()).read_to_end(&mut out);
        }
        [0x28, 0xb5, 0x2f, 0xfd, ..] => out = zstd::decode_all(bytes.as_slice()).unwrap(),
        _ => out = bytes,
    }
    out
}
