//! Those who read by listing folders while hours are replaced.

use std::fs;
use std::io::ErrorKind;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

use chatlake_lake::layout;

use crate::harness::{World, ids, messages, numbered};

/// How many rows the two hours of a day have, as a listing of its folder finds them; none if the
/// folder was another by the time its files were opened.
fn looked_at(folder: &Path) -> Option<(usize, usize)> {
    let mut names: Vec<String> = Vec::new();
    for entry in fs::read_dir(folder).expect("a folder") {
        names.push(entry.expect("an entry").file_name().to_string_lossy().into_owned());
    }
    let mut rows = (0, 0);
    for name in &names {
        let path = folder.join(name);
        if fs::metadata(&path).is_err_and(|error| error.kind() == ErrorKind::NotFound) {
            return None;
        }
        // Whoever has opened a file reads it to its end; who comes too late looks again.
        let found = std::panic::catch_unwind(|| ids(&path).len()).ok()?;
        let of_hour = if name.starts_with("2018112717-") { &mut rows.0 } else { &mut rows.1 };
        assert_eq!(*of_hour, 0, "an hour is there twice: {names:?}");
        *of_hour = found;
    }
    Some(rows)
}

#[test]
fn a_folder_that_holds_what_is_nobodys_is_not_exchanged() {
    let world = World::new();
    let grown = |n: u64| world.export("2018112717.gz", &messages("2018112717", 0..n));
    world.run(&[grown(1)]);
    let app = "org/app".parse().expect("an app");
    let folder = layout::messages(&app, "2018-11-27".parse().expect("a day"));
    let mine = world.root().join(folder).join("mine/notes.txt");
    fs::create_dir_all(mine.parent().expect("it has one")).expect("a folder");
    fs::write(&mine, "mine").expect("a file");
    world.run(&[grown(5)]);
    assert_eq!(world.ids(), numbered(0..5));
    assert_eq!(fs::read_to_string(mine).expect("it is still there"), "mine");
    world.assert_sound();
}

#[test]
fn nobody_sees_an_hour_twice_or_not_at_all_while_it_is_replaced() {
    let world = World::new();
    let grown = |n: u64| world.export("2018112717.gz", &messages("2018112717", 0..n));
    let next = world.export("2018112718.gz", &messages("2018112718", 500..505));
    world.run(&[grown(1), next]);
    let app = "org/app".parse().expect("an app");
    let folder = layout::messages(&app, "2018-11-27".parse().expect("a day"));
    let folder = world.root().join(folder);
    let is_over = AtomicBool::new(false);
    let seen = std::thread::scope(|scope| {
        let reader = scope.spawn(|| {
            let mut seen = Vec::new();
            while !is_over.load(Ordering::SeqCst) {
                seen.extend(looked_at(&folder));
            }
            seen
        });
        (2..=20).for_each(|n| drop(world.run(&[grown(n)])));
        is_over.store(true, Ordering::SeqCst);
        reader.join().expect("a reader that finds every hour once")
    });
    assert!(seen.len() > 20, "it has looked {} times", seen.len());
    assert!(seen.iter().all(|rows| rows.0 >= 1 && rows.1 == 5), "{seen:?}");
    assert!(seen.is_sorted(), "an hour never shrinks: {seen:?}");
}
