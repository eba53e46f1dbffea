//! Puts finished files under their names, beside the work: waiting for a disk costs no worker.

use std::io;
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::{Scope, ScopedJoinHandle};

use crate::options::Existing;
use crate::output::{OutputFile, Publishing, remove};

/// The finished files of one input.
pub(crate) struct Publication {
    pub(crate) number: usize,
    pub(crate) output: OutputFile,
    pub(crate) rejects: Option<OutputFile>,
    /// Where rejects would be; an older file of them goes away when there are none.
    pub(crate) rejects_path: Option<PathBuf>,
    pub(crate) existing: Existing,
}

/// What was published for an input.
#[derive(Debug)]
pub(crate) struct Published {
    pub(crate) number: usize,
    pub(crate) path: PathBuf,
    pub(crate) outcome: io::Result<(Publishing, Option<PathBuf>)>,
}

impl Publication {
    /// Publishes rejects first: an output never stands without the rejects that belong to it.
    pub(crate) fn publish(self) -> Published {
        let Self { number, output, rejects, rejects_path, existing } = self;
        let path = output.path().to_owned();
        let outcome = (|| {
            if existing == Existing::Skip && output.path().exists() {
                // Its rejects are there as well, or it is not what was asked for.
                return Ok((output.publish(existing)?, None));
            }
            let rejects = publish_rejects(rejects, rejects_path, existing)?;
            Ok((output.publish(existing)?, rejects))
        })();
        Published { number, path, outcome }
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

/// A thread that publishes what it is sent.
pub(crate) struct Publisher<'scope> {
    queue: SyncSender<Publication>,
    thread: ScopedJoinHandle<'scope, Vec<Published>>,
}

/// Files that may wait for the disk.
const QUEUE: usize = 32;

impl<'scope> Publisher<'scope> {
    pub(crate) fn start(scope: &'scope Scope<'scope, '_>) -> Self {
        let (queue, publications): (_, Receiver<Publication>) = sync_channel(QUEUE);
        let thread =
            scope.spawn(move || publications.into_iter().map(Publication::publish).collect());
        Self { queue, thread }
    }

    /// Hands over the finished files of an input.
    pub(crate) fn send(&self, publication: Publication) {
        // The thread ends only after the queue has been closed.
        let _ = self.queue.send(publication);
    }

    /// Waits until everything is published.
    pub(crate) fn finish(self) -> Vec<Published> {
        drop(self.queue);
        self.thread.join().unwrap_or_default()
    }
}
