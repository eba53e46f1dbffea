//! Runs that are killed, or asked to end, at any moment.

use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::{fs, thread};

use super::{convert, exports, exports_of, files, statuses};
use crate::run::{Folder, command};

/// How many files there are below a folder.
fn count(folder: &Path) -> usize {
    let Ok(entries) = fs::read_dir(folder) else { return 0 };
    let paths = entries.filter_map(|entry| Some(entry.ok()?.path()));
    paths.map(|path| if path.is_dir() { count(&path) } else { 1 }).sum()
}

fn start(raw: &str, lake: &str, jobs: &str) -> Child {
    command()
        .args(["convert", raw, "--lake", lake, "--jobs", jobs])
        .env("SOURCE_DATE_EPOCH", "1543399200")
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

/// Sends a signal once there are so many files; tells whether the process had not ended before.
fn signal_at(child: &mut Child, lake: &Path, n_files: usize, signal: &str) -> bool {
    while count(lake) < n_files {
        if child.try_wait().unwrap().is_some() {
            return false;
        }
        thread::yield_now();
    }
    let pid = child.id().to_string();
    // It may have ended meanwhile.
    let _ = Command::new("kill").args([signal, &pid]).stderr(Stdio::null()).status();
    true
}

#[test]
fn after_a_kill_at_any_moment_the_next_run_ends_with_the_same_lake() {
    let whole = Folder::new();
    convert(&exports(&whole), &whole.arg("lake"), &[]).exits(0);
    let expected = files(&whole, "lake");
    for n_files in 0..32 {
        let folder = Folder::new();
        let (raw, lake) = (exports(&folder), folder.arg("lake"));
        let jobs = if n_files % 2 == 0 { "1" } else { "2" };
        let mut child = start(&raw, &lake, jobs);
        signal_at(&mut child, &folder.path("lake"), n_files, "-KILL");
        child.wait().unwrap();
        convert(&raw, &lake, &[]).exits(0);
        assert!(files(&folder, "lake") == expected, "killed at {n_files} files");
        let staging = folder.path("lake/_staging");
        assert_eq!(count(&staging), 0, "nothing is left of the one that was killed");
    }
}

#[test]
fn after_a_kill_while_hours_are_replaced_the_next_run_ends_with_the_same_lake() {
    let whole = Folder::new();
    convert(&exports_of(&whole, 20), &whole.arg("lake"), &[]).exits(0);
    convert(&exports(&whole), &whole.arg("lake"), &[]).exits(0);
    let expected = files(&whole, "lake");
    for n_files in 0..24 {
        let folder = Folder::new();
        let (raw, lake) = (exports_of(&folder, 20), folder.arg("lake"));
        convert(&raw, &lake, &[]).exits(0);
        exports(&folder);
        let n_before = count(&folder.path("lake"));
        let mut child = start(&raw, &lake, "2");
        signal_at(&mut child, &folder.path("lake"), n_before + n_files, "-KILL");
        child.wait().unwrap();
        convert(&raw, &lake, &[]).exits(0);
        assert!(files(&folder, "lake") == expected, "killed at {n_files} more files");
    }
}

#[test]
fn who_is_asked_to_end_commits_the_hours_in_hand() {
    let whole = Folder::new();
    convert(&exports(&whole), &whole.arg("lake"), &[]).exits(0);
    let expected = files(&whole, "lake");
    for n_files in [1, 8, 12, 16, 20] {
        let folder = Folder::new();
        let (raw, lake) = (exports(&folder), folder.arg("lake"));
        let mut child = start(&raw, &lake, "1");
        signal_at(&mut child, &folder.path("lake"), n_files, "-INT");
        let exit = child.wait().unwrap().code();
        assert!(matches!(exit, Some(0 | 130)), "{exit:?} at {n_files} files");
        assert_eq!(count(&folder.path("lake/_staging")), 0);
        let n_committed = count(&folder.path("lake/_manifest"));
        let n_rows = count(&folder.path("lake/messages"));
        assert_eq!(n_committed, n_rows, "nothing is half there");
        let run = convert(&raw, &lake, &[]).exits(0);
        let n_skipped = statuses(&run).iter().filter(|status| *status == "skipped").count();
        assert_eq!(n_skipped, n_committed, "what was committed stays");
        assert!(files(&folder, "lake") == expected);
    }
}
