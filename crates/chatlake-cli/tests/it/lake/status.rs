//! What a lake has, as it is told.

use super::{convert, exports};
use crate::run::{Folder, chatlake, message};

/// Half a day without one of its hours, compacted, and an hour of the day after.
fn lake(folder: &Folder) -> String {
    let (raw, lake) = (exports(folder), folder.arg("lake"));
    std::fs::remove_file(folder.path("raw/2018112719.gz")).unwrap();
    folder.export("raw/2018112801.gz", &[message("900", "the next day")]);
    convert(&raw, &lake, &["--zone", "+08:00", "--app", "org/app"]).exits(0);
    chatlake(["lake", "compact", &lake, "--date", "2018-11-27"]).exits(0);
    lake
}

#[test]
fn days_are_drawn_and_counted_and_what_is_missing_is_named() {
    let folder = Folder::new();
    let lake = lake(&folder);
    let page = chatlake(["lake", "status", &lake]).exits(3).out;
    let head = format!("org/app, hours named in +08:00; lake {lake}\n\n");
    let picture = "              00     06     12     18
  2018-11-27                     # #?###?
  2018-11-28  ?@

  #     5  compacted   in the files of its day
  @     1  committed   in a file of its own
  ?     3  missing     not in the lake, and hours around it are
";
    assert!(page.starts_with(&format!("{head}{picture}\n")), "{page}");
    let missing = "missing: 3 hours\n  2018112719\n  2018112723 to 2018112800  2 hours\n";
    assert!(page.ends_with(missing), "{page}");
    let table: Vec<&str> = page.lines().skip_while(|line| !line.starts_with("  day ")).collect();
    let end_of = |line: &str, word: &str| line.find(word).map(|at| at + word.len());
    for (column, cells) in [("rows", ["251", "1", "252"]), ("files", ["1", "1", "2"])] {
        let end = end_of(table[0], column).unwrap();
        for (line, cell) in table[1..].iter().zip(cells) {
            assert!(line[..end].ends_with(&format!(" {cell}")), "{column} in {line:?}\n{page}");
        }
    }
    assert!(table[1].contains("  compacted  ") && table[2].contains("  open "), "{page}");
}

#[test]
fn scripts_are_told_the_same_in_numbers() {
    let folder = Folder::new();
    let lake = lake(&folder);
    let document = chatlake(["lake", "status", &lake, "--json"]).exits(3).json();
    let gaps = serde_json::json!([
        {"first": "2018112719", "last": "2018112719", "hours": 1},
        {"first": "2018112723", "last": "2018112800", "hours": 2},
    ]);
    assert_eq!(document["missing"], gaps);
    assert_eq!((&document["app"], &document["zone"]), (&"org/app".into(), &"+08:00".into()));
    let total = &document["total"];
    let counts = ["hours", "files", "rows", "duplicates_dropped", "conflicts", "missing"];
    assert_eq!(counts.map(|name| total[name].as_u64().unwrap()), [6, 2, 252, 3, 0, 3]);
    let days = document["days"].as_array().unwrap();
    let state = |day: usize| days[day]["state"].as_str().unwrap();
    assert_eq!((days.len(), state(0), state(1)), (2, "compacted", "open"));
    assert_eq!(days[1]["missing_hours"], serde_json::json!(["2018112800"]));
    assert_eq!(days[1]["last_commit"], "2018-11-28T10:00:00Z", "as SOURCE_DATE_EPOCH says");
}

#[test]
fn a_lake_without_gaps_is_well_and_what_is_none_is_said() {
    let folder = Folder::new();
    let (raw, lake) = (exports(&folder), folder.arg("lake"));
    chatlake(["lake", "status", &lake]).exits(2).says("is no lake: there is no `_lake.json` in it");
    convert(&raw, &lake, &["--zone", "+08:00"]).exits(0);
    let page = chatlake(["lake", "status", &lake]).exits(0).out;
    assert!(page.ends_with("\nnothing is missing\n"), "{page}");
    folder.write("notes/mine.txt", "x");
    for command in ["status", "verify", "sql"] {
        chatlake(["lake", command, &folder.arg("notes")]).exits(2).says("is no lake");
    }
}
