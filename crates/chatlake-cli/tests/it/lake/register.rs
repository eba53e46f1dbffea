//! The table of a lake.

use super::{convert, exports};
use crate::run::{Folder, chatlake};

#[cfg(feature = "delta")]
#[test]
fn a_lake_is_registered_by_itself_or_as_it_is_written() {
    let folder = Folder::new();
    let (raw, lake) = (exports(&folder), folder.arg("lake"));
    convert(&raw, &lake, &[]).exits(0);
    let first = chatlake(["lake", "register", &lake, "--json"]).exits(0).json();
    assert_eq!((&first["version"], &first["commits"]), (&0.into(), &1.into()));
    assert_eq!(first["added"], serde_json::json!({ "files": 6, "rows": 300 }));
    assert_eq!(first["now"], first["added"]);
    assert!(folder.path("lake/messages/_delta_log/00000000000000000000.json").exists());
    let run = chatlake(["lake", "register", &lake]).exits(0);
    assert!(run.out.ends_with("at version 0: nothing new; 300 rows in 6 files\n"), "{}", run.out);

    let line = r#"{"msg_id":"late","timestamp":1543345200000,"payload":{"bodies":[]}}"#;
    folder.export("raw/2018112803.gz", &[line.to_owned()]);
    let run = convert(&raw, &lake, &["--delta"]).exits(0);
    assert!(run.err.contains("at version 1: 1 file added, 0 files removed"), "{}", run.err);
    chatlake(["lake", "compact", &lake, "--date", "2018-11-27"]).exits(0);
    let third = chatlake(["lake", "register", &lake, "--json", "--keep", "1h"]).exits(0).json();
    assert_eq!((&third["version"], &third["now"]["rows"]), (&2.into(), &301.into()));
    assert_eq!(third["superseded"]["kept"], third["removed"]["files"]);
    assert_ne!(third["removed"]["files"], 0);
    assert_eq!(third["left"], serde_json::json!([]));
}

#[cfg(not(feature = "delta"))]
#[test]
fn a_command_without_tables_says_how_to_get_one_with_them() {
    let folder = Folder::new();
    let (raw, lake) = (exports(&folder), folder.arg("lake"));
    for run in [convert(&raw, &lake, &["--delta"]), chatlake(["lake", "register", &lake])] {
        let run = run.exits(2);
        assert!(run.err.contains("--features delta"), "{}", run.err);
    }
    assert!(!folder.path("lake").exists(), "nothing was begun");
}
