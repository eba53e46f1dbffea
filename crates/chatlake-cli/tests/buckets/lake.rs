//! Lakes in a bucket.

use std::collections::BTreeMap;
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

use chatlake_store::Store;

use crate::run::{Folder, Run, command, finish, message};

/// How many moments of a run somebody kills it at.
const N_KILLS: u32 = 12;

fn place(name: &str) -> String {
    let bucket = std::env::var("CHATLAKE_TEST_BUCKET").expect("`cargo xtask buckets` runs this");
    format!("{bucket}/lakes/{name}")
}

/// Six hours in Beijing with so many messages each; each has the last one of the hour before, too.
fn exports(folder: &Folder, n_messages: u64) -> String {
    for hour in 0..6_u64 {
        let first = (hour * 50).saturating_sub(1);
        let ids = first..hour * 50 + n_messages;
        let lines: Vec<String> = ids.map(|id| message(&id.to_string(), "hello")).collect();
        folder.export(&format!("raw/{}.gz", 2_018_112_717 + hour), &lines);
    }
    folder.arg("raw")
}

/// A command about lakes, at a time of its own.
fn words(words: &[&str]) -> std::process::Command {
    let mut command = command();
    command.args(words).env("SOURCE_DATE_EPOCH", "1543399200");
    command
}

fn run(arguments: &[&str]) -> Run {
    finish(&mut words(arguments))
}

fn convert<'a>(raw: &'a str, lake: &'a str) -> [&'a str; 8] {
    ["convert", raw, "--lake", lake, "--zone", "+08:00", "--app", "org/app"]
}

fn compact(lake: &str) -> [&str; 5] {
    ["lake", "compact", lake, "--date", "2018-11-27"]
}

/// Every object of a lake.
fn objects(lake: &str) -> BTreeMap<String, Vec<u8>> {
    let store = Store::open(&lake.parse().unwrap()).unwrap();
    let objects = store.list("").unwrap().into_iter().map(|object| {
        let bytes = store.get(&object.key).unwrap().unwrap();
        (object.key, bytes)
    });
    objects.filter(|(key, _)| !key.starts_with("_staging/") && key != "_lock").collect()
}

/// Kills a command after a while; tells whether it had not ended before.
fn kill_after(mut child: Child, pause: Duration) -> bool {
    std::thread::sleep(pause);
    let is_running = child.try_wait().unwrap().is_none();
    child.kill().unwrap();
    child.wait().unwrap();
    is_running
}

/// Runs a command that is killed at many moments, and then once more: each time on a lake made
/// afresh, which ends as the one that nobody disturbed.
fn is_killed_anywhere(name: &str, prepare: impl Fn(&str), arguments: impl Fn(&str) -> Vec<String>) {
    let start = |lake: &str| {
        let arguments = arguments(lake);
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        words(&arguments).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap()
    };
    let whole = place(&format!("{name}-whole"));
    prepare(&whole);
    let began = Instant::now();
    assert!(start(&whole).wait().unwrap().success());
    let (mut took, mut n_killed) = (began.elapsed(), 0);
    let expected = objects(&whole);
    for attempt in 0.. {
        assert!(attempt < 4 * N_KILLS, "{n_killed} were killed before they had ended");
        let lake = place(&format!("{name}-{attempt}"));
        prepare(&lake);
        let pause = took * n_killed / N_KILLS;
        if kill_after(start(&lake), pause) {
            n_killed += 1;
        } else {
            // Others kept the machine busy when it was measured.
            took = took * 3 / 4;
        }
        assert!(start(&lake).wait().unwrap().success(), "killed after {pause:?}");
        let mut found = objects(&lake);
        // Where there is no lock, keys that are not needed any more may be about to be named again:
        // they stay.
        found.retain(|key, _| !key.starts_with("_keys/") || expected.contains_key(key));
        let names = |objects: &BTreeMap<String, Vec<u8>>| objects.keys().cloned().collect();
        let (had, has): (Vec<String>, Vec<String>) = (names(&expected), names(&found));
        assert_eq!(has, had, "killed after {pause:?}");
        assert!(found == expected, "killed after {pause:?}");
        run(&["lake", "verify", &lake]).exits(0);
        if n_killed == N_KILLS {
            break;
        }
    }
}

fn owned(arguments: &[&str]) -> Vec<String> {
    arguments.iter().copied().map(str::to_owned).collect()
}

#[test]
fn a_lake_in_a_bucket_has_what_one_in_a_folder_has() {
    let folder = Folder::new();
    let (raw, there, here) = (exports(&folder, 50), place("same"), folder.arg("lake"));
    for lake in [&there, &here] {
        run(&convert(&raw, lake)).exits(0);
    }
    assert_eq!(objects(&there), objects(&here));
    let again = run(&convert(&raw, &there)).exits(0);
    assert!(again.err.contains("6 up to date"), "{}", again.err);
    for lake in [&there, &here] {
        run(&compact(lake)).exits(0);
        run(&["lake", "verify", lake, "--raw", &raw, "--again"]).exits(0);
    }
    assert_eq!(objects(&there), objects(&here));
    let exports = place("exports");
    let store = Store::open(&exports.parse().unwrap()).unwrap();
    for file in std::fs::read_dir(&raw).unwrap().map(|entry| entry.unwrap().path()) {
        let name = file.file_name().unwrap().to_str().unwrap().to_owned();
        store.put_file(&format!("some/day/{name}"), &file).unwrap();
    }
    let of_hour = format!("{exports}/some/day/2018112717.gz");
    let verified = run(&["lake", "verify", &there, "--raw", &exports, "--again"]).exits(0);
    assert!(
        verified.out.contains("6 exports as they were; 6 hours made once more"),
        "{verified:?}"
    );
    let verified = run(&["lake", "verify", &there, "--raw", &of_hour, "--json"]).exits(3).json();
    assert_eq!(
        (&verified["exports"], verified["findings"].as_array().unwrap().len()),
        (&1.into(), 5)
    );
    let nowhere = format!("{exports}/some/night");
    run(&["lake", "verify", &there, "--raw", &nowhere]).exits(2).says("holds no export");
    let status = run(&["lake", "status", &there, "--json"]).exits(0).json();
    assert_eq!(status["total"]["rows"], 300);
}

#[test]
fn three_processes_at_once_make_in_a_new_bucket_what_one_makes() {
    let folder = Folder::new();
    let raw = exports(&folder, 50);
    let one = place("split-one");
    run(&convert(&raw, &one)).exits(0);
    let expected = objects(&one);
    for round in 0..4 {
        let lake = place(&format!("split-{round}"));
        std::thread::scope(|scope| {
            for share in ["1/3", "2/3", "3/3"] {
                let arguments = [&convert(&raw, &lake)[..], &["--split", share]].concat();
                scope.spawn(move || run(&arguments).exits(0));
            }
        });
        run(&["lake", "verify", &lake, "--raw", &raw, "--again"]).exits(0);
        assert!(objects(&lake) == expected, "round {round}");
    }
}

#[test]
fn after_a_kill_while_hours_go_to_a_bucket_the_next_run_ends_with_the_same_lake() {
    let folder = Folder::new();
    let raw = exports(&folder, 50);
    is_killed_anywhere("kills", |_| (), |lake| owned(&convert(&raw, lake)));
}

#[test]
fn after_a_kill_while_hours_of_a_bucket_are_replaced_the_next_run_ends_with_the_same_lake() {
    let (folder, before) = (Folder::new(), Folder::new());
    let (raw, smaller) = (exports(&folder, 50), exports(&before, 20));
    let prepare = |lake: &str| drop(run(&convert(&smaller, lake)).exits(0));
    is_killed_anywhere("replaced", prepare, |lake| owned(&convert(&raw, lake)));
}

#[test]
fn after_a_kill_while_a_bucket_is_compacted_the_next_run_ends_with_the_same_lake() {
    let folder = Folder::new();
    let raw = exports(&folder, 50);
    let prepare = |lake: &str| drop(run(&convert(&raw, lake)).exits(0));
    is_killed_anywhere("compacted", prepare, |lake| owned(&compact(lake)));
}
