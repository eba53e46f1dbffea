//! Law: a catalogue that was torn anywhere, or is something else altogether, is refused, or says
//! what it said after one of its changes; never half of a change, and the next opening says the
//! same.
//!
//! The first four bytes choose where the log of changes is cut and which of its bytes is another
//! one, the next three where the catalogue itself is cut; what follows, if anything does, takes
//! the place of the catalogue.

#![no_main]

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use chatlake_core::{Hour, Zone};
use chatlake_fuzz::folder;
use chatlake_sync::{AppKey, Catalogue, Event, FileRecord, Opening, State, Terms};
use libfuzzer_sys::fuzz_target;

/// A catalogue as a process leaves it that is killed: a file and a log of changes beside it; and
/// what it said after each of them.
struct Killed {
    file: Vec<u8>,
    log: Vec<u8>,
    /// All changes in the file, and no log.
    closed: Vec<u8>,
    facts: Vec<String>,
}

static KILLED: LazyLock<Killed> = LazyLock::new(|| {
    let folder = folder();
    let path = folder.path().join("catalogue.sqlite");
    let mut catalogue = Catalogue::open(&path, Opening::Create).expect("a new catalogue");
    let mut facts = vec![catalogue.facts().expect("facts")];
    let mut change = |act: &mut dyn FnMut(&mut Catalogue)| {
        act(&mut catalogue);
        facts.push(catalogue.facts().expect("facts"));
    };
    let app: AppKey = "org/app".parse().expect("an app");
    let hour = Hour::of_name("2018112717").expect("an hour");
    let terms = Terms { zone: Zone::Beijing, since: Some(hour) };
    change(&mut |catalogue| {
        catalogue.add_app(&app, terms).expect("a change");
    });
    change(&mut |catalogue| {
        let hours = (0..72).map(|n| (hour.plus(n), State::Pending, Some(7)));
        catalogue.add_hours(&app, hours, 7).expect("a change");
    });
    for n in 0..5 {
        let hour = hour.plus(n);
        change(&mut |catalogue| {
            catalogue.happened(&app, hour, Event::Announced, 8).expect("a change");
        });
        change(&mut |catalogue| {
            catalogue.stored(&app, hour, &[file(hour)], None, 9).expect("a change");
        });
    }
    let (file, log) = (read(&path), read(&log_of(&path)));
    drop(catalogue);
    Killed { file, log, closed: read(&path), facts }
});

fuzz_target!(|input: &[u8]| {
    let Some((choices, instead)) = input.split_first_chunk::<7>() else { return };
    let [a, b, c, d, e, f, change] = *choices;
    let number = |high, low| usize::from(u16::from_be_bytes([high, low]));
    let Killed { file, log, closed, facts } = &*KILLED;
    let folder = folder();
    let path = folder.path().join("catalogue.sqlite");

    let mut log = log[..number(a, b) % (log.len() + 1)].to_vec();
    if let Some(byte) = log.get_mut(number(c, d) * 3) {
        *byte ^= change;
    }
    write(&path, file);
    write(&log_of(&path), &log);
    let found = facts_of(&path).expect("a log that ends early is a log");
    assert!(facts.contains(&found), "half of a change:\n{found}");
    assert_eq!(facts_of(&path).as_ref(), Ok(&found));

    let path = folder.path().join("cut.sqlite");
    let cut = &closed[..number(e, f) % (closed.len() + 1)];
    write(&path, cut);
    if let Ok(found) = facts_of(&path) {
        // What is empty is a catalogue that was never begun.
        let is_whole = cut.is_empty() && found.is_empty() || facts.last() == Some(&found);
        assert!(is_whole, "{} of {} bytes say:\n{found}", cut.len(), closed.len());
    }

    if !instead.is_empty() {
        let path = folder.path().join("instead.sqlite");
        write(&path, instead);
        if let Ok(found) = facts_of(&path) {
            assert_eq!(facts_of(&path), Ok(found));
        }
    }
});

/// What the catalogue says; an error as it is told.
fn facts_of(path: &Path) -> Result<String, String> {
    let catalogue = Catalogue::open(path, Opening::Existing);
    catalogue.and_then(|catalogue| catalogue.facts()).map_err(|error| error.to_string())
}

fn file(hour: Hour) -> FileRecord {
    FileRecord {
        part: 1,
        version: 1,
        path: format!("raw/org/app/{}/{hour}.gz", hour.date()),
        bytes: 1 << 20,
        sha256: "5feceb66ffc86f38d952786c6d696c79c2dbc239dd4e91b46729d73a27fb57e9".to_owned(),
        etag: Some("\"5d41402a\"".to_owned()),
        last_modified: None,
        fetched_ms: 9,
        replaced_by: None,
    }
}

fn log_of(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push("-wal");
    name.into()
}

fn read(path: &Path) -> Vec<u8> {
    fs::read(path).expect("a file")
}

fn write(path: &Path, bytes: &[u8]) {
    fs::write(path, bytes).expect("there is room for a file");
}
