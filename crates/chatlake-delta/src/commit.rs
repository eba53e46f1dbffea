//! One commit to the log.

use std::sync::Arc;

use chatlake_lake::{TOOL, Terms};
use delta_kernel::arrow::array::{Array, AsArray};
use delta_kernel::committer::FileSystemCommitter;
use delta_kernel::engine::arrow_data::ArrowEngineData;
use delta_kernel::engine_data::FilteredEngineData;
use delta_kernel::transaction::create_table::create_table;
use delta_kernel::transaction::data_layout::DataLayout;
use delta_kernel::transaction::{CommitResult, CommittedTransaction, UpdateTableOperation};
use delta_kernel::{EngineData, KernelError, SnapshotRef};

use crate::adds;
use crate::error::DeltaError;
use crate::footers;
use crate::plan::Batch;
use crate::schema::{self, PARTITIONS};
use crate::table::{Present, Table, app_id};

/// Whether the rows of a table are others afterwards.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Rows come or go.
    Change,
    /// The same rows in other files. Streams that follow the table pass over it.
    Rewrite,
}

/// Makes the table, with its first files. None if somebody else did meanwhile.
pub(crate) fn create(
    table: &Table,
    terms: &Terms,
    batch: &Batch<'_>,
) -> Result<Option<CommittedTransaction>, DeltaError> {
    let columns = terms.columns();
    let data = added(table, terms, batch)?;
    let outcome = || {
        let statistics = schema::columns_with_statistics(&columns);
        let statistics: Vec<&str> = statistics.iter().map(|column| column.name()).collect();
        let mut builder = create_table(&table.root, schema::schema(&columns)?, TOOL, true)
            .with_data_layout(DataLayout::partitioned(PARTITIONS))
            // So that others who rewrite files keep out of the log what we keep out of it.
            .with_table_properties([("delta.dataSkippingStatsColumns", statistics.join(","))]);
        for (slot, generation) in &batch.versions {
            builder = builder.with_transaction_id(app_id(*slot), version(*generation));
        }
        let engine = table.engine.as_ref();
        let mut transaction = match builder.build(engine, Box::new(FileSystemCommitter::new())) {
            Err(KernelError::TableAlreadyExistsAtPath(_)) => return Ok(None),
            transaction => transaction?,
        };
        if let Some(data) = data {
            transaction.add_files(data);
        }
        settled(transaction.commit(engine)?)
    };
    outcome().map_err(table.failed("create"))
}

/// Puts a batch into the table. None if somebody else wrote to it meanwhile.
pub(crate) fn update(
    table: &Table,
    terms: &Terms,
    present: &Present,
    batch: &Batch<'_>,
    kind: Kind,
) -> Result<Option<CommittedTransaction>, DeltaError> {
    let data = added(table, terms, batch)?;
    let outcome = || {
        let (operation, is_change) = match kind {
            Kind::Change => (UpdateTableOperation::Write, true),
            Kind::Rewrite => (UpdateTableOperation::Optimize, false),
        };
        let snapshot = Arc::clone(&present.snapshot);
        let mut builder = snapshot.update_table(operation, TOOL, is_change);
        for (slot, generation) in &batch.versions {
            builder = builder.with_transaction_id(app_id(*slot), version(*generation));
        }
        let engine = table.engine.as_ref();
        let mut transaction = builder.build(engine, Box::new(FileSystemCommitter::new()))?;
        if let Some(data) = data {
            transaction.add_files(data);
        }
        for removed in removed(table, &present.snapshot, batch)? {
            transaction.remove_files(removed);
        }
        settled(transaction.commit(engine)?)
    };
    outcome().map_err(table.failed("write to"))
}

/// What the kernel is told of the files that come; none if none do.
fn added(
    table: &Table,
    terms: &Terms,
    batch: &Batch<'_>,
) -> Result<Option<Box<dyn EngineData>>, DeltaError> {
    if batch.adds.is_empty() {
        return Ok(None);
    }
    let columns = schema::columns_with_statistics(&terms.columns());
    let found = footers::read(table, &batch.adds, &columns)?;
    let files = adds::batch(&terms.app, &batch.adds, &found, &columns);
    let files = files.map_err(|error| table.failed("write to")(error.into()))?;
    Ok(Some(Box::new(ArrowEngineData::new(files))))
}

/// The files that go, as the log has them.
fn removed(
    table: &Table,
    snapshot: &SnapshotRef,
    batch: &Batch<'_>,
) -> Result<Vec<FilteredEngineData>, KernelError> {
    let mut removed = Vec::new();
    if batch.removes.is_empty() {
        return Ok(removed);
    }
    let scan = Arc::clone(snapshot).scan_builder().without_row_transforms().build()?;
    for scanned in scan.scan_metadata(table.engine.as_ref())? {
        let (data, selected) = scanned?.scan_files.into_parts();
        let data = ArrowEngineData::try_from_engine_data(data)?;
        let paths = data.record_batch().column_by_name("path");
        let Some(paths) = paths.and_then(|paths| paths.as_string_opt::<i32>()) else {
            return Err(KernelError::generic("the log's files have no paths"));
        };
        // Rows beyond the selection are selected.
        let is_selected = |row: usize| selected.get(row).copied().unwrap_or(true);
        let goes = |row: usize| is_selected(row) && batch.removes.contains(paths.value(row));
        let going: Vec<bool> = (0..paths.len()).map(goes).collect();
        if going.contains(&true) {
            removed.push(FilteredEngineData::try_new(data, going)?);
        }
    }
    Ok(removed)
}

fn settled<T>(result: CommitResult<T>) -> Result<Option<CommittedTransaction>, KernelError> {
    match result {
        CommitResult::Committed(committed) => Ok(Some(committed)),
        CommitResult::Conflicted(_) => Ok(None),
        CommitResult::Retryable(refused) => Err(refused.error),
    }
}

fn version(generation: u64) -> i64 {
    i64::try_from(generation).unwrap_or(i64::MAX)
}
