//! Files that the lake has superseded, and that go when the table names them no more.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use chatlake_lake::{Lake, LakeError, LakeLock, Retired, State};

use crate::plan::below_root;

/// What became of files that the lake had superseded.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Superseded {
    /// How many were removed.
    pub removed: u64,
    /// How many are there still, for those who read an earlier version of the table.
    pub kept: u64,
}

/// For how long such files stay.
pub(crate) struct Keep {
    /// Since the table has stopped naming them.
    pub(crate) keep: Duration,
    /// What time it is, in milliseconds since 1970-01-01T00:00:00Z.
    pub(crate) now_ms: i64,
}

impl Keep {
    /// Lets files go that neither the lake nor its table name; `named` are those of the table, as
    /// its log calls them.
    pub(crate) fn sweep(
        &self,
        lake: &Lake,
        lock: &LakeLock,
        state: &State,
        named: &BTreeMap<String, Option<u64>>,
    ) -> Result<Superseded, LakeError> {
        let current: BTreeSet<&str> =
            state.files().into_iter().map(|current| current.file.path.as_str()).collect();
        let mut superseded = Superseded::default();
        for retired in lake.retired()? {
            let is_named = current.contains(retired.path.as_str())
                || named.contains_key(below_root(&retired.path));
            if !is_named && self.is_over(retired.unnamed_since_ms) {
                lake.remove_retired(lock, &retired.path)?;
                superseded.removed += 1;
                continue;
            }
            superseded.kept += u64::from(!is_named);
            // What is named again was not unnamed for long when it is so the next time.
            let unnamed_since_ms = match retired.unnamed_since_ms {
                _ if is_named => None,
                since => since.or(Some(self.now_ms)),
            };
            if unnamed_since_ms != retired.unnamed_since_ms {
                lake.note_retired(lock, &Retired { unnamed_since_ms, ..retired })?;
            }
        }
        Ok(superseded)
    }

    fn is_over(&self, unnamed_since_ms: Option<i64>) -> bool {
        let for_ms = self.now_ms.saturating_sub(unnamed_since_ms.unwrap_or(self.now_ms));
        // A clock that was set back keeps files, and loses none.
        u64::try_from(for_ms).is_ok_and(|for_ms| u128::from(for_ms) >= self.keep.as_millis())
    }
}
