//! What a catalogue refuses, and who can read it.

use std::fs;
use std::os::unix::fs::PermissionsExt;

use chatlake_core::{Hour, Zone};
use chatlake_sync::{
    AppKey, Asked, Catalogue, CatalogueError, Event, FileRecord, Judgement, Opening, State, Terms,
};
use tempfile::TempDir;

fn made() -> (TempDir, std::path::PathBuf, Catalogue) {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("catalogue.sqlite");
    let catalogue = Catalogue::open(&path, Opening::Create).unwrap();
    (folder, path, catalogue)
}

fn app() -> AppKey {
    "org/app".parse().unwrap()
}

fn hour() -> Hour {
    Hour::of_name("2026112009").unwrap()
}

fn with_hour(catalogue: &mut Catalogue) {
    catalogue.add_app(&app(), Terms { zone: Zone::Utc, since: None }).unwrap();
    catalogue.add_hours(&app(), [(hour(), State::Pending, Some(5))], 1).unwrap();
}

#[test]
fn only_the_owner_can_read_it_and_its_companions() {
    let (folder, _, mut catalogue) = made();
    with_hour(&mut catalogue);
    let entries: Vec<_> = fs::read_dir(folder.path()).unwrap().map(Result::unwrap).collect();
    assert_eq!(entries.len(), 3, "the database, its log and its index");
    for entry in entries {
        let mode = entry.metadata().unwrap().permissions().mode() & 0o777;
        assert_eq!(mode, 0o600, "{:?}", entry.file_name());
    }
}

#[test]
fn an_hour_is_remembered_with_what_happened_to_it() {
    let (_folder, path, mut catalogue) = made();
    with_hour(&mut catalogue);
    assert_eq!(catalogue.add_hours(&app(), [(hour(), State::Expired, None)], 2).unwrap(), 0);
    let judgement = Judgement { event: Event::Withdrawn, ask_ms: Some(9) };
    catalogue.absent(&app(), hour(), judgement, 7).unwrap();
    catalogue.happened(&app(), hour(), Event::Announced, 8).unwrap();
    drop(catalogue);
    let catalogue = Catalogue::open(&path, Opening::Existing).unwrap();
    let known = catalogue.hour(&app(), hour()).unwrap().unwrap();
    assert_eq!((known.state, known.ask_ms, known.changed_ms), (State::Ready, Some(9), 8));
    assert_eq!(known.asked, Asked { n_absent: 1, absent_ms: Some(7) });
}

#[test]
fn what_makes_no_sense_changes_nothing() {
    let (_folder, _, mut catalogue) = made();
    with_hour(&mut catalogue);
    let facts = catalogue.facts().unwrap();
    let refused = catalogue.converted(&app(), hour(), &[], 2).unwrap_err();
    assert!(matches!(refused, CatalogueError::Refused { .. }), "{refused}");
    let file = FileRecord {
        part: 1,
        version: 1,
        path: "raw/x".to_owned(),
        bytes: 1,
        sha256: "ab".to_owned(),
        etag: None,
        last_modified: None,
        fetched_ms: 1,
        replaced_by: None,
    };
    assert!(catalogue.replaced(&app(), hour(), &[file], None, 2).is_err());
    assert!(catalogue.happened(&app(), hour().plus(1), Event::FellDue, 2).is_err());
    assert_eq!(catalogue.facts().unwrap(), facts);
}

#[test]
fn a_later_version_is_refused() {
    let (_folder, path, catalogue) = made();
    drop(catalogue);
    // Where SQLite keeps `user_version`.
    let mut bytes = fs::read(&path).unwrap();
    bytes[60..64].copy_from_slice(&99_u32.to_be_bytes());
    fs::write(&path, bytes).unwrap();
    let refused = Catalogue::open(&path, Opening::Existing).unwrap_err();
    assert!(matches!(refused, CatalogueError::TooNew { found: 99, .. }), "{refused}");
}

#[test]
fn a_torn_catalogue_names_what_makes_it_whole() {
    let (_folder, path, mut catalogue) = made();
    with_hour(&mut catalogue);
    drop(catalogue);
    let bytes = fs::read(&path).unwrap();
    let mut zeroed = bytes.clone();
    zeroed[4096..].fill(0);
    for torn in
        [bytes[..bytes.len() / 2].to_vec(), b"not a database, but long enough".repeat(99), zeroed]
    {
        fs::write(&path, torn).unwrap();
        let refused = Catalogue::open(&path, Opening::Existing).unwrap_err();
        assert!(refused.to_string().contains("verify --repair"), "{refused}");
    }
}

#[test]
fn one_that_lacks_an_end_of_any_length_is_refused() {
    let (_folder, path, mut catalogue) = made();
    with_hour(&mut catalogue);
    drop(catalogue);
    let bytes = fs::read(&path).unwrap();
    // SQLite itself opens one byte, and all but the last.
    for len in [1, 2, 511, 4095, 4096, 4097, bytes.len() - 4096, bytes.len() - 1] {
        fs::write(&path, &bytes[..len]).unwrap();
        let refused = Catalogue::open(&path, Opening::Existing);
        assert!(matches!(refused, Err(CatalogueError::Damaged { .. })), "{len} bytes");
    }
    fs::write(&path, &bytes).unwrap();
    assert!(Catalogue::open(&path, Opening::Existing).is_ok());
}

#[test]
fn one_that_is_not_there_is_missed_and_not_made() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("catalogue.sqlite");
    let refused = Catalogue::open(&path, Opening::Existing).unwrap_err();
    assert!(matches!(refused, CatalogueError::Absent { .. }));
    assert!(!path.exists());
}

#[test]
fn a_database_of_another_program_is_left_alone() {
    let (_folder, path, catalogue) = made();
    drop(catalogue);
    // Where SQLite keeps `application_id`.
    let mut bytes = fs::read(&path).unwrap();
    bytes[68..72].copy_from_slice(b"else");
    fs::write(&path, &bytes).unwrap();
    for opening in [Opening::Existing, Opening::Create] {
        let refused = Catalogue::open(&path, opening).unwrap_err();
        assert!(matches!(refused, CatalogueError::Foreign { .. }), "{refused}");
        assert_eq!(fs::read(&path).unwrap(), bytes);
    }
}
