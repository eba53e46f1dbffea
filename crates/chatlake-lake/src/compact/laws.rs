//! Lakes of made-up hours, and what must hold of them however compaction ends.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

use chatlake_core::{Encoder, Origin, Projection, Reader, Sink, Zone};
use chatlake_parquet::{ParquetFormat, ParquetOptions, SortOptions};
use chatlake_store::{Place, Store};
use chatlake_testing::batch;
use chatlake_testing::oracle::Columns;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use tempfile::TempDir;

use super::*;
use crate::acts::{Rehearsal, Ways};
use crate::layout;
use crate::manifest::{DataFile, KeysFile, Manifest};
use crate::mark::{Mark, sha256_of};
use crate::slot::Slot;
use crate::state::State;
use crate::terms::tests::terms;

/// A lake in a folder.
struct Town {
    folder: TempDir,
    ways: Ways,
}

impl Town {
    /// A lake of these hours.
    fn of(slots: &[&str]) -> Self {
        let town = Self { folder: tempfile::tempdir().expect("a folder"), ways: Ways::default() };
        Lake::create(town.store(), &terms()).expect("a lake");
        slots.iter().for_each(|slot| town.commit(slot, &Projection::default()));
        town
    }

    fn store(&self) -> Store {
        Store::open(&Place::Folder(self.path())).expect("a place")
    }

    fn path(&self) -> PathBuf {
        self.folder.path().join("lake")
    }

    fn lake(&self) -> Lake {
        Lake::open(self.store()).expect("a lake").in_ways(self.ways.clone())
    }

    /// Puts an hour there, of messages in two conversations.
    fn commit(&self, slot: &str, projection: &Projection) {
        let (file, rows) = hour(slot, projection);
        let slot: Slot = slot.parse().expect("a slot");
        let of_default = crate::manifest::tests::manifest(&slot.to_string());
        let app = &of_default.app;
        let mark = Mark::of_text(&sha256_of(&file));
        let path = layout::rows_of_slot(app, slot, &mark);
        let output = DataFile { path, rows, bytes: file.len() as u64, sha256: sha256_of(&file) };
        let keys = KeysFile {
            path: layout::keys_of_slot(slot, &mark),
            records: rows,
            sha256: sha256_of(b"keys"),
        };
        self.write(&output.path, &file);
        self.write(&keys.path, b"keys");
        let manifest = Manifest { output, keys: Some(keys), ..of_default };
        self.put(&manifest);
    }

    fn put(&self, manifest: &Manifest) {
        let text = manifest.clone().sealed().1;
        self.write(&layout::manifest(manifest.slot), text.as_bytes());
    }

    /// Without waiting for the disk.
    fn write(&self, key: &str, bytes: &[u8]) {
        let path = self.path().join(key);
        fs::create_dir_all(path.parent().expect("it has one")).expect("a folder");
        fs::write(path, bytes).expect("a file");
    }

    fn state(&self) -> State {
        self.lake().manifests().expect("sound manifests")
    }

    /// All rows that a reader of manifests finds, in some order.
    fn rows(&self) -> Vec<Columns> {
        let files = self.state();
        let paths = files.files().into_iter().map(|current| self.path().join(&current.file.path));
        sorted(paths.flat_map(|path| rows(&path)).collect())
    }

    /// All rows that a reader of folders finds, in some order.
    fn rows_in_folders(&self) -> Vec<Columns> {
        let files = self.files().into_iter().filter(|key| key.starts_with(layout::MESSAGES));
        sorted(files.flat_map(|key| rows(&self.path().join(key))).collect())
    }

    /// Every file, but for those of writers.
    fn files(&self) -> BTreeSet<String> {
        let is_of_writers = |key: &String| key == layout::LOCK || key.starts_with(layout::STAGING);
        let files = self.store().list("").expect("a list").into_iter().map(|object| object.key);
        files.filter(|key| !is_of_writers(key)).collect()
    }

    fn compact(&self, days: Days) -> Vec<DayCompacted> {
        self.compact_with(days, &options(), &|_| ()).expect("a lake that can be read")
    }

    fn compact_with(
        &self,
        days: Days,
        options: &CompactOptions,
        tell: &(dyn Fn(CompactEvent<'_>) + Sync),
    ) -> Result<Vec<DayCompacted>, LakeError> {
        let go_on = || ControlFlow::Continue(());
        let watch = CompactWatch { tell, between: &go_on, amid: &go_on };
        compact(&self.lake(), days, options, watch)
    }
}

fn hour(slot: &str, projection: &Projection) -> (Vec<u8>, u64) {
    let messages: Vec<String> = (0..30)
        .map(|n| {
            let to = if n % 3 == 0 { "b" } else { "a" };
            format!(
                r#"{{"msg_id":"{slot}-{n}","timestamp":{n},"from":"x","to":"{to}","chat_type":"groupchat","payload":{{"bodies":[{{"type":"txt","msg":"{n}"}}]}}}}"#
            )
        })
        .collect();
    let name = format!("{slot}.gz");
    let mut reader = Reader::from_bytes(&name, messages.join("\n").into_bytes()).expect("lines");
    let format = ParquetFormat::new(projection, ParquetOptions::default()).expect("columns");
    let (mut encoder, mut rows) = (format.encoder(), 0);
    for record in reader.records() {
        let record = record.expect("a record");
        let origin = Origin { file: Some(&name), hour_us: None, record: record.number() };
        rows += encoder.append(record.as_record(), origin).expect("rows");
    }
    let mut sink = format.sink(Vec::new()).expect("a file in memory");
    sink.write(encoder.finish().expect("row groups")).expect("a file in memory");
    (sink.close(&[]).expect("a file in memory"), rows)
}

fn rows(path: &Path) -> Vec<Columns> {
    let file = File::open(path).expect("a file that a manifest names");
    let reader = ParquetRecordBatchReaderBuilder::try_new(file).expect("a Parquet file");
    let batches = reader.build().expect("a Parquet file");
    batches.flat_map(|read| batch::rows(&read.expect("a batch"))).collect()
}

fn sorted(mut rows: Vec<Columns>) -> Vec<Columns> {
    rows.sort();
    rows
}

/// Three days after the hours of these tests.
const LATER_MS: i64 = 1_544_000_000_000;

fn options() -> CompactOptions {
    CompactOptions {
        sort: SortOptions { memory: 4 << 10, jobs: 2, ..SortOptions::default() },
        settled: Duration::from_secs(72 * 3600),
        now_ms: LATER_MS,
        scratch: None,
        is_dry: false,
    }
}

fn day(text: &str) -> Day {
    text.parse().expect("a day")
}

const HOURS: [&str; 4] = ["2018112700", "2018112701", "2018112701.2", "2018112702"];
const DAY: &str = "2018-11-27";

#[test]
fn a_day_becomes_a_file_in_order_and_its_manifest_says_of_what() {
    let town = Town::of(&HOURS);
    let before = town.rows();
    let ended = town.compact(Days::One(day(DAY)));
    let [ended] = &ended[..] else { panic!("one day: {ended:?}") };
    assert!(matches!(ended.outcome, Outcome::Compacted), "{ended:?}");
    assert_eq!((ended.slots, ended.rows, ended.before.files), (4, 120, 4));
    assert_eq!((ended.after.files, ended.removed), (1, 2), "the keys between go");

    assert_eq!(town.rows(), before);
    assert_eq!(town.rows_in_folders(), before, "nothing is left of the hours");
    let state = town.state();
    let manifest = &state.days[&day(DAY)];
    assert_eq!(manifest.sorted_by, ["conversation_id", "timestamp", "msg_id"]);
    assert_eq!(manifest.compacted, "2018-12-05T08:53:20Z");
    for (covered, (slot, slot_manifest)) in manifest.slots.iter().zip(&state.slots) {
        assert_eq!((covered.slot, covered.rows), (*slot, 30));
        assert_eq!(covered.check, slot_manifest.check());
    }
    let key = |row: &Columns| {
        let n = row.get("timestamp").and_then(|text| text.parse::<i64>().ok());
        (row.get("conversation_id").cloned(), n, row.get("msg_id").cloned())
    };
    assert!(rows(&town.path().join(&manifest.files[0].path)).is_sorted_by_key(key));
    let has_keys: Vec<String> =
        town.files().into_iter().filter(|key| key.starts_with(layout::KEYS)).collect();
    assert_eq!(has_keys.len(), 2, "{has_keys:?}");

    let files = town.files();
    let again = town.compact(Days::One(day(DAY)));
    assert!(matches!(again[0].outcome, Outcome::Unchanged), "{again:?}");
    assert_eq!(town.files(), files);
}

#[test]
fn an_hour_that_comes_later_is_merged_with_what_is_there() {
    let town = Town::of(&HOURS);
    town.compact(Days::One(day(DAY)));
    town.commit("2018112705", &Projection::default());
    let before = town.rows();
    assert_eq!(before.len(), 150);
    let ended = town.compact(Days::One(day(DAY)));
    assert!(matches!(ended[0].outcome, Outcome::Compacted), "{ended:?}");
    assert_eq!((ended[0].before.files, ended[0].after.files), (2, 1));
    assert_eq!((town.rows(), town.rows_in_folders()), (before.clone(), before));

    // The same rows, the same file, whatever came first.
    let at_once = Town::of(&[&HOURS[..], &["2018112705"]].concat());
    at_once.compact(Days::One(day(DAY)));
    let files = |town: &Town| town.state().days[&day(DAY)].files.clone();
    assert_eq!(files(&at_once), files(&town));
}

#[test]
fn closed_days_are_over_for_long_enough_and_not_the_last() {
    let town = Town::of(&["2018112500", "2018112600", "2018112700", "2018112800"]);
    let end_of_26_ms = day("2018-11-27").hours().next().expect("24").start_s(Zone::Beijing) * 1000;
    let closed = |now_ms| {
        let options = CompactOptions { now_ms, is_dry: true, ..options() };
        let days = town.compact_with(Days::Closed, &options, &|_| ()).expect("a look");
        days.iter().map(|day| day.day.to_string()).collect::<Vec<_>>()
    };
    let settled_ms = 72 * 3_600_000;
    assert_eq!(closed(end_of_26_ms + settled_ms - 1), ["2018-11-25"]);
    assert_eq!(closed(end_of_26_ms + settled_ms), ["2018-11-25", "2018-11-26"]);
    assert_eq!(closed(LATER_MS), ["2018-11-25", "2018-11-26", "2018-11-27"]);
    assert_eq!(closed(i64::MIN), [""; 0]);

    let files = town.files();
    assert_eq!(files.len(), 1 + 3 * 4, "a dry run does nothing");
    town.compact(Days::Closed);
    assert_eq!(closed(LATER_MS), [""; 0], "all of them are done");
    town.commit("2018112601", &Projection::default());
    assert_eq!(closed(LATER_MS), ["2018-11-26"]);
}

#[test]
fn a_day_that_is_not_there_is_an_error() {
    let town = Town::of(&["2018112500", "2018112700"]);
    let error = town.compact_with(Days::One(day("2018-11-26")), &options(), &|_| ());
    let told = error.expect_err("no such day").to_string();
    let end = "has no hour of 2018-11-26; it has hours from 2018-11-25 to 2018-11-27";
    assert!(told.ends_with(end), "{told}");
}

/// Compacts until the act of this number, which fails; tells whether it came to that.
fn fail_at(town: &mut Town, as_bucket: bool, n_acts: usize) -> bool {
    let (count, has_failed) = (AtomicUsize::new(0), Arc::new(AtomicBool::new(false)));
    let failed = Arc::clone(&has_failed);
    let rehearsal = Rehearsal::new(move |_| {
        // Who is dead does nothing more.
        if count.fetch_add(1, Ordering::SeqCst) >= n_acts {
            failed.store(true, Ordering::SeqCst);
            return Err(io::Error::other("killed"));
        }
        Ok(())
    });
    town.ways = Ways { as_bucket, rehearsal: Some(rehearsal) };
    let ended = town.compact_with(Days::Closed, &options(), &|_| ());
    let is_failed = |day: &DayCompacted| matches!(day.outcome, Outcome::Failed(_));
    assert_eq!(
        ended.is_err() || ended.is_ok_and(|days| days.iter().any(is_failed)),
        has_failed.load(Ordering::SeqCst)
    );
    town.ways = Ways { as_bucket, rehearsal: None };
    has_failed.load(Ordering::SeqCst)
}

#[test]
fn after_a_kill_before_any_act_a_day_is_as_it_was_or_compacted_and_the_next_run_ends_the_same() {
    let hours = [&["2018112622", "2018112623"], &HOURS[..], &["2018112800"]].concat();
    for (as_bucket, ends_as_bucket) in [(false, false), (true, true), (true, false)] {
        let mut whole = Town::of(&hours);
        let before = whole.rows();
        whole.ways.as_bucket = as_bucket;
        whole.compact(Days::Closed);
        let expected = whole.files();
        assert_eq!(whole.rows_in_folders(), before);
        for n_acts in 0.. {
            let mut town = Town::of(&hours);
            let has_failed = fail_at(&mut town, as_bucket, n_acts);
            assert_eq!(town.rows(), before, "killed before act {n_acts}");
            if !as_bucket {
                assert_eq!(town.rows_in_folders(), before, "killed before act {n_acts}");
            }
            town.ways.as_bucket = ends_as_bucket;
            town.compact(Days::Closed);
            assert_eq!(town.rows(), before);
            let left: BTreeSet<String> = town.files().difference(&expected).cloned().collect();
            // Without a lock nobody knows whether keys that no manifest names are about to be.
            let is_harmless = |key: &String| ends_as_bucket && key.starts_with(layout::KEYS);
            assert!(left.iter().all(is_harmless), "killed before act {n_acts}: {left:?}");
            assert!(expected.is_subset(&town.files()), "killed before act {n_acts}");
            if !has_failed {
                assert!(n_acts > 8, "{n_acts} acts are too few");
                break;
            }
        }
    }
}

#[test]
fn files_that_a_table_may_name_stay_and_are_no_reason_to_begin_again() {
    let hours = [&HOURS[..], &["2018112800"]].concat();
    let begun = || {
        let town = Town::of(&hours);
        let lake = town.lake();
        lake.begin_table(&lake.lock().expect("nobody else")).expect("a table");
        town
    };
    let whole = begun();
    let old: Vec<String> =
        whole.state().files().iter().map(|current| current.file.path.clone()).collect();
    let before = whole.rows();
    let ended = whole.compact(Days::Closed);
    assert!(matches!(ended[0].outcome, Outcome::Compacted), "{ended:?}");
    assert_eq!(whole.rows(), before);
    let expected = whole.files();
    assert!(old.iter().all(|path| expected.contains(path)), "all of them are there");
    assert_eq!(whole.lake().retired().expect("a look").len(), HOURS.len());
    assert_eq!(whole.compact(Days::Closed).len(), 0);
    whole.compact(Days::One(day(DAY)));
    assert_eq!(whole.files(), expected);

    for n_acts in 0.. {
        let mut town = begun();
        let has_failed = fail_at(&mut town, false, n_acts);
        assert_eq!(town.rows(), before, "killed before act {n_acts}");
        town.compact(Days::Closed);
        assert_eq!(town.rows(), before);
        assert_eq!(town.files(), expected, "killed before act {n_acts}");
        if !has_failed {
            break;
        }
    }
}

#[test]
fn a_day_that_changes_meanwhile_begins_again() {
    let town = Town::of(&HOURS);
    let begins = AtomicUsize::new(0);
    let change = |event: CompactEvent<'_>| {
        if matches!(event, CompactEvent::Begun { .. }) && begins.fetch_add(1, Ordering::SeqCst) == 0
        {
            town.commit("2018112703", &Projection::default());
        }
    };
    let ended = town.compact_with(Days::One(day(DAY)), &options(), &change).expect("a lake");
    assert!(matches!(ended[0].outcome, Outcome::Compacted), "{ended:?}");
    assert_eq!(begins.load(Ordering::SeqCst), 2);
    assert_eq!((town.rows().len(), town.rows_in_folders().len()), (150, 150));
    assert_eq!((ended[0].slots, ended[0].rows), (5, 150));
}

#[test]
fn a_day_that_always_changes_is_left_for_another_time() {
    let town = Town::of(&HOURS);
    let generation = AtomicUsize::new(2);
    let change = |event: CompactEvent<'_>| {
        if matches!(event, CompactEvent::Begun { .. }) {
            let manifest = town.state().slots.remove(&HOURS[0].parse().expect("a slot"));
            let generation = generation.fetch_add(1, Ordering::SeqCst) as u64;
            town.put(&Manifest { generation, ..manifest.expect("a slot of the lake") });
        }
    };
    let files = town.files();
    let ended = town.compact_with(Days::One(day(DAY)), &options(), &change).expect("a lake");
    assert!(matches!(ended[0].outcome, Outcome::Busy), "{ended:?}");
    assert_eq!(town.files(), files);
}

#[test]
fn who_wants_no_more_leaves_the_day_as_it_was() {
    let town = Town::of(&HOURS);
    let files = town.files();
    let (go_on, stop) = (|| ControlFlow::Continue(()), || ControlFlow::Break(()));
    let watch = CompactWatch { tell: &|_| (), between: &go_on, amid: &stop };
    let ended = compact(&town.lake(), Days::Closed, &options(), watch).expect("a look");
    assert_eq!(ended.len(), 0, "the last day is not closed");
    let ended = compact(&town.lake(), Days::One(day(DAY)), &options(), watch).expect("a look");
    assert!(matches!(ended[0].outcome, Outcome::Failed(_)), "{ended:?}");
    let watch = CompactWatch { tell: &|_| (), between: &stop, amid: &go_on };
    let ended = compact(&town.lake(), Days::One(day(DAY)), &options(), watch).expect("a look");
    assert!(ended.is_empty());
    assert_eq!(town.files(), files);
    let staging = town.path().join(layout::STAGING);
    assert_eq!(fs::read_dir(staging).expect("a folder").count(), 0);
}

/// What is said of a lake that something was done to, which stays as it is.
fn refused(spoil: impl Fn(&Town, &Path)) -> String {
    let town = Town::of(&HOURS);
    let first = town.state().files()[0].file.path.clone();
    spoil(&town, &town.path().join(&first));
    let files = town.files();
    let mut ended = town.compact(Days::One(day(DAY)));
    assert_eq!(town.files(), files);
    match ended.remove(0).outcome {
        Outcome::Failed(error) => {
            assert_eq!(error.exit_code(), 1, "{error}");
            error.to_string().replace(&town.path().display().to_string(), "")
        }
        outcome => panic!("{outcome:?}"),
    }
}

#[test]
fn files_that_are_not_what_manifests_say_are_named_and_nothing_changes() {
    let told = refused(|_, file| {
        let bytes = fs::read(file).expect("a file");
        fs::write(file, &bytes[..bytes.len() / 2]).expect("a file");
    });
    assert!(
        told.ends_with("is not the file that its manifest names: its SHA-256 differs"),
        "{told}"
    );
    let told = refused(|_, file| {
        fs::copy(file, file.with_file_name("mine.parquet")).expect("a copy");
    });
    assert!(told.contains("/mine.parquet` is no file of the lake: move it elsewhere"), "{told}");
    let told = refused(|town, _| {
        let projection = Projection::default().without_columns(&[chatlake_core::Column::Title]);
        town.commit("2018112705", &projection);
    });
    assert!(told.ends_with("has not the columns of the lake"), "{told}");
    let told = refused(|town, _| {
        let slot: Slot = HOURS[1].parse().expect("a slot");
        let manifest = town.state().slots.remove(&slot).expect("a slot of the lake");
        let output = DataFile { rows: 7, ..manifest.output.clone() };
        town.put(&Manifest { output, ..manifest });
    });
    assert!(told.ends_with("has not as many rows as its manifest says"), "{told}");
}

#[test]
fn a_slot_that_was_replaced_without_its_day_is_named() {
    let town = Town::of(&HOURS);
    town.compact(Days::One(day(DAY)));
    let slot: Slot = HOURS[0].parse().expect("a slot");
    let manifest = town.state().slots.remove(&slot).expect("a slot of the lake");
    town.put(&Manifest { generation: 2, ..manifest });
    let ended = town.compact(Days::One(day(DAY)));
    let Outcome::Failed(error) = &ended[0].outcome else { panic!("{ended:?}") };
    let told = error.to_string();
    assert!(
        told.ends_with(
            "names 2018112700 as it was before it was replaced: convert 2018112700 again"
        ),
        "{told}"
    );
}
