//! What was registered of each slot: the transactions that the log knows.

use std::collections::BTreeMap;

use chatlake_lake::Slot;
use delta_kernel::actions::LOG_TXN_SCHEMA;
use delta_kernel::arrow::array::{Array, AsArray};
use delta_kernel::arrow::datatypes::Int64Type;
use delta_kernel::engine::arrow_data::ArrowEngineData;
use delta_kernel::{Engine, KernelError, Snapshot};

const PREFIX: &str = "chatlake/";

/// Under which name a slot's generations stand in the log.
pub(crate) fn app_id(slot: Slot) -> String {
    format!("{PREFIX}{slot}")
}

/// The last generation of every slot that was ever registered; 0 for those that were taken out.
pub(super) fn read(
    snapshot: &Snapshot,
    engine: &dyn Engine,
) -> Result<BTreeMap<Slot, u64>, KernelError> {
    let mut versions = BTreeMap::new();
    for batch in snapshot.log_segment().read_actions(engine, LOG_TXN_SCHEMA.clone())? {
        let batch = ArrowEngineData::try_from_engine_data(batch?.actions)?;
        let transactions = batch.record_batch().column_by_name("txn");
        let Some(transactions) = transactions.and_then(|column| column.as_struct_opt()) else {
            continue;
        };
        let app_ids = transactions.column_by_name("appId");
        let generations = transactions.column_by_name("version");
        let (Some(app_ids), Some(generations)) = (
            app_ids.and_then(|column| column.as_string_opt::<i32>()),
            generations.and_then(|column| column.as_primitive_opt::<Int64Type>()),
        ) else {
            return Err(KernelError::generic("the log's transactions are no transactions"));
        };
        for row in (0..transactions.len()).filter(|row| transactions.is_valid(*row)) {
            let slot = app_ids.value(row).strip_prefix(PREFIX).and_then(|name| name.parse().ok());
            let generation = u64::try_from(generations.value(row)).ok();
            if let (Some(slot), Some(generation)) = (slot, generation) {
                // The newest comes first.
                versions.entry(slot).or_insert(generation);
            }
        }
    }
    Ok(versions)
}
