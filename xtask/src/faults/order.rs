//! What would be lost with the power: names that reach the disk before what they name.

use std::collections::BTreeMap;
use std::path::Path;

use super::call::Call;
use super::class::Class;
use super::results::is_finished;

/// Looks at a run whether every file that got its final name in `folder` was on the disk before,
/// and its name, with the folders above that were made, afterwards. Says what was not.
pub(super) fn unsynced(calls: &[Call], folder: &Path) -> Vec<String> {
    // When what happened to a path for the last time.
    let (mut written, mut synced, mut made) = (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
    let mut named: Vec<(usize, &str)> = Vec::new();
    let mut complaints = Vec::new();
    for (when, call) in calls.iter().enumerate().filter(|(_, call)| !call.has_failed) {
        let (Some(class), [path, ..]) = (Class::of(&call.name), &*call.paths) else { continue };
        match class {
            Class::Write | Class::Truncate => drop(written.insert(path, when)),
            Class::Sync => drop(synced.insert(path, when)),
            Class::Mkdir => drop(made.insert(path, when)),
            Class::Rename => {
                let Some(target) = call.paths.get(1).filter(|path| is_final(path, folder)) else {
                    continue;
                };
                let is_late = |at: &usize| synced.get(path).is_none_or(|synced| synced < at);
                if written.get(path).is_some_and(is_late) {
                    complaints.push(format!("`{target}` has its name before its bytes are synced"));
                }
                named.push((when, target));
            }
            Class::Open | Class::Read | Class::Unlink | Class::List => {}
        }
    }
    let mut miss = |folder: Option<&Path>, when: usize, what: String| {
        let folder = folder.map(|folder| folder.to_string_lossy().into_owned());
        let is_synced = folder.and_then(|folder| synced.get(&folder)).is_some_and(|at| *at > when);
        if !is_synced && !complaints.contains(&what) {
            complaints.push(what);
        }
    };
    for (when, target) in named {
        let target = Path::new(target);
        miss(target.parent(), when, format!("the name `{}` is not synced", target.display()));
        for (made, when) in &made {
            let made = Path::new(made);
            if target.starts_with(made) {
                miss(
                    made.parent(),
                    *when,
                    format!("the folder `{}` is not synced", made.display()),
                );
            }
        }
    }
    complaints
}

fn is_final(path: &str, folder: &Path) -> bool {
    let rest = Path::new(path).strip_prefix(folder).ok();
    rest.is_some_and(|rest| is_finished(&rest.to_string_lossy()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(lines: &[&str], expected: &[&str]) {
        let calls: Vec<Call> = lines.iter().filter_map(|line| Call::parse(line)).collect();
        assert_eq!(unsynced(&calls, Path::new("/o")), expected, "{lines:?}");
    }

    const MADE: &str = "1 mkdir(\"/o/d\", 0700) = 0";
    const WRITTEN: &str = "1 write(3</o/d/.a.part>, \"\"..., 5) = 5";
    const SYNCED: &str = "2 fsync(3</o/d/.a.part>) = 0";
    const NAMED: &str = "2 rename(\"/o/d/.a.part\", \"/o/d/a\") = 0";
    const NAME_SYNCED: &str = "2 fsync(4</o/d>) = 0";
    const FOLDER_SYNCED: &str = "2 fsync(4</o>) = 0";

    #[test]
    fn bytes_then_the_name_then_the_folders_are_synced() {
        check(&[MADE, FOLDER_SYNCED, WRITTEN, SYNCED, NAMED, NAME_SYNCED], &[]);
        check(&[WRITTEN, SYNCED, NAMED, NAME_SYNCED], &[]);
    }

    #[test]
    fn what_is_missing_or_too_early_is_told() {
        check(
            &[SYNCED, WRITTEN, NAMED, NAME_SYNCED],
            &["`/o/d/a` has its name before its bytes are synced"],
        );
        check(&[WRITTEN, SYNCED, NAME_SYNCED, NAMED], &["the name `/o/d/a` is not synced"]);
        check(&[MADE, WRITTEN, SYNCED, NAMED, NAME_SYNCED], &["the folder `/o/d` is not synced"]);
    }

    #[test]
    fn names_of_unfinished_files_do_not_matter() {
        check(&[WRITTEN, "1 rename(\"/o/d/.a.part\", \"/o/d/.b.part\") = 0"], &[]);
        check(&["1 rename(\"/o/d/.a.part\", \"/o/d/a\") = -1 EIO (Input/output error)"], &[]);
    }
}
