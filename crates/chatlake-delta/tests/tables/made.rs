//! Lakes that are made up: files of rows, and the manifests that name them.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Duration;

use chatlake_convert::{Format, Options};
use chatlake_core::clock::ManualClock;
use chatlake_core::{Encoder, Origin, Projection, RecordBuf, Sink, Zone};
use chatlake_delta::{DeltaError, RegisterOptions, Registered, register};
use chatlake_lake::{
    Covered, DataFile, Day, DayFacts, DayManifest, Lake, Mark, Retired, Slot, Terms, Ways, layout,
};
use chatlake_parquet::{ParquetFormat, ParquetOptions};
use chatlake_store::{Place, Store};
use sha2::{Digest, Sha256};

/// A lake in a folder that goes when this does.
pub(crate) struct Made {
    folder: tempfile::TempDir,
    lake: Lake,
    /// How often each slot was written.
    generations: BTreeMap<Slot, u64>,
}

impl Made {
    pub(crate) fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let store = Store::open(&Place::Folder(folder.path().join("lake"))).expect("a place");
        let app = "org-1/my.app~x".parse().expect("an app");
        let options = Options::new(Format::Parquet(ParquetOptions::default()));
        let terms = Terms::of(app, Zone::Beijing, &options).expect("terms");
        let lake = Lake::create(store, &terms).expect("a lake");
        Self { folder, lake, generations: BTreeMap::new() }
    }

    /// Another lake with the same in it.
    pub(crate) fn copied(&self) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        copy(&self.root(), &folder.path().join("lake"));
        let store = Store::open(&Place::Folder(folder.path().join("lake"))).expect("a place");
        let lake = Lake::open(store).expect("a lake");
        Self { folder, lake, generations: self.generations.clone() }
    }

    pub(crate) fn lake(&self) -> &Lake {
        &self.lake
    }

    pub(crate) fn root(&self) -> PathBuf {
        self.folder.path().join("lake")
    }

    /// The versions of the log, in order.
    pub(crate) fn log(&self) -> Vec<PathBuf> {
        let log = self.root().join("messages/_delta_log");
        let files = std::fs::read_dir(log).expect("a log");
        let mut files: Vec<PathBuf> = files.map(|file| file.expect("a file").path()).collect();
        files.retain(|path| path.extension().is_some_and(|extension| extension == "json"));
        files.sort();
        files
    }

    pub(crate) fn register(&self) -> Result<Registered, DeltaError> {
        self.register_at(0, Duration::ZERO)
    }

    /// The same at this time, with files that stay for so long.
    pub(crate) fn register_at(
        &self,
        now_ms: i64,
        keep: Duration,
    ) -> Result<Registered, DeltaError> {
        let options = RegisterOptions { keep, ..RegisterOptions::default() };
        register(&self.lake, &options, &ManualClock::new(now_ms))
    }

    /// The same lake, written in other ways from now on.
    pub(crate) fn set_ways(&mut self, ways: Ways) {
        self.lake = self.lake.clone().in_ways(ways);
    }

    /// The files of rows, by their names.
    pub(crate) fn rows(&self) -> Vec<String> {
        let listed = self.lake.store().list("messages").expect("files").into_iter();
        let keys = listed.map(|object| object.key).filter(|key| key.ends_with(".parquet"));
        keys.filter(|key| !key.contains("_delta_log")).collect()
    }

    /// Puts an hour into the lake, with messages of these ids; what was there of it goes.
    pub(crate) fn hour(&mut self, slot: &str, ids: &[&str]) {
        self.write_hour(slot, ids);
        let slot: Slot = slot.parse().expect("a slot");
        let current = self.lake.manifest(slot).expect("a look").expect("a manifest").output.path;
        self.sweep(slot.day(), |key| layout::slot_of(key) == Some(slot) && key != current);
    }

    /// The same, and what was there of it stays, as far as files are concerned.
    pub(crate) fn write_hour(&mut self, slot: &str, ids: &[&str]) {
        let slot: Slot = slot.parse().expect("a slot");
        let generation = self.generations.entry(slot).or_default();
        *generation += 1;
        let bytes = rows(slot, ids);
        let sha256 = hex(&bytes);
        let app = &self.lake.terms().app;
        let path = layout::rows_of_slot(app, slot, &Mark::of_input(&sha256, &[]));
        self.lake.store().put(&path, &bytes).expect("a file");
        let (n_rows, n_bytes, day) = (ids.len(), bytes.len(), slot.day());
        let text = format!(
            r#"{{
  "format": 1,
  "slot": "{slot}",
  "app": "{app}",
  "zone": "+08:00",
  "date": "{day}",
  "generation": {generation},
  "input": {{ "file": "{slot}.gz", "sha256": "{sha256}", "bytes": 1 }},
  "output": {{ "path": "{path}", "rows": {n_rows}, "bytes": {n_bytes}, "sha256": "{sha256}" }},
  "rejects": null,
  "keys": null,
  "accounts": {{
    "records": {n_rows}, "written": {n_rows}, "rows": {n_rows}, "duplicates": 0,
    "duplicates_dropped": 0, "conflicts": 0, "rejects": 0, "filtered": 0,
    "suspect_timestamps": 0, "bytes_in": 1, "bytes_expanded": 1, "trailing_bytes": 0
  }},
  "across": {{ "dropped": [], "conflicts": 0, "compared": [] }},
  "schema": "1",
  "tool": "chatlake 0.1.0",
  "options": "o",
  "converted": "2018-11-27T12:00:00Z",
  "check": ""
}}
"#
        );
        let check = hex(text.as_bytes());
        let text = text.replace("\"check\": \"\"", &format!("\"check\": \"{check}\""));
        self.lake.store().put(&layout::manifest(slot), text.as_bytes()).expect("a manifest");
    }

    /// Puts the hours of a day, which hold these ids, into one file.
    pub(crate) fn compact(&self, day: &str, hours: &[(&str, &[&str])]) {
        let day: Day = day.parse().expect("a day");
        let slots: Vec<Covered> = hours
            .iter()
            .map(|(slot, ids)| {
                let slot: Slot = slot.parse().expect("a slot");
                let manifest = self.lake.manifest(slot).expect("a look").expect("a manifest");
                Covered { slot, check: manifest.check().to_owned(), rows: ids.len() as u64 }
            })
            .collect();
        let ids: Vec<&str> = hours.iter().flat_map(|(_, ids)| ids.iter().copied()).collect();
        let first = slots.first().expect("an hour").slot;
        let bytes = rows(first, &ids);
        let sha256 = hex(&bytes);
        let app = &self.lake.terms().app;
        let path = layout::rows_of_day(app, day, &Mark::of_text(&sha256), 1);
        self.lake.store().put(&path, &bytes).expect("a file");
        let (n_rows, n_bytes) = (ids.len() as u64, bytes.len() as u64);
        let file = DataFile { path: path.clone(), rows: n_rows, bytes: n_bytes, sha256 };
        let covered: Vec<Slot> = slots.iter().map(|covered| covered.slot).collect();
        let facts = DayFacts {
            date: day,
            files: vec![file],
            slots,
            sorted_by: Vec::new(),
            compacted: "2018-11-28T12:00:00Z".to_owned(),
        };
        let (_, text) = DayManifest::new(facts).sealed();
        self.lake.store().put(&layout::day_manifest(day), text.as_bytes()).expect("a manifest");
        self.sweep(day, |key| {
            key != path && layout::slot_of(key).is_none_or(|slot| covered.contains(&slot))
        });
    }

    /// Lets files go, or only notes them if there is a table.
    fn sweep(&self, day: Day, is_superseded: impl Fn(&str) -> bool) {
        let lock = self.lake.lock().expect("nobody else");
        let folder = layout::messages(&self.lake.terms().app, day);
        for object in self.lake.store().list(&folder).expect("a folder") {
            if is_superseded(&object.key) && self.lake.has_table().expect("a look") {
                let retired = Retired { path: object.key, unnamed_since_ms: None };
                self.lake.note_retired(&lock, &retired).expect("a note");
            } else if is_superseded(&object.key) {
                self.lake.store().remove(&object.key).expect("it goes");
            }
        }
    }
}

/// A file with one row per id, as an hour would have them.
fn rows(slot: Slot, ids: &[&str]) -> Vec<u8> {
    let format = ParquetFormat::new(&Projection::default(), ParquetOptions::default());
    let format = format.expect("a format");
    let start_ms = slot.hour.start_s(Zone::Beijing) * 1_000;
    let file = format!("{slot}.gz");
    let mut encoder = format.encoder();
    for (number, id) in ids.iter().enumerate() {
        let sent_ms = start_ms + 1_000 * number as i64;
        let text = format!(
            r#"{{"msg_id":"{id}","timestamp":{sent_ms},"chat_type":"chat","payload":{{"from":"a","to":"b","bodies":[{{"type":"txt","msg":"secret words of {id}"}}]}}}}"#
        );
        let record = RecordBuf::from_json(&text).expect("a record");
        let origin =
            Origin { file: Some(&file), hour_us: Some(start_ms * 1_000), record: number as u64 };
        encoder.append(record.as_record(), origin).expect("a row");
    }
    let mut sink = format.sink(Vec::new()).expect("a file");
    sink.write(encoder.finish().expect("rows")).expect("rows");
    sink.close(&[]).expect("a file")
}

fn hex(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).expect("a folder");
    for entry in std::fs::read_dir(from).expect("a folder") {
        let (entry, target) = entry.map(|it| (it.path(), to.join(it.file_name()))).expect("a file");
        if entry.is_dir() {
            copy(&entry, &target);
        } else {
            std::fs::copy(&entry, &target).expect("a copy");
        }
    }
}
