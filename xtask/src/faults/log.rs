//! What `strace` wrote down.

use std::fs;
use std::io;
use std::path::Path;

use super::call::Call;

/// The log of a run.
pub(super) struct Log(String);

impl Log {
    pub(super) fn read(path: &Path) -> io::Result<Self> {
        Ok(Self(String::from_utf8_lossy(&fs::read(path)?).into_owned()))
    }

    /// The calls, in the order in which they began.
    pub(super) fn calls(&self) -> Vec<Call> {
        self.0.lines().filter_map(Call::parse).collect()
    }

    /// What was made to fail, as it stands in the log.
    pub(super) fn injected(&self) -> impl Iterator<Item = &str> {
        self.0.lines().filter(|line| line.contains("(INJECTED)"))
    }

    /// Whether a call was made to fail that touches `folder`, and none elsewhere.
    pub(super) fn has_struck(&self, folder: &Path) -> bool {
        let calls: Vec<Call> = self.injected().filter_map(Call::parse).collect();
        let is_within =
            |call: &Call| call.paths.iter().any(|path| Path::new(path).starts_with(folder));
        calls.iter().any(is_within)
            && calls.iter().all(|call| is_within(call) || call.is_on_screen())
    }
}
