//! Where requests are made; the only place that makes a runtime.

use std::sync::OnceLock;

use tokio::runtime::{Builder, Runtime};

/// Requests wait and copy, and hardly compute.
const THREADS: usize = 2;

/// One for all stores of the process. Callers wait for channels and never within it, so they may
/// be threads of anybody's runtime.
///
/// # Errors
///
/// The system gives no threads.
pub(super) fn runtime() -> Result<&'static Runtime, String> {
    static RUNTIME: OnceLock<Result<Runtime, String>> = OnceLock::new();
    let runtime = RUNTIME.get_or_init(|| {
        let mut builder = Builder::new_multi_thread();
        builder.worker_threads(THREADS).thread_name("chatlake-store").enable_all();
        builder.build().map_err(|error| error.to_string())
    });
    runtime.as_ref().map_err(Clone::clone)
}
