//! What a run may take.

use std::time::Duration;

/// However large and however mean an input is.
pub(super) const PATIENCE: Duration = Duration::from_secs(60);

const MIB: u64 = 1 << 20;

/// The most memory that a run of so many workers may have, in bytes.
pub(super) const fn memory(workers: u64) -> u64 {
    (128 + 64 * workers) * MIB
}
