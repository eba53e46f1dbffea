//! Law: whatever becomes of the documents of a lake, nothing panics; one that was torn or edited
//! anywhere is refused; and one that was edited and sealed anew is refused, or leads nowhere but to
//! files of its own hour or day.
//!
//! The first bytes choose the document, what becomes of it and where; the rest is what is put there.

#![no_main]

use std::fmt::Write;
use std::fs;
use std::path::Path;

use chatlake_core::AppKey;
use chatlake_fuzz::folder;
use chatlake_lake::{Day, DayManifest, Lake, LakeError, Manifest, Slot};
use chatlake_store::{Place, Store};
use libfuzzer_sys::fuzz_target;
use sha2::{Digest, Sha256};

const TERMS: &[u8] = include_bytes!("../documents/terms.json");
const HOUR: &[u8] = include_bytes!("../documents/hour.json");
const DAY: &[u8] = include_bytes!("../documents/day.json");
const CHECK: &str = "\"check\": \"";
const END: &str = "\"\n}\n";

fuzz_target!(|input: &[u8]| {
    let Some(([document, way, high, low, change], inserted)) = input.split_first_chunk::<5>()
    else {
        return;
    };
    let original = [TERMS, HOUR, DAY][usize::from(*document) % 3];
    let at = usize::from(u16::from_be_bytes([*high, *low])) % original.len();
    let mut text = match way % 4 {
        0 => original[..at].to_vec(),
        1 => original.to_vec(),
        2 => inserted.to_vec(),
        _ => {
            let end = original.len().min(at + usize::from(*change));
            [&original[..at], inserted, &original[end..]].concat()
        }
    };
    if way % 4 == 1 {
        text[at] ^= change;
    }
    let is_sealed = way / 4 % 2 == 1;
    if is_sealed {
        text = sealed(&text).unwrap_or(text);
    }
    match document % 3 {
        0 => terms(&text, is_sealed),
        1 => hour(&text, is_sealed),
        _ => day(&text, is_sealed),
    }
    note(&text);
});

/// The text with the check that belongs to it; none where there is no place for one.
fn sealed(text: &[u8]) -> Option<Vec<u8>> {
    let text = std::str::from_utf8(text).ok()?.strip_suffix(END)?;
    let (body, _) = text.rsplit_once(CHECK)?;
    let mut sealed = format!("{body}{CHECK}");
    for byte in Sha256::digest(format!("{sealed}{END}")) {
        write!(sealed, "{byte:02x}").expect("a string takes what it is given");
    }
    sealed.push_str(END);
    Some(sealed.into_bytes())
}

fn app() -> AppKey {
    "org/app".parse().expect("an app")
}

fn terms(text: &[u8], is_sealed: bool) {
    let folder = folder();
    write(folder.path(), "_lake.json", text);
    let Ok(lake) = open(folder.path()) else { return };
    assert!(is_sealed || text == TERMS, "terms that were edited are believed");
    // Whoever makes a lake on these terms writes the same.
    let other = self::folder();
    let made = Lake::create(store(&other.path().join("lake")), lake.terms()).expect("a lake");
    assert_eq!(made.terms(), lake.terms());
    assert_eq!(fs::read(other.path().join("lake/_lake.json")).expect("a file"), text);
}

fn hour(text: &[u8], is_sealed: bool) {
    let slot: Slot = "2026030115".parse().expect("a slot");
    let Ok(manifest) = Manifest::parse(slot, &app(), text) else { return };
    assert!(is_sealed || text == HOUR, "a manifest that was edited is believed");
    assert!(manifest.slot == slot && manifest.app == app() && manifest.accounts.is_balanced());
    for key in manifest.keys_of_files() {
        leads_to(key, "2026030115-");
    }
}

fn day(text: &[u8], is_sealed: bool) {
    let date: Day = "2026-03-01".parse().expect("a day");
    let Ok(manifest) = DayManifest::parse(date, &app(), text) else { return };
    assert!(is_sealed || text == DAY, "a manifest that was edited is believed");
    assert_eq!(manifest.date, date);
    assert!(manifest.slots.iter().all(|covered| covered.slot.day() == date));
    for file in &manifest.files {
        leads_to(&file.path, "2026-03-01-");
    }
}

/// The key is that of a file of this name in a folder of rows, rejects or keys.
fn leads_to(key: &str, name: &str) {
    let (folder, file) = key.rsplit_once('/').expect("files lie in folders");
    assert!(!key.split('/').any(|part| matches!(part, "" | "." | "..")), "{key}");
    let mine = "org=org/app=app/date=2026-03-01";
    let folders = [format!("messages/{mine}"), format!("_rejects/{mine}"), "_keys".to_owned()];
    assert!(folders.iter().any(|it| it == folder) && file.starts_with(name), "{key}");
}

/// What an exchange leaves behind that was begun: whoever writes next settles it, and changes
/// nothing but manifests.
fn note(text: &[u8]) {
    let folder = folder();
    let root = folder.path().join("lake");
    for (name, text) in [
        ("_lake.json", TERMS),
        ("_manifest/2026030115.json", HOUR),
        ("_manifest/_exchange.json", text),
    ] {
        write(&root, name, text);
    }
    let lake = open(&root).expect("a lake");
    let state = lake.manifests();
    let lock = lake.lock().map(drop);
    assert_eq!(fs::read(root.join("_lake.json")).expect("a file"), TERMS);
    assert_eq!(fs::read_dir(folder.path()).expect("a folder").count(), 1);
    if let (Ok(state), Ok(())) = (state, lock) {
        let settled = lake.manifests().expect("what could be read can be read");
        assert_eq!(settled.slots, state.slots, "who settles decides as who reads");
    }
}

fn open(folder: &Path) -> Result<Lake, LakeError> {
    Lake::open(store(folder))
}

fn store(folder: &Path) -> Store {
    Store::open(&Place::Folder(folder.to_owned())).expect("a place")
}

fn write(root: &Path, name: &str, text: &[u8]) {
    let path = root.join(name);
    fs::create_dir_all(path.parent().expect("a folder")).expect("there is room for a folder");
    fs::write(path, text).expect("there is room for a file");
}
