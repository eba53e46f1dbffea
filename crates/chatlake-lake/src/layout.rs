//! What lies where in a lake.
//!
//! ```text
//! _lake.json                                             what all its rows have in common
//! _manifest/2018112717.json                              what is in the lake of an hour, or of a part of it
//!          /2018-11-27.json                              what is in it of a day that was compacted
//! messages/org=ORG/app=APP/date=2018-11-27/2018112717-MARK.parquet      rows of an hour
//!                                         /2018-11-27-MARK-1.parquet    rows of a compacted day
//! _rejects/org=ORG/app=APP/date=2018-11-27/2018112717-MARK.jsonl        records that are no rows
//! _keys/2018112717-MARK.keys                             what its records are known by
//! _delta.json                                            that it has a table: messages/_delta_log
//! _retired/…                                             notes of files that only the table names
//! _lock, _staging/…                                      of those who write, where the lake is a folder
//! ```
//!
//! Readers need `messages` alone. All else begins with `_`, which engines leave out.

use chatlake_core::AppKey;

use crate::day::Day;
use crate::mark::Mark;
use crate::slot::Slot;

/// What all rows of the lake have in common.
pub const TERMS: &str = "_lake.json";
/// The folder of manifests.
pub const MANIFESTS: &str = "_manifest";
/// The folder of rows: the root of the table.
pub const MESSAGES: &str = "messages";
/// The folder of rejects.
pub const REJECTS: &str = "_rejects";
/// The folder of keys.
pub const KEYS: &str = "_keys";
/// What says that the lake has a table, whose log may name files that no manifest names.
pub const TABLE: &str = "_delta.json";
/// The folder of notes of such files.
pub const RETIRED: &str = "_retired";
/// What writers of a folder lock.
pub const LOCK: &str = "_lock";
/// The folder of files in the making, where the lake is a folder.
pub const STAGING: &str = "_staging";

/// What a manifest is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Subject {
    /// An hour, or a part of one.
    Slot(Slot),
    /// A compacted day.
    Day(Day),
}

/// Where the manifest of a slot is.
pub fn manifest(slot: Slot) -> String {
    format!("{MANIFESTS}/{slot}.json")
}

/// Where the manifest of a compacted day is.
pub fn day_manifest(day: Day) -> String {
    format!("{MANIFESTS}/{day}.json")
}

/// What a manifest is about, by its key; none if it is no manifest's.
pub fn subject(key: &str) -> Option<Subject> {
    let name = key.strip_prefix(MANIFESTS)?.strip_prefix('/')?.strip_suffix(".json")?;
    let slot = name.parse().ok().map(Subject::Slot);
    slot.or_else(|| name.parse().ok().map(Subject::Day))
}

/// The folders that partition rows: `org=ORG/app=APP/date=YYYY-MM-DD`.
pub fn partition(app: &AppKey, day: Day) -> String {
    let (org, app) = app.as_str().split_once('/').unwrap_or((app.as_str(), ""));
    format!("org={org}/app={app}/date={day}")
}

/// The folder of a day's rows.
pub fn messages(app: &AppKey, day: Day) -> String {
    format!("{MESSAGES}/{}", partition(app, day))
}

/// The folder of a day's rejects.
pub fn rejects(app: &AppKey, day: Day) -> String {
    format!("{REJECTS}/{}", partition(app, day))
}

/// Where the rows of a slot are.
pub fn rows_of_slot(app: &AppKey, slot: Slot, mark: &Mark) -> String {
    format!("{}/{slot}-{mark}.parquet", messages(app, slot.day()))
}

/// Where the rows of a compacted day are; its files count from 1.
pub fn rows_of_day(app: &AppKey, day: Day, mark: &Mark, number: usize) -> String {
    format!("{}/{day}-{mark}-{number}.parquet", messages(app, day))
}

/// Where the rejects of a slot are.
pub fn rejects_of_slot(app: &AppKey, slot: Slot, mark: &Mark) -> String {
    format!("{}/{slot}-{mark}.jsonl", rejects(app, slot.day()))
}

/// Where the keys of a slot's records are.
pub fn keys_of_slot(slot: Slot, mark: &Mark) -> String {
    format!("{KEYS}/{slot}-{mark}.keys")
}

/// Where the note of a file of rows is that no manifest names any more.
pub fn retired(rows: &str) -> String {
    format!("{RETIRED}/{rows}.json")
}

/// Of which file of rows a note is; none if it is no note.
pub fn retired_of(key: &str) -> Option<String> {
    let rows = key.strip_prefix(RETIRED)?.strip_prefix('/')?.strip_suffix(".json")?;
    let is_of_rows = slot_of(rows).is_some() || day_of(rows).is_some();
    (is_of_rows && rows.starts_with(MESSAGES)).then(|| rows.to_owned())
}

/// Of which slot a file of rows, rejects or keys is, by its key or name; none for other files.
pub fn slot_of(key: &str) -> Option<Slot> {
    let name = key.rsplit('/').next()?;
    let (stem, extension) = name.rsplit_once('.')?;
    let (slot, mark) = stem.split_once('-')?;
    mark.parse::<Mark>().ok()?;
    matches!(extension, "parquet" | "jsonl" | "keys").then(|| slot.parse().ok()).flatten()
}

/// Of which compacted day a file of rows is, by its key or name; none for other files.
pub fn day_of(key: &str) -> Option<Day> {
    let name = key.rsplit('/').next()?.strip_suffix(".parquet")?;
    let (rest, number) = name.rsplit_once('-')?;
    let (day, mark) = rest.rsplit_once('-')?;
    number.parse::<u32>().ok()?;
    mark.parse::<Mark>().ok()?;
    day.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn things_lie_where_the_picture_says_and_names_tell_what_they_are() {
        let app: AppKey = "org/my.app".parse().expect("an app");
        let slot: Slot = "2018112717.2".parse().expect("a slot");
        let mark = Mark::of_input(&"0123456789abcdef".repeat(4), &[]);
        let day = "messages/org=org/app=my.app/date=2018-11-27";
        let rows = rows_of_slot(&app, slot, &mark);
        assert_eq!(rows, format!("{day}/2018112717.2-0123456789abcdef.parquet"));
        let compacted = rows_of_day(&app, slot.day(), &mark, 3);
        assert_eq!(compacted, format!("{day}/2018-11-27-0123456789abcdef-3.parquet"));
        assert_eq!(
            rejects_of_slot(&app, slot, &mark),
            "_rejects/org=org/app=my.app/date=2018-11-27/2018112717.2-0123456789abcdef.jsonl"
        );
        let keys = keys_of_slot(slot, &mark);
        assert_eq!(keys, "_keys/2018112717.2-0123456789abcdef.keys");
        for key in [&rows, &keys, &rejects_of_slot(&app, slot, &mark)] {
            assert_eq!(slot_of(key), Some(slot));
            assert_eq!(day_of(key), None);
        }
        assert_eq!((slot_of(&compacted), day_of(&compacted)), (None, Some(slot.day())));
        for key in ["a.parquet", "2018112717.parquet", "2018112717-x.parquet", ""] {
            assert_eq!((slot_of(key), day_of(key)), (None, None), "{key}");
        }
    }

    #[test]
    fn a_note_tells_of_which_file_it_is() {
        let rows = "messages/org=o/app=a/date=2018-11-27/2018112717-0123456789abcdef.parquet";
        assert_eq!(retired_of(&retired(rows)).as_deref(), Some(rows));
        for key in [rows, "_retired/x.json", "_retired/_keys/2018112717-0123456789abcdef.keys.json"]
        {
            assert_eq!(retired_of(key), None, "{key}");
        }
    }

    #[test]
    fn a_manifest_is_known_by_its_key() {
        let slot: Slot = "2018112717".parse().expect("a slot");
        assert_eq!(subject(&manifest(slot)), Some(Subject::Slot(slot)));
        assert_eq!(subject(&day_manifest(slot.day())), Some(Subject::Day(slot.day())));
        for key in ["_manifest/x.json", "_manifest/2018112717", "2018112717.json", "_lake.json"] {
            assert_eq!(subject(key), None, "{key}");
        }
    }
}
