//! Work that several threads share.

use std::num::NonZeroUsize;
use std::panic;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

/// Parts of some work, numbered from 0; whoever is free takes the next.
pub(super) struct Parts {
    next: AtomicUsize,
    n_parts: usize,
}

impl Parts {
    pub(super) fn new(n_parts: usize) -> Self {
        Self { next: AtomicUsize::new(0), n_parts }
    }

    /// The next part; none if all are taken.
    pub(super) fn take(&self) -> Option<usize> {
        let part = self.next.fetch_add(1, Ordering::Relaxed);
        (part < self.n_parts).then_some(part)
    }

    /// Leaves nothing to take.
    pub(super) fn stop(&self) {
        self.next.store(self.n_parts, Ordering::Relaxed);
    }
}

/// Has so many threads do the same, the caller's among them; returns what each came to.
pub(super) fn by_all<T: Send, E: Send>(
    jobs: usize,
    work: impl Fn() -> Result<T, E> + Sync,
) -> Result<Vec<T>, E> {
    let n_others = NonZeroUsize::new(jobs).map_or(0, |jobs| jobs.get() - 1);
    thread::scope(|scope| {
        let others: Vec<_> = (0..n_others).map(|_| scope.spawn(&work)).collect();
        let own = work();
        let others = others
            .into_iter()
            .map(|other| other.join().unwrap_or_else(|panicked| panic::resume_unwind(panicked)));
        std::iter::once(own).chain(others.collect::<Vec<_>>()).collect()
    })
}
