//! Committing, on a thread of its own: those who convert go on meanwhile.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};

use chatlake_convert::{Cause, InputReport, Progress, Status};
use chatlake_core::timestamp::write_iso;
use chatlake_store::StoreErrorKind;

use super::Work;
use super::report::Failed;
use crate::commit::{Committed, Committer, Rows, Staged};
use crate::error::LakeError;
use crate::lake::Lake;
use crate::lock::LakeLock;
use crate::manifest::Raw;
use crate::plan::Hour;
use crate::slot::Slot;

/// Commits what comes from a queue.
pub(super) struct Commits<'a> {
    pub(super) work: &'a Work<'a>,
    /// The slots that will come.
    pub(super) coming: Vec<Slot>,
    /// Those that are written once more although nothing about them has changed.
    pub(super) again: &'a BTreeSet<Slot>,
    pub(super) progress: &'a Progress,
}

/// What came of a slot.
pub(super) enum Outcome {
    Committed(Committed),
    Failed(Failed),
    /// It was not come to.
    Interrupted,
}

/// What was converted, or could not be.
pub(super) struct Converted {
    slot: Slot,
    file_name: String,
    report: InputReport,
}

/// Where converted slots wait.
pub(super) struct Queue(SyncSender<Converted>);

/// Slots that may wait to be committed; each has files in the staging folder.
const WAITING: usize = 8;

impl Queue {
    pub(super) fn new() -> (Self, Receiver<Converted>) {
        let (sender, receiver) = sync_channel(WAITING);
        (Self(sender), receiver)
    }

    /// Hands over what came of an hour; waits while too many wait.
    pub(super) fn send(&self, hour: &Hour, report: &InputReport) {
        let Some(slot) = hour.slot else { return };
        let file_name = hour.file_name().to_owned();
        // The thread ends only after the queue has been closed, or by a panic that is passed on.
        let _ = self.0.send(Converted { slot, file_name, report: report.clone() });
    }
}

impl<'a> Commits<'a> {
    /// Commits what comes, until nothing more does.
    pub(super) fn run(self, queue: Receiver<Converted>) -> BTreeMap<Slot, Outcome> {
        let mut outcomes = BTreeMap::new();
        let mut committer = None;
        let mut hopeless: Option<Failed> = None;
        for converted in queue {
            let slot = converted.slot;
            if !is_published(&converted.report) {
                self.left_out(slot, committer.as_mut());
                // Who was stopped for want of hope was not interrupted.
                if let (Cause::Interrupted, Some(failed)) = (converted.report.cause, &hopeless) {
                    outcomes.insert(slot, Outcome::Failed(failed.clone()));
                }
                continue;
            }
            let outcome = if let Some(failed) = &hopeless {
                Outcome::Failed(failed.clone())
            } else if self.progress.is_stopping() {
                Outcome::Interrupted
            } else {
                match self.commit(&mut committer, converted) {
                    Ok(committed) => Outcome::Committed(committed),
                    Err(error) => {
                        let failed = Failed::of(&error);
                        if is_hopeless(&error) {
                            hopeless = Some(failed.clone());
                            self.progress.stop();
                        }
                        Outcome::Failed(failed)
                    }
                }
            };
            outcomes.insert(slot, outcome);
        }
        outcomes
    }

    fn commit(
        &self,
        committer: &mut Option<Committer<'a>>,
        converted: Converted,
    ) -> Result<Committed, LakeError> {
        let staged = self.staged(converted)?;
        let committer = match committer {
            Some(committer) => committer,
            None => committer.insert(self.begin()?),
        };
        committer.commit(&staged)
    }

    /// Opens the lake, or makes it: there is something to put into it now.
    fn begin(&self) -> Result<Committer<'a>, LakeError> {
        let work = self.work;
        let lock = LakeLock::take(&work.acts)?;
        let lake = Lake::make(&work.acts, &lock, work.plan.terms())?;
        Ok(work.committer(lake, &self.coming, self.again))
    }

    /// A slot that was to come does not: what is in the lake of it stays, and is put in order.
    fn left_out(&self, slot: Slot, committer: Option<&mut Committer<'_>>) {
        if let Some(committer) = committer
            && committer.coming.remove(&slot)
        {
            // Its report is that of a failure already; the next run finds what is left to do.
            let _ = committer.mend(slot);
        }
    }

    /// What is to be committed, from what the engine says of it.
    fn staged(&self, converted: Converted) -> Result<Staged, LakeError> {
        let Converted { slot, file_name, report } = converted;
        let missing = |what: &str| LakeError::Unlike {
            path: file_name.clone(),
            why: format!("was converted without {what}"),
        };
        let output = report.outputs.first().ok_or_else(|| missing("rows"))?;
        let (Some(bytes), Some(sha256)) = (output.bytes, output.sha256.clone()) else {
            return Err(missing("a hash of its output"));
        };
        let input = report.input.as_ref().ok_or_else(|| missing("a hash"))?;
        Ok(Staged {
            slot,
            raw: Raw { file: file_name.clone(), sha256: input.sha256.clone(), bytes: input.bytes },
            rows: Rows { file: PathBuf::from(&output.path), rows: output.rows, bytes, sha256 },
            rejects: report.rejects_path.as_ref().map(PathBuf::from),
            keys: report.keys_path.as_ref().map(PathBuf::from).ok_or_else(|| missing("keys"))?,
            accounts: report.counts,
            salvaged: report.status == Status::Salvaged,
            converted: rfc3339(self.work.plan.asked.clock.now_ms()),
        })
    }
}

/// Whether the engine has made files of an input.
pub(super) fn is_published(report: &InputReport) -> bool {
    matches!(report.status, Status::Ok | Status::Warnings | Status::Salvaged)
}

/// Whether no other slot will fare better.
fn is_hopeless(error: &LakeError) -> bool {
    match error {
        LakeError::Another { .. } | LakeError::NoLake { .. } | LakeError::BadTerms { .. } => true,
        LakeError::Store(error) => matches!(
            error.kind(),
            StoreErrorKind::Credentials
                | StoreErrorKind::Denied
                | StoreErrorKind::NoBucket
                | StoreErrorKind::Settings
                | StoreErrorKind::Full
        ),
        _ => false,
    }
}

/// An instant, milliseconds since the epoch, to the second: `2018-11-27T09:00:00Z`.
fn rfc3339(ms: i64) -> String {
    let mut text = Vec::new();
    write_iso(ms.div_euclid(1000).saturating_mul(1_000_000), &mut text);
    let text = String::from_utf8_lossy(&text);
    text.replacen(".000000", "", 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_instant_is_told_to_the_second() {
        assert_eq!(rfc3339(1_543_309_200_999), "2018-11-27T09:00:00Z");
    }
}
