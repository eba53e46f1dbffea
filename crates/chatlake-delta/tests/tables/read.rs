//! Tables as the kernel's own engine reads them.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::Arc;

use delta_kernel::Snapshot;
use delta_kernel::arrow::array::AsArray;
use delta_kernel::engine::arrow_data::ArrowEngineData;
use delta_kernel::object_store::local::LocalFileSystem;
use delta_kernel_default_engine::DefaultEngineBuilder;
use serde_json::Value;
use url::Url;

/// The ids of all messages in the table of a lake, sorted, each with the day of its folder.
pub(crate) fn ids(lake: &Path) -> Vec<String> {
    ids_at(lake, None)
}

/// The same, at one version of the table.
pub(crate) fn ids_at(lake: &Path, version: Option<u64>) -> Vec<String> {
    let engine = Arc::new(DefaultEngineBuilder::new(Arc::new(LocalFileSystem::new())).build());
    let url = Url::from_directory_path(lake.join("messages")).expect("a url");
    let mut builder = Snapshot::builder_for(url.as_str());
    if let Some(version) = version {
        builder = builder.at_version(version);
    }
    let snapshot = builder.build(engine.as_ref()).expect("a table");
    let scan = snapshot.scan_builder().build().expect("a scan");
    let mut ids = Vec::new();
    for data in scan.execute(engine).expect("rows") {
        let data = ArrowEngineData::try_from_engine_data(data.expect("rows")).expect("rows");
        let batch = data.record_batch();
        let column = batch.column_by_name("msg_id").expect("ids").as_string::<i32>();
        assert_eq!(batch.column_by_name("date").expect("a day").null_count(), 0);
        ids.extend(column.iter().map(|id| id.expect("an id").to_owned()));
    }
    ids.sort();
    ids
}

/// The actions of a file of the log, by their names.
pub(crate) fn actions(path: &Path) -> BTreeMap<String, Vec<Value>> {
    let mut actions: BTreeMap<String, Vec<Value>> = BTreeMap::new();
    for line in fs::read_to_string(path).expect("a version").lines() {
        let Value::Object(action) = serde_json::from_str(line).expect("an action") else {
            panic!("{line}")
        };
        for (name, action) in action {
            actions.entry(name).or_default().push(action);
        }
    }
    actions
}
