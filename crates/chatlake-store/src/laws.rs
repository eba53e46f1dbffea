//! What holds of every place, folder or bucket. Tests of both call these.

use std::fs;
use std::io::Read;

use super::{LocalFile, Store, StoreErrorKind};

/// All of them, in a place with nothing in it.
pub(crate) fn hold(store: &Store) {
    what_was_put_is_there(store);
    what_is_not_there_is_told(store);
    lists_are_sorted_and_leave_out_what_is_hidden(store);
    keys_are_any_text(store);
    what_is_no_key_is_refused(store);
    files_of_this_machine_move(store);
    a_copy_goes_when_it_is_no_longer_needed(store);
}

fn what_was_put_is_there(store: &Store) {
    for bytes in [&b"one"[..], b"another", b""] {
        store.put("a/b.json", bytes).expect("it is written");
        assert_eq!(store.get("a/b.json").expect("it is read").as_deref(), Some(bytes));
        assert_eq!(store.size("a/b.json").expect("it is there"), Some(bytes.len() as u64));
        assert!(store.exists("a/b.json").expect("it is there"));
        assert_eq!(read(store, "a/b.json"), bytes);
    }
    store.remove("a/b.json").expect("it goes");
    store.remove("a/b.json").expect("it is gone");
    assert_eq!(store.get("a/b.json").expect("an answer"), None);
}

fn what_is_not_there_is_told(store: &Store) {
    assert_eq!(store.get("nothing").expect("an answer"), None);
    assert_eq!(store.size("nothing").expect("an answer"), None);
    assert!(!store.exists("nothing").expect("an answer"));
    assert!(store.list("nothing").expect("a list").is_empty());
    assert!(store.list_level("nothing").expect("a list").is_empty());
    let scratch = tempfile::tempdir().expect("a folder");
    for error in [
        store.reader("nothing").map(drop).expect_err("there is none"),
        store.local_copy("nothing", scratch.path()).map(drop).expect_err("there is none"),
    ] {
        assert_eq!(error.kind(), StoreErrorKind::Missing, "{error}");
        assert!(error.to_string().contains("nothing"), "{error}");
    }
}

fn lists_are_sorted_and_leave_out_what_is_hidden(store: &Store) {
    let keys =
        ["l/b", "l/a/2", "l/a/10", "l/a.x", "l/_c/.d/e", "l/.f", "l/.g/h", "l/_c/i", "la/z", "l2"];
    for key in keys {
        store.put(key, key.as_bytes()).expect("it is written");
    }
    let listed = |folder: &str| -> Vec<(String, u64)> {
        let list = store.list(folder).expect("a list").into_iter();
        list.map(|object| (object.key, object.bytes)).collect()
    };
    let of = |keys: &[&str]| -> Vec<(String, u64)> {
        keys.iter().map(|key| ((*key).to_owned(), key.len() as u64)).collect()
    };
    let below = ["l/_c/i", "l/a.x", "l/a/10", "l/a/2", "l/b"];
    assert_eq!(listed("l"), of(&below));
    assert_eq!(listed("l/"), of(&below));
    assert_eq!(listed("l/a"), of(&["l/a/10", "l/a/2"]));
    assert_eq!(listed("l/.g"), []);
    assert_eq!(listed("").len(), below.len() + 2);
    let level = store.list_level("l").expect("a list").into_iter();
    assert_eq!(level.map(|object| object.key).collect::<Vec<_>>(), ["l/a.x", "l/b"]);
    for key in keys {
        store.remove(key).expect("it goes");
    }
    assert_eq!(listed(""), []);
}

fn keys_are_any_text(store: &Store) {
    let keys = [
        "messages/org=a b/app=\u{4f60}\u{597d}/date=2018-11-27/2018112717-0f.parquet",
        "100%25 + #1 & 'x' \"y\"?",
        "e\u{301}\u{1f600}",
        "a=b;c,d@e!f~g(h)",
    ];
    for key in keys {
        store.put(key, key.as_bytes()).expect(key);
        assert_eq!(read(store, key), key.as_bytes());
    }
    let mut found: Vec<String> =
        store.list("").expect("a list").into_iter().map(|object| object.key).collect();
    found.sort();
    let mut expected = keys.map(str::to_owned);
    expected.sort();
    assert_eq!(found, expected);
    for key in keys {
        store.remove(key).expect(key);
    }
}

fn what_is_no_key_is_refused(store: &Store) {
    for key in ["", "/etc/x", "../x", "a//b", "a/./b", "a\nb"] {
        assert!(store.put(key, b"x").is_err(), "{key:?}");
        assert!(store.get(key).is_err(), "{key:?}");
        assert!(store.remove(key).is_err(), "{key:?}");
    }
}

fn files_of_this_machine_move(store: &Store) {
    let scratch = tempfile::tempdir().expect("a folder");
    // More than two parts, and not a round number.
    for n_bytes in [0, 5, (17 << 20) + 3] {
        let bytes = bytes(n_bytes);
        let file = scratch.path().join("made");
        fs::write(&file, &bytes).expect("a file");
        store.put_file("f/made", &file).expect("it moves");
        assert!(!file.exists(), "it is here no more");
        assert_eq!(store.size("f/made").expect("it is there"), Some(n_bytes as u64));
        assert!(read(store, "f/made") == bytes, "{n_bytes} bytes came back otherwise");
        assert!(store.get("f/made").expect("it is read") == Some(bytes));
    }
    assert!(store.put_file("f/made", &scratch.path().join("none")).is_err());
    assert_eq!(store.size("f/made").expect("it is there"), Some((17 << 20) + 3));
    store.remove("f/made").expect("it goes");
}

fn a_copy_goes_when_it_is_no_longer_needed(store: &Store) {
    let scratch = tempfile::tempdir().expect("a folder");
    let bytes = bytes((9 << 20) + 1);
    store.put("c", &bytes).expect("it is written");
    let copy: LocalFile = store.local_copy("c", scratch.path()).expect("a copy");
    assert!(fs::read(copy.path()).expect("it is here") == bytes);
    drop(copy);
    assert_eq!(fs::read_dir(scratch.path()).expect("a folder").count(), 0);
    assert_eq!(store.size("c").expect("it is there"), Some(bytes.len() as u64));
    store.remove("c").expect("it goes");
}

fn read(store: &Store, key: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    store.reader(key).expect(key).read_to_end(&mut bytes).expect(key);
    bytes
}

/// Bytes of which no two places look alike for long.
pub(crate) fn bytes(n: usize) -> Vec<u8> {
    let mut state = 1_u64;
    let mut next = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        (state >> 56) as u8
    };
    (0..n).map(|_| next()).collect()
}
