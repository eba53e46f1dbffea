//! Standard input and output.

use std::io::{BufRead, BufReader, Read};
use std::process::Stdio;

use crate::run::{Folder, chatlake, command, fed, gzip, messages, testdata};

#[test]
fn standard_input_is_an_input_like_others() {
    let folder = Folder::new();
    let lines = messages(0..3).join("\n");
    for bytes in [lines.as_bytes().to_vec(), gzip(lines.as_bytes())] {
        let arguments = ["convert", "-", "--out", "-", "--to", "jsonl", "--on-reject", "skip"];
        assert_eq!(fed(&bytes, &arguments).exits(0).out, lines.clone() + "\n");
    }
    let out = folder.arg("lake");
    let report = fed(lines.as_bytes(), &["convert", "-", "--out", &out, "--json"]).exits(0).json();
    assert_eq!(report["inputs"][0]["source"], "-");
    assert!(folder.path("lake/stdin.parquet").exists());
    let report =
        fed(b"", &["convert", "-", "--out", &folder.arg("empty"), "--json"]).exits(4).json();
    assert_eq!(report["inputs"][0]["status"], "damaged");
}

#[test]
fn arrow_on_standard_output_is_a_stream() {
    let file = testdata("hourly/2018112709.gz");
    let arguments = ["convert", &file, "--out", "-", "--to", "arrow", "--on-reject", "skip"];
    let run = chatlake(arguments).exits(0);
    // A stream begins with a continuation marker, a file with its magic.
    assert!(run.bytes.starts_with(&[0xff; 4]));
}

#[test]
fn lines_on_standard_output_are_plain_unless_compression_is_asked_for() {
    let folder = Folder::new();
    let export = folder.export("a.gz", &messages(0..1));
    let to = ["convert", &export, "--out", "-", "--to", "jsonl", "--on-reject", "skip"];
    assert!(chatlake(to).exits(0).out.starts_with('{'));
    let run = chatlake([&to[..], &["--compression", "zstd"]].concat()).exits(0);
    assert_eq!(
        zstd::decode_all(run.bytes.as_slice()).unwrap(),
        (messages(0..1).join("") + "\n").as_bytes()
    );
}

#[test]
fn nothing_of_a_damaged_input_gets_out() {
    let folder = Folder::new();
    let good = folder.export("good.gz", &messages(0..1));
    let bad = testdata("malformed/bad_crc.gz");
    let arguments = ["convert", &bad, &good, "--out", "-", "--to", "jsonl", "--on-reject", "skip"];
    assert_eq!(chatlake(arguments).exits(4).out, messages(0..1).join("") + "\n");
}

#[test]
fn a_reader_who_has_seen_enough_is_no_error() {
    let folder = Folder::new();
    let export = folder.export("a.gz", &messages(0..20_000));
    let other = folder.export("b.gz", &messages(0..20_000));
    let convert =
        ["convert", &export, &other, "--out", "-", "--to", "jsonl", "--on-reject", "skip"];
    for arguments in [
        &convert[..],
        &["head", &export, "-n", "20000"],
        &["head", &export, "-n", "20000", "--to", "json"],
        &["completions", "zsh"],
        &["convert", "--help"],
    ] {
        let mut child = command()
            .args(arguments)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        let mut stdout = BufReader::with_capacity(16, child.stdout.take().unwrap());
        stdout.read_line(&mut line).unwrap();
        drop(stdout);
        let mut err = String::new();
        child.stderr.take().unwrap().read_to_string(&mut err).unwrap();
        assert_eq!(child.wait().unwrap().code(), Some(0), "{arguments:?}: {err}");
        assert_eq!(err, "", "{arguments:?}");
    }
}

#[test]
fn a_report_on_standard_output_is_no_file() {
    let folder = Folder::new();
    let export = folder.export("a.gz", &messages(0..1));
    let arguments = ["convert", &export, "--out", &folder.arg("lake/"), "--report", "-"];
    let report = chatlake(arguments).exits(0).json();
    assert_eq!(report["inputs"][0]["status"], "ok");
    assert!(!std::path::Path::new("-").exists());
}
