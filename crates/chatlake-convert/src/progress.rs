//! How far a conversion is, and whether it is to stop.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

/// Shared between a conversion and whoever watches it.
#[derive(Debug, Default)]
pub struct Progress {
    bytes_in: AtomicU64,
    records: AtomicU64,
    inputs: AtomicU64,
    is_finishing: AtomicBool,
    is_stopping: AtomicBool,
    is_output_closed: AtomicBool,
}

impl Progress {
    /// Nothing done yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Compressed bytes read so far.
    pub fn bytes_in(&self) -> u64 {
        self.bytes_in.load(Ordering::Relaxed)
    }

    /// Records read so far.
    pub fn records(&self) -> u64 {
        self.records.load(Ordering::Relaxed)
    }

    /// Inputs that have ended.
    pub fn inputs(&self) -> u64 {
        self.inputs.load(Ordering::Relaxed)
    }

    /// Asks to finish the inputs in hand and begin no other.
    pub fn finish_soon(&self) {
        self.is_finishing.store(true, Ordering::Relaxed);
    }

    /// Asks to stop; the inputs in hand are not published.
    pub fn stop(&self) {
        self.finish_soon();
        self.is_stopping.store(true, Ordering::Relaxed);
    }

    /// Whether nobody reads standard output any more, which ended the conversion early.
    pub fn is_output_closed(&self) -> bool {
        self.is_output_closed.load(Ordering::Relaxed)
    }

    /// Whether no other input is to be begun.
    pub fn is_finishing(&self) -> bool {
        self.is_finishing.load(Ordering::Relaxed)
    }

    /// Whether the inputs in hand are not published any more.
    pub fn is_stopping(&self) -> bool {
        self.is_stopping.load(Ordering::Relaxed)
    }

    pub(crate) fn read(&self, n_bytes: u64) {
        self.bytes_in.fetch_add(n_bytes, Ordering::Relaxed);
    }

    pub(crate) fn parsed(&self, n_records: u64) {
        self.records.fetch_add(n_records, Ordering::Relaxed);
    }

    pub(crate) fn output_closed(&self) {
        self.is_output_closed.store(true, Ordering::Relaxed);
    }

    pub(crate) fn ended(&self) {
        self.inputs.fetch_add(1, Ordering::Relaxed);
    }
}
