//! Puts finished files under their names, beside the work: waiting for a disk costs no worker.

use std::io;
use std::panic::resume_unwind;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::{Scope, ScopedJoinHandle};

use super::Failure;
use super::ledger::Ledger;
use crate::existing::OTHERWISE_MADE;
use crate::options::Existing;
use crate::output::{OutputFile, Publishing, remove};
use crate::report::{Cause, InputReport, OutputReport, Status};

/// The finished files of one input.
pub(crate) struct Publication {
    pub(crate) number: usize,
    /// All that is to be said of the input but what comes of publishing.
    pub(crate) report: InputReport,
    pub(crate) output: OutputFile,
    pub(crate) keys: Option<OutputFile>,
    pub(crate) rejects: Option<OutputFile>,
    /// Where rejects would be; an older file of them goes away when there are none.
    pub(crate) rejects_path: Option<PathBuf>,
    pub(crate) existing: Existing,
}

impl Publication {
    /// Publishes rejects and keys first: an output never stands without what belongs to it.
    /// Yields the final report.
    pub(crate) fn publish(self) -> InputReport {
        let Self { report, output, keys, rejects, rejects_path, existing, .. } = self;
        let path = output.path().to_owned();
        let outcome = (|| {
            if existing == Existing::Skip && output.path().exists() {
                return Ok((compare(output, rejects, rejects_path)?, None, None));
            }
            let rejects_path = publish_rejects(rejects, rejects_path, existing)?;
            let keys_path = keys.map(publish_keys).transpose()?;
            Ok((output.publish(existing)?, rejects_path, keys_path))
        })();
        match outcome {
            Ok((publishing, rejects_path, keys_path)) => {
                let report = completed(report, &publishing, &path);
                if !report.is_published() {
                    return report;
                }
                let text = |path: PathBuf| path.to_string_lossy().into_owned();
                let (rejects_path, keys_path) = (rejects_path.map(text), keys_path.map(text));
                InputReport { rejects_path, keys_path, ..report }
            }
            Err(error) => {
                let Failure { cause, message } = Failure::io("publish the output", &error);
                report.undone(Status::Failed, cause, Some(message))
            }
        }
    }
}

/// The report of an input, with what came of publishing its output.
pub(crate) fn completed(
    mut report: InputReport,
    publishing: &Publishing,
    path: &Path,
) -> InputReport {
    match publishing {
        Publishing::Done(file) => {
            report.outputs.push(OutputReport {
                path: file.path.to_string_lossy().into_owned(),
                rows: report.counts.rows,
                bytes: Some(file.bytes),
                sha256: Some(file.sha256.clone()),
            });
            report
        }
        Publishing::WasThere { rejects } => {
            let n_rejects = report.counts.rejects;
            let report = report.undone(Status::Skipped, Cause::None, None);
            match rejects {
                Some(path) if n_rejects > 0 => InputReport {
                    rejects_path: Some(path.to_string_lossy().into_owned()),
                    warnings: vec![
                        "its rejects were not beside its output, and are now".to_owned(),
                    ],
                    cause: Cause::Warnings,
                    ..report
                },
                _ => report,
            }
        }
        Publishing::InTheWay => {
            let message = format!("`{}` {OTHERWISE_MADE}", path.display());
            report.undone(Status::Failed, Cause::Usage, Some(message))
        }
    }
}

/// Compares an output with the one that is there. Rejects that are not there as well, but belong to
/// it, are published.
pub(crate) fn compare(
    output: OutputFile,
    rejects: Option<OutputFile>,
    rejects_path: Option<PathBuf>,
) -> io::Result<Publishing> {
    let publishing = output.publish(Existing::Skip)?;
    match (publishing, rejects) {
        (Publishing::WasThere { .. }, Some(rejects)) if !rejects.is_there()? => {
            let rejects = publish_rejects(Some(rejects), rejects_path, Existing::Skip)?;
            Ok(Publishing::WasThere { rejects })
        }
        (publishing, _) => Ok(publishing),
    }
}

/// Publishes a file of rejects in place of an older one, and removes that one if there are none.
pub(crate) fn publish_rejects(
    rejects: Option<OutputFile>,
    path: Option<PathBuf>,
    existing: Existing,
) -> io::Result<Option<PathBuf>> {
    match (rejects, path) {
        (Some(rejects), path) if rejects.n_bytes() > 0 => {
            rejects.publish(Existing::Overwrite)?;
            Ok(path)
        }
        (_, Some(path)) if existing == Existing::Overwrite => {
            remove(&path)?;
            Ok(None)
        }
        _ => Ok(None),
    }
}

/// Publishes a file of keys in place of an older one, which belongs to no output.
fn publish_keys(keys: OutputFile) -> io::Result<PathBuf> {
    let path = keys.path().to_owned();
    keys.publish(Existing::Overwrite)?;
    Ok(path)
}

/// A thread that publishes what it is sent, and closes the reports.
pub(crate) struct Publisher<'scope> {
    queue: SyncSender<Publication>,
    thread: ScopedJoinHandle<'scope, ()>,
}

/// Files that may wait for the disk.
const QUEUE: usize = 32;

impl<'scope> Publisher<'scope> {
    pub(crate) fn start(scope: &'scope Scope<'scope, '_>, ledger: &'scope Ledger<'scope>) -> Self {
        let (queue, publications): (_, Receiver<Publication>) = sync_channel(QUEUE);
        let thread = scope.spawn(move || {
            for publication in publications {
                ledger.close(publication.number, publication.publish());
            }
        });
        Self { queue, thread }
    }

    /// Hands over the finished files of an input.
    pub(crate) fn send(&self, publication: Publication) {
        // The thread ends only after the queue has been closed, or by a panic that is passed on.
        let _ = self.queue.send(publication);
    }

    /// Waits until everything is published.
    pub(crate) fn finish(self) {
        drop(self.queue);
        if let Err(panic) = self.thread.join() {
            resume_unwind(panic);
        }
    }
}
