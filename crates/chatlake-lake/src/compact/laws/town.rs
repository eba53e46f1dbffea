//! A lake in a folder, with hours that were put there by hand.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::time::Duration;

use chatlake_core::{Encoder, Origin, Projection, Reader, Sink};
use chatlake_parquet::{ParquetFormat, ParquetOptions, SortOptions};
use chatlake_store::{Place, Store};
use chatlake_testing::batch;
use chatlake_testing::oracle::Columns;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use tempfile::TempDir;

use crate::acts::Ways;
use crate::compact::{CompactEvent, CompactOptions, CompactWatch, DayCompacted, Days, compact};
use crate::day::Day;
use crate::error::LakeError;
use crate::lake::Lake;
use crate::layout;
use crate::manifest::{DataFile, KeysFile, Manifest};
use crate::mark::{Mark, sha256_of};
use crate::slot::Slot;
use crate::state::State;
use crate::terms::tests::terms;

/// A lake in a folder.
pub(super) struct Town {
    folder: TempDir,
    pub(super) ways: Ways,
}

impl Town {
    /// A lake of these hours.
    pub(super) fn of(slots: &[&str]) -> Self {
        let town = Self { folder: tempfile::tempdir().expect("a folder"), ways: Ways::default() };
        Lake::create(town.store(), &terms()).expect("a lake");
        slots.iter().for_each(|slot| town.commit(slot, &Projection::default()));
        town
    }

    pub(super) fn store(&self) -> Store {
        Store::open(&Place::Folder(self.path())).expect("a place")
    }

    pub(super) fn path(&self) -> PathBuf {
        self.folder.path().join("lake")
    }

    pub(super) fn lake(&self) -> Lake {
        Lake::open(self.store()).expect("a lake").in_ways(self.ways.clone())
    }

    /// Puts an hour there, of messages in two conversations.
    pub(super) fn commit(&self, slot: &str, projection: &Projection) {
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

    pub(super) fn put(&self, manifest: &Manifest) {
        let text = manifest.clone().sealed().1;
        self.write(&layout::manifest(manifest.slot), text.as_bytes());
    }

    /// Without waiting for the disk.
    fn write(&self, key: &str, bytes: &[u8]) {
        let path = self.path().join(key);
        fs::create_dir_all(path.parent().expect("it has one")).expect("a folder");
        fs::write(path, bytes).expect("a file");
    }

    pub(super) fn state(&self) -> State {
        self.lake().manifests().expect("sound manifests")
    }

    /// All rows that a reader of manifests finds, in some order.
    pub(super) fn rows(&self) -> Vec<Columns> {
        let files = self.state();
        let paths = files.files().into_iter().map(|current| self.path().join(&current.file.path));
        sorted(paths.flat_map(|path| rows(&path)).collect())
    }

    /// All rows that a reader of folders finds, in some order.
    pub(super) fn rows_in_folders(&self) -> Vec<Columns> {
        let files = self.files().into_iter().filter(|key| key.starts_with(layout::MESSAGES));
        sorted(files.flat_map(|key| rows(&self.path().join(key))).collect())
    }

    /// Every file, but for those of writers.
    pub(super) fn files(&self) -> BTreeSet<String> {
        let is_of_writers = |key: &String| key == layout::LOCK || key.starts_with(layout::STAGING);
        let files = self.store().list("").expect("a list").into_iter().map(|object| object.key);
        files.filter(|key| !is_of_writers(key)).collect()
    }

    pub(super) fn compact(&self, days: Days) -> Vec<DayCompacted> {
        self.compact_with(days, &options(), &|_| ()).expect("a lake that can be read")
    }

    pub(super) fn compact_with(
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

pub(super) fn rows(path: &Path) -> Vec<Columns> {
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
pub(super) const LATER_MS: i64 = 1_544_000_000_000;

pub(super) fn options() -> CompactOptions {
    CompactOptions {
        sort: SortOptions { memory: 4 << 10, jobs: 2, ..SortOptions::default() },
        settled: Duration::from_secs(72 * 3600),
        now_ms: LATER_MS,
        stamp_ms: LATER_MS,
        scratch: None,
        is_dry: false,
    }
}

pub(super) fn day(text: &str) -> Day {
    text.parse().expect("a day")
}

pub(super) const HOURS: [&str; 4] = ["2018112700", "2018112701", "2018112701.2", "2018112702"];
pub(super) const DAY: &str = "2018-11-27";
