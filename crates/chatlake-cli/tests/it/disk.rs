//! A disk on which an output does not fit.

use std::process::Command;

use crate::run::{Folder, finish, message, messages};

/// The command where no file may have more than 4096 bytes: a limit of the shell, which answers
/// as a disk does that knows no larger files.
fn confined(arguments: &[&str]) -> Command {
    let mut shell = Command::new("sh");
    shell
        .args(["-c", "trap '' XFSZ; ulimit -f 8; exec \"$@\"", "sh"])
        .arg(env!("CARGO_BIN_EXE_chatlake"))
        .args(arguments)
        .env("XDG_CONFIG_HOME", "/nonexistent");
    shell
}

fn exports(folder: &Folder) -> [String; 2] {
    let (one, many) = ([message("a", "hi")], messages(0..200));
    [folder.export("2018112717.gz", &one), folder.export("2018112718.gz", &many)]
}

#[test]
fn one_output_that_does_not_fit_is_none_whichever_input_was_too_much() {
    let folder = Folder::new();
    let [small, large] = exports(&folder);
    let out = folder.arg("out/all.csv");
    for inputs in [[&small, &large], [&large, &small]] {
        let arguments = ["convert", inputs[0], inputs[1], "--jobs", "1", "--out", &*out];
        finish(&mut confined(&arguments)).exits(8).says("File too large");
        assert_eq!(folder.files(), ["2018112717.gz", "2018112718.gz"]);
    }
}

#[test]
fn an_output_that_does_not_fit_fails_alone() {
    let folder = Folder::new();
    let [small, large] = exports(&folder);
    let out = folder.arg("out/");
    let arguments = ["convert", &*large, &*small, "--to", "csv", "--jobs", "1", "--out", &*out];
    finish(&mut confined(&arguments)).exits(8).says("File too large");
    assert_eq!(folder.files(), ["2018112717.gz", "2018112718.gz", "out/2018112717.csv"]);
}
