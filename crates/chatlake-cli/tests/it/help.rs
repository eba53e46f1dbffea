//! Help begins with examples, and says what it said when somebody looked at it last.

use crate::run::{Folder, chatlake};

const COMMANDS: &[&str] = &[
    "",
    "convert",
    "replay",
    "head",
    "inspect",
    "schema",
    "sync",
    "fetch",
    "attachments",
    "status",
    "gaps",
    "verify",
    "lake",
    "lake status",
    "lake verify",
    "lake sql",
    "lake compact",
    "lake register",
    "doctor",
    "demo",
    "config",
    "config show",
    "config path",
    "completions",
    "man",
];

fn words(command: &str) -> Vec<&str> {
    command.split(' ').filter(|word| !word.is_empty()).collect()
}

#[test]
fn help_begins_with_examples() {
    for command in COMMANDS {
        for help in ["--help", "-h"] {
            let run = chatlake([&words(command)[..], &[help]].concat()).exits(0);
            assert!(run.out.starts_with("Examples:\n  "), "{command}: {}", run.out);
            assert!(run.out.contains("Usage: chatlake"), "{command}");
        }
    }
}

#[test]
fn help_is_the_manual() {
    for command in COMMANDS {
        let run = chatlake([&words(command)[..], &["--help"]].concat()).exits(0);
        let name = format!("chatlake {command}").trim().replace(' ', "-");
        insta::assert_snapshot!(name, run.out);
    }
}

#[test]
fn every_command_has_a_manual_page() {
    let folder = Folder::new();
    chatlake(["man", "--out", &folder.arg("")]).exits(0);
    let expected: Vec<String> = COMMANDS
        .iter()
        .map(|command| format!("{}.1", format!("chatlake {command}").trim().replace(' ', "-")))
        .collect();
    let files = folder.files();
    for page in &expected {
        assert!(files.contains(page), "{page} in {files:?}");
        let page = std::fs::read_to_string(folder.path(page)).unwrap();
        assert!(page.contains(".SH EXAMPLES") && page.contains(".SH NAME"), "{page}");
    }
    assert_eq!(files.len(), expected.len());
    let one = chatlake(["man", "config", "show"]).exits(0).out;
    assert_eq!(one, std::fs::read_to_string(folder.path("chatlake-config-show.1")).unwrap());
}

#[test]
fn every_shell_has_completions() {
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let run = chatlake(["completions", shell]).exits(0);
        assert!(run.out.contains("--salvage") || run.out.contains("salvage"), "{shell}");
    }
}
