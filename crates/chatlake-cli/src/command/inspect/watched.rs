//! How far the reading is, for the progress bar.

use std::sync::atomic::{AtomicU64, Ordering};

use crate::meter::Reading;

/// How far the reading is, for the progress bar.
#[derive(Debug, Default)]
pub(super) struct Watched {
    pub(super) bytes_in: AtomicU64,
    pub(super) records: AtomicU64,
    pub(super) inputs: AtomicU64,
}

impl Watched {
    pub(super) fn reading(&self) -> Reading {
        Reading {
            bytes_in: self.bytes_in.load(Ordering::Relaxed),
            records: self.records.load(Ordering::Relaxed),
            inputs: self.inputs.load(Ordering::Relaxed),
        }
    }
}
