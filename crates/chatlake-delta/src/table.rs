//! The table as it is: what its log says.

mod versions;

use std::collections::BTreeMap;
use std::sync::Arc;

use chatlake_lake::{Lake, Slot, layout};
use chatlake_store::durable;
use delta_kernel::scan::state::ScanFile;
use delta_kernel::{Engine, KernelError, Snapshot, SnapshotRef};
use url::Url;

use crate::engine::{self, Writers};
use crate::error::{DeltaError, is_missing};
pub(crate) use versions::app_id;

/// The folder of the log, from the root of the table.
pub(crate) const LOG: &str = "_delta_log/";

/// Where a table is, or could be.
pub(crate) struct Table {
    pub(crate) engine: Arc<dyn Engine>,
    pub(crate) root: Url,
    /// For people.
    shown: String,
}

/// What the log says at one of its versions.
pub(crate) struct Present {
    pub(crate) snapshot: SnapshotRef,
    /// The files of the table, as the log calls them, and how many rows each has, where it says.
    pub(crate) files: BTreeMap<String, Option<u64>>,
    /// Which generation of a slot was registered last.
    pub(crate) versions: BTreeMap<Slot, u64>,
}

impl Table {
    /// The table of a lake.
    pub(crate) fn of(lake: &Lake, writers: Writers) -> Result<Self, DeltaError> {
        let store = lake.store();
        let shown = store.place().shown(layout::MESSAGES);
        if let Some(folder) = store.folder() {
            let made = durable::create_folder(&folder.join(layout::MESSAGES));
            made.map_err(|error| DeltaError::of(&shown, "make", error.into()))?;
        }
        let outcome = engine::root(store)
            .and_then(|root| Ok((root, engine::over(lake, writers)?)))
            .map_err(|error| DeltaError::of(&shown, "open", error));
        let (root, engine) = outcome?;
        Ok(Self { engine, root, shown })
    }

    /// For people.
    pub(crate) fn shown(&self) -> &str {
        &self.shown
    }

    /// What the log says now; none if there is no table yet.
    pub(crate) fn present(&self) -> Result<Option<Present>, DeltaError> {
        self.read().map_err(self.failed("read"))
    }

    fn read(&self) -> Result<Option<Present>, KernelError> {
        let log = self.root.join(LOG)?;
        let first = self.engine.storage_handler().list_from(&log).map(|mut files| files.next());
        match first.and_then(Option::transpose) {
            Ok(Some(_)) => {}
            Ok(None) => return Ok(None),
            Err(error) if is_missing(&error) => return Ok(None),
            Err(error) => return Err(error),
        }
        let engine = self.engine.as_ref();
        let snapshot = Snapshot::builder_for(self.root.as_str()).build(engine)?;
        let scan = Arc::clone(&snapshot).scan_builder().without_row_transforms().build()?;
        let mut files = BTreeMap::new();
        for batch in scan.scan_metadata(engine)? {
            files = batch?.visit_scan_files(files, note)?;
        }
        let versions = versions::read(&snapshot, engine)?;
        Ok(Some(Present { snapshot, files, versions }))
    }

    /// Names the act, and this table, of what the kernel failed with.
    pub(crate) fn failed(&self, act: &'static str) -> impl FnOnce(KernelError) -> DeltaError {
        let shown = self.shown.clone();
        move |error| DeltaError::of(&shown, act, error)
    }
}

fn note(files: &mut BTreeMap<String, Option<u64>>, file: ScanFile) {
    files.insert(file.path, file.stats.map(|stats| stats.num_records));
}
