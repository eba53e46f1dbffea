//! Law: whatever is in the files that a run leaves for the next one, nothing panics, and what
//! cannot be understood is not guessed at: a limiter lets no more calls through than it may, nor
//! makes anybody wait for longer than it must; terms that were torn anywhere are the whole terms or
//! none.
//!
//! The last byte chooses how much is torn off, the rest is what is in the files.

#![no_main]

use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use chatlake_core::clock::{Clock, ManualClock};
use chatlake_core::{Hour, Zone};
use chatlake_fetch::{Limiter, Rate, unwatched};
use chatlake_fuzz::folder;
use chatlake_sync::{AppKey, Archive, Terms};
use libfuzzer_sys::fuzz_target;

const RATE: Rate = Rate { calls: 3, per: Duration::from_secs(10) };

fuzz_target!(|input: &[u8]| {
    let [bytes @ .., torn] = input else { return };
    let folder = folder();
    limiter(bytes, &folder.path().join("calls.json"));
    terms(usize::from(*torn), bytes, &folder.path().join("archive"));
});

fn limiter(bytes: &[u8], path: &Path) {
    let begin_ms = 1_543_309_200_000;
    let per_ms = RATE.per.as_millis() as i64;
    fs::write(path, bytes).expect("there is room for a file");
    let clock = Arc::new(ManualClock::new(begin_ms));
    let limiter = Limiter::new(path, RATE, Arc::clone(&clock) as Arc<dyn Clock>).expect("a folder");
    let mut at_ms = Vec::new();
    for _ in 0..2 * RATE.calls {
        drop(limiter.acquire(&mut unwatched).expect("a turn comes"));
        at_ms.push(clock.now_ms());
    }
    let first_ms = at_ms.first().copied().unwrap_or_default();
    assert!(first_ms <= begin_ms + per_ms, "nobody waits for longer than a whole stretch");
    for pair in at_ms.windows(RATE.calls as usize + 1) {
        let [first, .., last] = pair else { continue };
        assert!(last - first >= per_ms, "four calls within {} ms", last - first);
    }
    let kept = fs::read(path).expect("the calls are kept");
    assert!(serde_json::from_slice::<serde_json::Value>(&kept).is_ok(), "and whole");
}

fn terms(torn: usize, bytes: &[u8], root: &Path) {
    let archive = Archive::at(root);
    let app: AppKey = "org/app".parse().expect("an app");
    let file = archive.terms_file(&app);
    fs::create_dir_all(file.parent().expect("a folder")).expect("there is room for a folder");
    fs::write(&file, bytes).expect("there is room for a file");
    // Bytes that are no text are an error of the system's.
    if let Ok(Some(found)) = Terms::read(&archive, &app) {
        assert_eq!(written(found, &archive, &app), Some(found));
    }

    let zone = if torn % 2 == 0 { Zone::Beijing } else { Zone::Utc };
    let since = Hour::of_name("2018112717").filter(|_| torn % 3 > 0);
    let terms = Terms { zone, since };
    assert_eq!(written(terms, &archive, &app), Some(terms));
    let text = fs::read(&file).expect("a file");
    let kept = &text[..torn / 6 % (text.len() + 1)];
    fs::write(&file, kept).expect("there is room for a file");
    let found = Terms::read(&archive, &app).expect("a file");
    assert!(found.is_none_or(|found| found == terms), "{found:?} is half of {terms:?}");
}

/// What is read after terms have been written over nothing.
fn written(terms: Terms, archive: &Archive, app: &AppKey) -> Option<Terms> {
    fs::write(archive.terms_file(app), b"").expect("there is room for a file");
    terms.write(archive, app).expect("there is room for a file");
    Terms::read(archive, app).expect("a file")
}
