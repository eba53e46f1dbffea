//! Nothing is left behind.

use std::fs;
use std::os::unix::fs::PermissionsExt;

use crate::run::{Folder, chatlake, messages, testdata};

#[test]
fn a_failure_leaves_nothing_behind() {
    for (arguments, exit) in [
        (&["--out", "lake/"][..], 4),
        (&["--out", "all.parquet"], 4),
        (&["--out", "all.jsonl.zst"], 4),
        (&["--out", "lake/", "--to", "jsonl"], 4),
        (&["--out", "-", "--to", "csv", "--rejects", "rejects.jsonl"], 4),
    ] {
        let folder = Folder::new();
        let file = testdata("malformed/bad_content.gz");
        let mut all = vec!["convert".to_owned(), file];
        all.extend(arguments.iter().map(|word| match *word {
            word if word.contains('.') || word.contains('/') => folder.arg(word),
            word => word.to_owned(),
        }));
        let run = chatlake(all).exits(exit);
        assert_eq!(folder.files(), Vec::<String>::new(), "{arguments:?}");
        assert!(run.out.lines().count() <= 1, "a header at most: {}", run.out);
    }
}

#[test]
fn a_folder_that_cannot_be_written_to_is_an_error_of_the_system() {
    let folder = Folder::new();
    let export = folder.export("a.gz", &messages(0..1));
    let out = folder.write("file", "");
    // Below a file there is no folder, whoever asks.
    chatlake(["convert", &export, "--out", &format!("{out}/lake/")]).exits(8);
    let closed = folder.path("closed");
    fs::create_dir(&closed).unwrap();
    fs::set_permissions(&closed, fs::Permissions::from_mode(0o500)).unwrap();
    if fs::write(closed.join("probe"), "").is_err() {
        chatlake(["convert", &export, "--out", &folder.arg("closed/")]).exits(8);
    }
}
