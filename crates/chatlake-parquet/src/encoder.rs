//! Records into row groups.

use chatlake_arrow::{BatchBuilder, BatchLimit};
use chatlake_core::overflow::Share;
use chatlake_core::{EncodeError, Encoder, Origin, Projection, Record};
use parquet::errors::{ParquetError, Result};

use crate::format::NAME;
use crate::options::ParquetOptions;
use crate::row_group::{OpenRowGroup, RowGroup};
use crate::shape::Shape;

/// Batches on their way to the column writers: these rows stay in the second cache from the
/// builder to the writers.
const BATCH: BatchLimit = BatchLimit { rows: BATCH_ROWS, bytes: BATCH_BYTES };

/// How many rows go to the column writers at once, at most. It shows in the bytes of a file: lists
/// have their pages cut between, and dictionaries are given up there.
pub(crate) const BATCH_ROWS: usize = 1024;
/// And how many bytes of Arrow data.
pub(crate) const BATCH_BYTES: usize = 4 << 20;

/// Turns records into row groups; made by [`ParquetFormat::encoder`](crate::ParquetFormat).
///
/// A row group ends at the limits of the options, also in the middle of a record, and when the
/// encoder is finished.
pub struct ParquetEncoder {
    batch: BatchBuilder,
    limit: BatchLimit,
    groups: Groups,
    /// For the pages that wait.
    _share: Share,
}

/// Finished row groups, in order; none for a job without rows.
pub struct RowGroups(pub(crate) Vec<RowGroup>);

impl ParquetEncoder {
    pub(crate) fn new(
        projection: &Projection,
        options: &ParquetOptions,
        shape: Shape,
        share: Share,
    ) -> Self {
        let ParquetOptions { compression: _, row_group_rows, row_group_bytes } = *options;
        let limit = BatchLimit { rows: row_group_rows.max(1), bytes: row_group_bytes };
        Self {
            batch: BatchBuilder::new(projection),
            limit: BatchLimit {
                rows: BATCH.rows.min(limit.rows),
                bytes: BATCH.bytes.min(limit.bytes),
            },
            groups: Groups { shape, limit, open: None, closed: Vec::new() },
            _share: share,
        }
    }
}

impl Encoder for ParquetEncoder {
    type Encoded = RowGroups;

    fn append(
        &mut self,
        record: Record<'_>,
        origin: Origin<'_>,
    ) -> std::result::Result<u64, EncodeError> {
        let Self { batch, limit, groups, _share } = self;
        batch.append_into(record, origin, *limit, |batch| groups.write(batch)).map_err(failed)
    }

    fn finish(&mut self) -> std::result::Result<RowGroups, EncodeError> {
        let Self { batch, limit: _, groups, _share } = self;
        groups.finish(batch).map(RowGroups).map_err(failed)
    }
}

/// The row groups of a job so far.
struct Groups {
    shape: Shape,
    limit: BatchLimit,
    /// Made with the first row: whoever has none needs none.
    open: Option<OpenRowGroup>,
    closed: Vec<RowGroup>,
}

impl Groups {
    /// Empties a batch into the open row group, and into the next where that one is full.
    fn write(&mut self, batch: &mut BatchBuilder) -> Result<()> {
        let bytes = batch.bytes();
        let batch = batch.finish();
        if self
            .open
            .as_ref()
            .is_some_and(|open| open.rows() > 0 && open.bytes() + bytes > self.limit.bytes)
        {
            self.close()?;
        }
        let mut start = 0;
        while start < batch.num_rows() {
            let open = match &mut self.open {
                Some(open) => open,
                None => self.open.insert(self.shape.open_row_group()?),
            };
            let rows = (batch.num_rows() - start).min(self.limit.rows - open.rows());
            let share = bytes * rows / batch.num_rows();
            open.write(&batch.slice(start, rows), share)?;
            start += rows;
            if open.rows() == self.limit.rows {
                self.close()?;
            }
        }
        Ok(())
    }

    fn close(&mut self) -> Result<()> {
        if let Some(open) = &mut self.open
            && open.rows() > 0
        {
            self.closed.push(open.finish()?);
        }
        Ok(())
    }

    fn finish(&mut self, batch: &mut BatchBuilder) -> Result<Vec<RowGroup>> {
        if !batch.is_empty() {
            self.write(batch)?;
        }
        self.close()?;
        Ok(std::mem::take(&mut self.closed))
    }
}

/// The library wraps what a disk said on which pages wait; it comes out again.
fn failed(error: ParquetError) -> EncodeError {
    match error {
        ParquetError::External(source) => EncodeError::new(NAME, source),
        error => EncodeError::new(NAME, error),
    }
}
