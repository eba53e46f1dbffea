//! A folder with exports, and a lake to be.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use chatlake_convert::{
    Existing, Format, Input, InputReport, Options, Progress, Status, ZoneChoice,
};
use chatlake_core::clock::ManualClock;
use chatlake_core::{Hour, Zone};
use chatlake_lake::{Asked, Lake, LakeError, LakePlan, LakeReport, Manifest, State, Ways, layout};
use chatlake_parquet::ParquetOptions;
use chatlake_store::{Place, Store};
use chatlake_testing::batch;
use flate2::Compression;
use flate2::write::GzEncoder;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use serde_json::Value;
use tempfile::TempDir;

pub(crate) struct World {
    folder: TempDir,
    pub(crate) ways: Ways,
    pub(crate) existing: Existing,
    pub(crate) salvage: bool,
}

impl World {
    pub(crate) fn new() -> Self {
        Self {
            folder: tempfile::tempdir().expect("a folder"),
            ways: Ways::default(),
            existing: Existing::Skip,
            salvage: false,
        }
    }

    /// An export of messages, a line each.
    pub(crate) fn export(&self, name: &str, messages: &[String]) -> PathBuf {
        let path = self.folder.path().join("raw").join(name);
        fs::create_dir_all(path.parent().expect("it has one")).expect("a folder");
        let text: String = messages.iter().map(|message| format!("{message}\n")).collect();
        let mut file = File::create(&path).expect("a file");
        if name.ends_with(".gz") {
            let mut gzip = GzEncoder::new(file, Compression::fast());
            gzip.write_all(text.as_bytes()).expect("a disk");
            gzip.finish().expect("a disk");
        } else {
            file.write_all(text.as_bytes()).expect("a disk");
        }
        path
    }

    pub(crate) fn root(&self) -> PathBuf {
        self.folder.path().join("lake")
    }

    pub(crate) fn store(&self) -> Store {
        Store::open(&Place::Folder(self.root())).expect("a place")
    }

    pub(crate) fn lake(&self) -> Lake {
        Lake::open(self.store()).expect("a lake")
    }

    pub(crate) fn state(&self) -> State {
        self.lake().manifests().expect("sound manifests")
    }

    pub(crate) fn manifest(&self, slot: &str) -> Manifest {
        let slot = slot.parse().expect("a slot");
        self.lake().manifest(slot).expect("a sound manifest").expect("it is in the lake")
    }

    pub(crate) fn asked(&self, paths: &[PathBuf]) -> Asked {
        let format = Format::Parquet(ParquetOptions::default());
        let jobs = std::num::NonZeroUsize::new(2).expect("more than none");
        Asked {
            store: self.store(),
            app: Some("org/app".parse().expect("an app")),
            inputs: paths.iter().map(|path| Input::file(path)).collect(),
            options: Options {
                existing: self.existing,
                salvage: self.salvage,
                zone: ZoneChoice::Fixed(Zone::Beijing),
                jobs,
                ..Options::new(format)
            },
            scratch: None,
            clock: Arc::new(ManualClock::new(1_543_400_000_000)),
            ways: self.ways.clone(),
        }
    }

    pub(crate) fn try_run(&self, paths: &[PathBuf]) -> Result<LakeReport, LakeError> {
        LakePlan::new(self.asked(paths), |_| true)?.run(&Progress::new())
    }

    /// Converts these, and all is well.
    pub(crate) fn run(&self, paths: &[PathBuf]) -> Vec<InputReport> {
        let outcome = self.try_run(paths).expect("a run");
        assert_eq!(outcome.exit_code, 0, "{:#?}", outcome.report.inputs);
        outcome.report.inputs
    }

    pub(crate) fn statuses(&self, paths: &[PathBuf]) -> Vec<Status> {
        self.run(paths).iter().map(|input| input.status).collect()
    }

    /// Every file of the lake; of manifests what does not follow from when something was written.
    pub(crate) fn files(&self) -> BTreeMap<String, Vec<u8>> {
        self.files_without(&TIMES)
    }

    /// The same, of hours that were smaller before or not.
    pub(crate) fn files_of_any_generation(&self) -> BTreeMap<String, Vec<u8>> {
        self.files_without(&[&TIMES[..], &["generation"]].concat())
    }

    fn files_without(&self, members: &[&str]) -> BTreeMap<String, Vec<u8>> {
        let is_left_out = |key: &str| key == layout::LOCK || key.starts_with(layout::STAGING);
        let listed = self.store().list("").expect("a list").into_iter().map(|object| object.key);
        let file = |key: String| {
            let bytes = fs::read(self.root().join(&key)).expect("a file");
            let bytes =
                if layout::subject(&key).is_some() { without(members, &bytes) } else { bytes };
            (key, bytes)
        };
        listed.filter(|key| !is_left_out(key)).map(file).collect()
    }

    /// The ids of the messages that whoever lists the folders finds, sorted.
    pub(crate) fn ids(&self) -> Vec<String> {
        let folder = self.root().join(layout::MESSAGES);
        let mut ids: Vec<String> =
            parquet_files(&folder).iter().flat_map(|path| ids(path)).collect();
        ids.sort();
        ids
    }

    /// Says what every manifest says of files, and what is there.
    pub(crate) fn assert_sound(&self) {
        let Some(lake) = Lake::find(self.store()).expect("a look") else { return };
        let state = lake.manifests().expect("sound manifests");
        for current in state.files() {
            let path = self.root().join(&current.file.path);
            let bytes = fs::read(&path).unwrap_or_else(|error| panic!("{path:?}: {error}"));
            assert_eq!(bytes.len() as u64, current.file.bytes, "{path:?}");
            assert_eq!(ids(&path).len() as u64, current.file.rows, "{path:?}");
        }
        for manifest in state.slots.values() {
            assert!(manifest.accounts.is_balanced(), "{manifest:#?}");
            assert_eq!(manifest.accounts.rows, manifest.output.rows);
            let beside = manifest.keys_of_files().filter(|key| !key.ends_with(".parquet"));
            beside.for_each(|key| assert!(self.root().join(key).is_file(), "{key}"));
        }
    }
}

/// A message of an hour in Beijing, told by its id.
pub(crate) fn message(hour: &str, id: u64) -> String {
    said(hour, id, &format!("message {id}"))
}

/// The same with other words.
pub(crate) fn said(hour: &str, id: u64, words: &str) -> String {
    let hour = Hour::of_name(hour).expect("an hour");
    let timestamp = hour.start_s(Zone::Beijing) * 1000 + (id as i64 * 1000) % 3_600_000;
    format!(
        r#"{{"msg_id":"{id:04}","timestamp":{timestamp},"from":"li","to":"wu","chat_type":"chat","payload":{{"from":"li","to":"wu","ext":{{}},"bodies":[{{"type":"txt","msg":"{words}"}}]}}}}"#
    )
}

/// Messages of an hour.
pub(crate) fn messages(hour: &str, ids: impl IntoIterator<Item = u64>) -> Vec<String> {
    ids.into_iter().map(|id| message(hour, id)).collect()
}

/// Ids as they stand in rows, sorted.
pub(crate) fn numbered(ids: impl IntoIterator<Item = u64>) -> Vec<String> {
    let mut ids: Vec<String> = ids.into_iter().map(|id| format!("{id:04}")).collect();
    ids.sort();
    ids
}

/// The ids of the messages of a file.
pub(crate) fn ids(path: &Path) -> Vec<String> {
    let file = File::open(path).unwrap_or_else(|error| panic!("{path:?}: {error}"));
    let reader = ParquetRecordBatchReaderBuilder::try_new(file).expect("a Parquet file");
    let batches = reader.build().expect("rows");
    let rows = batches.flat_map(|batch| batch::rows(&batch.expect("a batch")));
    rows.map(|row| row.get("msg_id").expect("every message has one").clone()).collect()
}

/// The files of rows below a folder, as engines find them.
pub(crate) fn parquet_files(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let mut found = Vec::new();
    for entry in entries {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            found.extend(parquet_files(&path));
        } else if path.extension().is_some_and(|extension| extension == "parquet") {
            found.push(path);
        }
    }
    found
}

/// What manifests say of the time, and what depends on it.
const TIMES: [&str; 3] = ["converted", "compacted", "check"];

fn without(names: &[&str], manifest: &[u8]) -> Vec<u8> {
    let mut value: Value = serde_json::from_slice(manifest).expect("a document");
    let members = value.as_object_mut().expect("an object");
    for name in names {
        members.remove(*name);
    }
    let slots = members.get_mut("slots").and_then(Value::as_array_mut);
    for slot in slots.into_iter().flatten() {
        slot.as_object_mut().expect("an object").remove("check");
    }
    value.to_string().into_bytes()
}
