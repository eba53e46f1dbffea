//! What a table holds once a lake is registered.

use chatlake_delta::{Obstacle, Tally};

use crate::made::Made;
use crate::read::{actions, ids};

#[test]
fn a_table_is_made_of_the_files_that_are_there_and_none_is_touched() {
    let mut lake = Made::new();
    lake.hour("2018112717", &["a", "b"]);
    lake.hour("2018112800", &["c"]);
    lake.hour("2018112800.2", &[]);
    let before = files(&lake);
    let registered = lake.register().expect("a table");
    assert_eq!((registered.version, registered.commits), (0, 1));
    assert_eq!(registered.added, Tally { files: 3, rows: 3 });
    assert_eq!(registered.now, registered.added);
    assert_eq!(registered.removed, Tally::default());
    assert!(registered.left.is_empty());
    assert_eq!(files(&lake), before);
    assert_eq!(ids(&lake.root()), ["a", "b", "c"]);
}

#[test]
fn the_log_says_what_the_protocol_wants_and_nothing_that_a_person_wrote() {
    let mut lake = Made::new();
    lake.hour("2018112717", &["a", "b"]);
    lake.register().expect("a table");
    let log = lake.log();
    let actions = actions(&log[0]);
    let protocol = &actions["protocol"][0];
    assert_eq!(protocol["readerFeatures"], serde_json::json!([]), "any reader will do");
    assert_eq!(protocol["writerFeatures"], serde_json::json!([]));
    let metadata = &actions["metaData"][0];
    assert_eq!(metadata["partitionColumns"], serde_json::json!(["org", "app", "date"]));
    let add = &actions["add"][0];
    let path = add["path"].as_str().expect("a path");
    assert!(path.starts_with("org=org-1/app=my.app~x/date=2018-11-27/2018112717-"), "{path}");
    let folders = serde_json::json!({ "org": "org-1", "app": "my.app~x", "date": "2018-11-27" });
    assert_eq!(add["partitionValues"], folders);
    assert_eq!(add["dataChange"], true);
    let file = lake.root().join("messages").join(path);
    assert_eq!(add["size"], file.metadata().expect("a file").len());
    let stats: serde_json::Value =
        serde_json::from_str(add["stats"].as_str().expect("statistics")).expect("JSON");
    assert_eq!(stats["numRecords"], 2);
    assert_eq!(stats["minValues"]["timestamp"], "2018-11-27T09:00:00.000Z");
    assert_eq!(stats["maxValues"]["timestamp"], "2018-11-27T09:00:01.000Z");
    assert_eq!(stats["minValues"]["msg_id"], "a");
    assert_eq!(stats["maxValues"]["source_record"], 1);
    assert_eq!(stats["nullCount"]["lat"], 2);
    assert_eq!(stats["minValues"].get("lat"), None);
    assert_eq!(stats["minValues"].get("text"), None);
    assert_eq!(actions["txn"][0]["appId"], "chatlake/2018112717");
    assert_eq!(actions["txn"][0]["version"], 1);
    let text = std::fs::read_to_string(&log[0]).expect("a version");
    assert!(!text.contains("secret words"), "{text}");
}

#[test]
fn nothing_is_committed_where_nothing_changed() {
    let mut lake = Made::new();
    lake.register().expect("an empty table");
    assert!(ids(&lake.root()).is_empty());
    lake.hour("2018112717", &["a"]);
    let first = lake.register().expect("a table");
    assert_eq!((first.version, first.commits), (1, 1));
    let second = lake.register().expect("a table");
    assert_eq!((second.version, second.commits), (1, 0));
    assert_eq!((second.added, second.now), (Tally::default(), first.now));
    assert_eq!(lake.log().len(), 2);
}

#[test]
fn hours_that_come_are_added_and_what_grew_takes_the_place_of_what_was_there() {
    let mut lake = Made::new();
    lake.hour("2018112717", &["a"]);
    lake.register().expect("a table");
    lake.hour("2018112717", &["a", "b"]);
    lake.hour("2018112718", &["c"]);
    let registered = lake.register().expect("a table");
    assert_eq!((registered.version, registered.commits), (1, 1));
    assert_eq!(registered.added, Tally { files: 2, rows: 3 });
    assert_eq!(registered.removed, Tally { files: 1, rows: 1 });
    assert_eq!(ids(&lake.root()), ["a", "b", "c"]);
    let actions = actions(&lake.log()[1]);
    assert_eq!(actions["remove"].len(), 1);
    assert_eq!(actions["remove"][0]["dataChange"], true);
    let grown = &actions["txn"][0];
    assert_eq!((&grown["appId"], &grown["version"]), (&"chatlake/2018112717".into(), &2.into()));
}

#[test]
fn what_was_taken_out_of_the_lake_is_taken_out_of_the_table_and_may_come_back() {
    let mut lake = Made::new();
    lake.hour("2018112717", &["a"]);
    lake.hour("2018112718", &["b"]);
    lake.register().expect("a table");
    let manifest = lake.root().join("_manifest/2018112717.json");
    let kept = std::fs::read(&manifest).expect("a manifest");
    std::fs::remove_file(&manifest).expect("it goes");
    let registered = lake.register().expect("a table");
    assert_eq!(registered.removed, Tally { files: 1, rows: 1 });
    assert_eq!(ids(&lake.root()), ["b"]);
    std::fs::write(&manifest, kept).expect("it comes back");
    assert_eq!(lake.register().expect("a table").added, Tally { files: 1, rows: 1 });
    assert_eq!(ids(&lake.root()), ["a", "b"]);
}

#[test]
fn a_compacted_day_is_the_same_rows_and_the_log_says_so() {
    let mut lake = Made::new();
    lake.hour("2018112717", &["a"]);
    lake.hour("2018112718", &["b", "c"]);
    lake.register().expect("a table");
    lake.compact("2018-11-27", &[("2018112717", &["a"]), ("2018112718", &["b", "c"])]);
    let registered = lake.register().expect("a table");
    assert_eq!(registered.added, Tally { files: 1, rows: 3 });
    assert_eq!(registered.removed, Tally { files: 2, rows: 3 });
    assert_eq!(ids(&lake.root()), ["a", "b", "c"]);
    let actions = actions(&lake.log()[1]);
    assert_eq!(actions["commitInfo"][0]["operation"], "OPTIMIZE");
    for action in actions["remove"].iter().chain(&actions["add"]) {
        assert_eq!(action["dataChange"], false);
    }
}

#[test]
fn a_compaction_and_new_rows_are_two_commits() {
    let mut lake = Made::new();
    lake.hour("2018112717", &["a"]);
    lake.register().expect("a table");
    lake.compact("2018-11-27", &[("2018112717", &["a"])]);
    lake.hour("2018112800", &["b"]);
    let registered = lake.register().expect("a table");
    assert_eq!((registered.version, registered.commits), (2, 2));
    assert_eq!(registered.now, Tally { files: 2, rows: 2 });
    assert_eq!(actions(&lake.log()[1])["add"][0]["dataChange"], true);
    assert_eq!(actions(&lake.log()[2])["add"][0]["dataChange"], false);
    assert_eq!(ids(&lake.root()), ["a", "b"]);
}

#[test]
fn hours_that_were_compacted_before_they_were_registered_are_new_rows() {
    let mut lake = Made::new();
    lake.hour("2018112717", &["a"]);
    lake.register().expect("a table");
    lake.hour("2018112718", &["b"]);
    lake.compact("2018-11-27", &[("2018112717", &["a"]), ("2018112718", &["b"])]);
    let registered = lake.register().expect("a table");
    assert_eq!(registered.commits, 1);
    let actions = actions(&lake.log()[1]);
    assert_eq!(actions["add"][0]["dataChange"], true);
    assert_eq!(actions["txn"][0]["appId"], "chatlake/2018112718");
    assert_eq!(ids(&lake.root()), ["a", "b"]);
}

#[test]
fn an_hour_that_grows_after_its_day_was_compacted_comes_once() {
    let mut lake = Made::new();
    lake.hour("2018112717", &["a"]);
    lake.hour("2018112718", &["b"]);
    lake.compact("2018-11-27", &[("2018112717", &["a"]), ("2018112718", &["b"])]);
    lake.register().expect("a table");
    lake.compact("2018-11-27", &[("2018112718", &["b"])]);
    lake.hour("2018112717", &["a", "a2"]);
    let registered = lake.register().expect("a table");
    assert!(registered.left.is_empty());
    assert_eq!(ids(&lake.root()), ["a", "a2", "b"]);
    assert_eq!(actions(&lake.log()[1])["add"][0]["dataChange"], true);
}

#[test]
fn a_slot_whose_file_another_program_took_out_is_not_put_in_twice() {
    let mut lake = Made::new();
    lake.hour("2018112717", &["a"]);
    lake.hour("2018112800", &["b"]);
    lake.register().expect("a table");
    // Another program's log entry, as a deletion by it would leave one.
    let first = actions(&lake.log()[0]);
    let add = &first["add"][0];
    let remove = serde_json::json!({ "remove": {
        "path": add["path"], "deletionTimestamp": 1, "dataChange": true,
        "extendedFileMetadata": true, "partitionValues": add["partitionValues"],
        "size": add["size"],
    }});
    let info = serde_json::json!({ "commitInfo": { "timestamp": 1, "operation": "DELETE" } });
    let version = lake.root().join("messages/_delta_log/00000000000000000001.json");
    std::fs::write(version, format!("{info}\n{remove}\n")).expect("a version");
    assert_eq!(ids(&lake.root()), ["b"]);
    for grown in [false, true] {
        if grown {
            lake.hour("2018112717", &["a", "a2"]);
        }
        let registered = lake.register().expect("a table");
        assert_eq!(registered.commits, 0);
        let left = registered.left.first().expect("a day");
        assert_eq!((left.slot.to_string().as_str(), left.why), ("2018112717", Obstacle::TakenOut));
        assert_eq!(ids(&lake.root()), ["b"]);
    }
    lake.hour("2018112719", &["c"]);
    lake.hour("2018112801", &["d"]);
    let registered = lake.register().expect("a table");
    assert_eq!(registered.left.len(), 1, "its whole day waits");
    assert_eq!(ids(&lake.root()), ["b", "d"]);
}

#[test]
fn a_lake_that_is_older_than_its_table_changes_nothing() {
    let mut lake = Made::new();
    lake.hour("2018112717", &["a"]);
    let manifest = lake.root().join("_manifest/2018112717.json");
    let older = std::fs::read(&manifest).expect("a manifest");
    lake.hour("2018112717", &["a", "b"]);
    lake.register().expect("a table");
    std::fs::write(&manifest, older).expect("a manifest");
    let registered = lake.register().expect("a table");
    assert_eq!(registered.commits, 0);
    assert_eq!(registered.left.first().expect("a day").why, Obstacle::Older);
    assert_eq!(ids(&lake.root()), ["a", "b"]);
}

#[test]
fn files_that_are_not_what_their_manifest_says_are_not_registered() {
    let mut lake = Made::new();
    lake.hour("2018112717", &["a"]);
    let slot = "2018112717".parse().expect("a slot");
    let manifest = lake.lake().manifest(slot).expect("a look").expect("a manifest");
    let path = lake.root().join(&manifest.output.path);
    let whole = std::fs::read(&path).expect("a file");
    let refused = |why: &str| {
        let error = lake.register().expect_err(why);
        assert_eq!(error.exit_code(), 1);
        assert!(error.to_string().contains(why), "{error}");
        assert!(!lake.root().join("messages/_delta_log").exists(), "{why}");
    };
    std::fs::write(&path, &whole[..whole.len() - 1]).expect("a file");
    refused("bytes, and its manifest says");
    std::fs::write(&path, vec![0; whole.len()]).expect("a file");
    refused("is no Parquet file");
    std::fs::remove_file(&path).expect("it goes");
    refused("is not there");
}

#[test]
fn a_table_with_other_columns_is_left_alone() {
    let mut lake = Made::new();
    lake.hour("2018112717", &["a"]);
    lake.register().expect("a table");
    let version = &lake.log()[0];
    let text = std::fs::read_to_string(version).expect("a version");
    std::fs::write(version, text.replace("combine_level", "combine_grade")).expect("a version");
    let told = lake.register().expect_err("other columns").to_string();
    assert!(told.contains("it has `combine_grade` of type integer"), "{told}");
}

#[test]
fn the_log_is_summed_up_when_it_is_long_and_reads_the_same() {
    let mut lake = Made::new();
    let hours: Vec<String> = (0..23).map(|hour| format!("20181127{hour:02}")).collect();
    for hour in &hours {
        lake.hour(hour, &[hour]);
        lake.register().expect("a table");
    }
    let log = lake.root().join("messages/_delta_log");
    let checkpoints = std::fs::read_dir(&log).expect("a log");
    let names = checkpoints.map(|file| file.expect("a file").file_name().into_string());
    let mut names: Vec<String> = names.map(|name| name.expect("a name")).collect();
    names.retain(|name| !name.ends_with(".json"));
    names.sort();
    assert_eq!(
        names,
        [
            "00000000000000000010.checkpoint.parquet",
            "00000000000000000020.checkpoint.parquet",
            "_last_checkpoint"
        ]
    );
    assert_eq!(ids(&lake.root()), hours);
    for version in 0..20 {
        std::fs::remove_file(log.join(format!("{version:020}.json"))).expect("it is summed up");
    }
    let again = lake.register().expect("a table");
    assert_eq!((again.version, again.commits), (22, 0));
    lake.hour("2018112700", &["2018112700", "more"]);
    assert_eq!(lake.register().expect("a table").removed, Tally { files: 1, rows: 1 });
    assert_eq!(ids(&lake.root()).len(), 24);
}

/// Every file of rows, and its bytes.
fn files(lake: &Made) -> Vec<(String, Vec<u8>)> {
    let store = lake.lake().store();
    let listed = store.list("messages").expect("files");
    let rows = listed.into_iter().filter(|object| object.key.ends_with(".parquet"));
    rows.map(|object| (object.key.clone(), store.get(&object.key).expect("a file").expect("it")))
        .collect()
}
