//! A source as a stream of record batches.

use std::collections::VecDeque;
use std::convert::Infallible;

use arrow::array::{RecordBatch, RecordBatchReader};
use arrow::datatypes::SchemaRef;
use arrow::error::ArrowError;
use chatlake_core::{Error, ErrorKind, Origin, Projection, Reader, RecordBuf};

use crate::batch_builder::{BatchBuilder, BatchLimit};

/// What becomes of a record that is rejected.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum OnReject {
    /// It is the last thing that is read, as an error that names source, record and byte.
    #[default]
    Fail,
    /// It is counted, and left out.
    Skip,
}

/// Reads a source batch by batch: the door for whatever speaks Arrow.
///
/// After an error, nothing more comes. A batch has rows, always.
pub struct BatchReader {
    reader: Reader,
    batch: BatchBuilder,
    limit: BatchLimit,
    on_reject: OnReject,
    file: Option<String>,
    hour_us: Option<i64>,
    record: RecordBuf,
    n_rejects: u64,
    full: VecDeque<RecordBatch>,
    is_done: bool,
}

impl BatchReader {
    /// Batches of up to 16 Ki rows or 8 MiB, `source_file` and `source_hour` null, an error at
    /// the first reject.
    pub fn new(reader: Reader, projection: &Projection) -> Self {
        Self {
            reader,
            batch: BatchBuilder::new(projection),
            limit: BatchLimit { rows: 16 * 1024, bytes: 8 << 20 },
            on_reject: OnReject::default(),
            file: None,
            hour_us: None,
            record: RecordBuf::new(),
            n_rejects: 0,
            full: VecDeque::new(),
            is_done: false,
        }
    }

    /// Sets how large batches get.
    pub fn with_limit(mut self, limit: BatchLimit) -> Self {
        self.limit = limit;
        self
    }

    /// Sets what becomes of rejects.
    pub fn with_on_reject(mut self, on_reject: OnReject) -> Self {
        self.on_reject = on_reject;
        self
    }

    /// Sets `source_file`, a name without folders, and `source_hour`, the instant at which the
    /// hour starts in microseconds since the epoch.
    pub fn with_origin(mut self, file: Option<&str>, hour_us: Option<i64>) -> Self {
        self.file = file.map(str::to_owned);
        self.hour_us = hour_us;
        self
    }

    /// How many records have been rejected so far.
    pub fn n_rejects(&self) -> u64 {
        self.n_rejects
    }

    /// Reads on until a batch is full or the source has ended.
    fn fill(&mut self) -> Result<(), Error> {
        while self.full.is_empty() && !self.is_done {
            match self.reader.read_record(&mut self.record) {
                Ok(true) => {
                    let origin = Origin {
                        file: self.file.as_deref(),
                        hour_us: self.hour_us,
                        record: self.record.number(),
                    };
                    let full = &mut self.full;
                    let record = self.record.as_record();
                    let added = self.batch.append_into(record, origin, self.limit, |batch| {
                        full.push_back(batch.finish());
                        Ok::<(), Infallible>(())
                    });
                    let Ok(_rows) = added;
                }
                Ok(false) => {
                    self.is_done = true;
                    if !self.batch.is_empty() {
                        self.full.push_back(self.batch.finish());
                    }
                }
                Err(error) if matches!(error.kind, ErrorKind::Rejected { .. }) => {
                    self.n_rejects += 1;
                    if self.on_reject == OnReject::Fail {
                        return Err(error);
                    }
                }
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }
}

impl Iterator for BatchReader {
    type Item = Result<RecordBatch, ArrowError>;

    fn next(&mut self) -> Option<Self::Item> {
        match self.fill() {
            Ok(()) => self.full.pop_front().map(Ok),
            Err(error) => {
                self.is_done = true;
                Some(Err(ArrowError::ExternalError(Box::new(error))))
            }
        }
    }
}

impl RecordBatchReader for BatchReader {
    fn schema(&self) -> SchemaRef {
        self.batch.schema().clone()
    }
}
