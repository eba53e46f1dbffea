//! Files that the lake has superseded, and its table.

use std::time::Duration;

use chatlake_delta::Superseded;

use crate::made::Made;
use crate::read::{ids, ids_at};

#[test]
fn what_is_superseded_stays_until_the_table_names_it_no_more() {
    let mut lake = Made::new();
    lake.hour("2018112717", &["a"]);
    lake.register().expect("a table");
    lake.hour("2018112717", &["a", "b"]);
    assert_eq!(lake.rows().len(), 2);
    assert_eq!(ids(&lake.root()), ["a"], "who reads the table reads what it names");
    let registered = lake.register().expect("a table");
    assert_eq!(registered.superseded, Superseded { removed: 1, kept: 0 });
    assert_eq!(lake.rows().len(), 1);
    assert_eq!(ids(&lake.root()), ["a", "b"]);
    assert!(lake.lake().retired().expect("a look").is_empty());
}

#[test]
fn who_reads_an_earlier_version_has_its_files_for_as_long_as_was_said() {
    let (mut lake, hour) = (Made::new(), Duration::from_secs(3600));
    lake.hour("2018112717", &["a"]);
    lake.register_at(0, hour).expect("a table");
    lake.hour("2018112717", &["a", "b"]);
    let kept = Superseded { removed: 0, kept: 1 };
    for now_ms in [10_000, 20_000, 3_609_999, 0] {
        assert_eq!(lake.register_at(now_ms, hour).expect("a table").superseded, kept, "{now_ms}");
        assert_eq!(ids_at(&lake.root(), Some(0)), ["a"]);
    }
    let registered = lake.register_at(3_610_000, hour).expect("a table");
    assert_eq!(registered.superseded, Superseded { removed: 1, kept: 0 });
    assert_eq!(lake.rows().len(), 1);
}

#[test]
fn what_comes_back_stays() {
    let mut lake = Made::new();
    lake.hour("2018112717", &["a"]);
    lake.register().expect("a table");
    lake.hour("2018112717", &["a", "b"]);
    let long = Duration::from_secs(3600);
    lake.register_at(0, long).expect("a table");
    lake.hour("2018112717", &["a"]);
    let registered = lake.register_at(10_000_000, long).expect("a table");
    assert_eq!(registered.superseded, Superseded { removed: 0, kept: 1 });
    assert_eq!(ids(&lake.root()), ["a"]);
    lake.hour("2018112717", &["a", "c"]);
    let registered = lake.register_at(10_000_000, long).expect("a table");
    assert_eq!(registered.superseded, Superseded { removed: 0, kept: 2 }, "from now on");
    assert_eq!(ids(&lake.root()), ["a", "c"]);
}

#[test]
fn a_day_that_is_left_keeps_what_the_table_names() {
    let mut lake = Made::new();
    lake.hour("2018112717", &["a"]);
    let manifest = lake.root().join("_manifest/2018112717.json");
    let older = std::fs::read(&manifest).expect("a manifest");
    lake.hour("2018112717", &["a", "b"]);
    lake.register().expect("a table");
    std::fs::write(&manifest, older).expect("a manifest");
    let registered = lake.register().expect("a table");
    assert_eq!((registered.left.len(), registered.superseded.removed), (1, 0));
    assert_eq!(ids(&lake.root()), ["a", "b"]);
}
