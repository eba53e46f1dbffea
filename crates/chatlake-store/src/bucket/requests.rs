//! Requests to a bucket, and when they are given up.

use std::fmt;
use std::future::Future;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, sync_channel};
use std::time::Duration;

use object_store::{ObjectStore, Result as Answer};
use tokio::task::AbortHandle;

use super::runtime::runtime;

/// How often somebody who waits looks whether it is still worth it.
const LOOK: Duration = Duration::from_millis(100);

/// Whether what is asked for is no longer wanted.
pub(crate) type IsOver = Arc<dyn Fn() -> bool + Send + Sync>;

/// The objects of a whole bucket, for those who can wait.
#[derive(Clone)]
pub(super) struct Requests {
    pub(super) objects: Arc<dyn ObjectStore>,
    pub(super) is_over: IsOver,
}

/// How a request failed.
#[derive(Debug)]
pub(super) enum Failed {
    /// As the store says.
    Store(object_store::Error),
    /// Nobody waits for it any longer.
    Over,
    /// It could not be made.
    Unmade(String),
}

impl Requests {
    /// Asks, and waits for the answer.
    pub(super) fn wait<T: Send + 'static, F: Future<Output = Answer<T>> + Send + 'static>(
        &self,
        ask: impl FnOnce(Arc<dyn ObjectStore>) -> F,
    ) -> Result<T, Failed> {
        self.begin(ask)?.wait()
    }

    /// Asks. The answer comes while the caller does other things.
    pub(super) fn begin<T: Send + 'static, F: Future<Output = Answer<T>> + Send + 'static>(
        &self,
        ask: impl FnOnce(Arc<dyn ObjectStore>) -> F,
    ) -> Result<Pending<T>, Failed> {
        let (sender, receiver) = sync_channel(1);
        let asked = ask(Arc::clone(&self.objects));
        let task = runtime().map_err(Failed::Unmade)?.spawn(async move {
            // If nobody waits for it any more, that is all.
            let _ = sender.send(asked.await);
        });
        let is_over = Arc::clone(&self.is_over);
        Ok(Pending { receiver, task: task.abort_handle(), is_over })
    }

    /// Asks for what must be tidied up, also when all is over, but not for long.
    pub(super) fn tidy<T: Send + 'static, F: Future<Output = Answer<T>> + Send + 'static>(
        &self,
        ask: impl FnOnce(Arc<dyn ObjectStore>) -> F,
    ) {
        const PATIENCE: Duration = Duration::from_secs(10);
        if let Ok(pending) = self.begin(ask) {
            let _ = pending.receiver.recv_timeout(PATIENCE);
        }
    }
}

impl fmt::Debug for Requests {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Requests(…)")
    }
}

/// An answer that is coming. Dropped, it is no longer asked for.
pub(super) struct Pending<T> {
    receiver: Receiver<Answer<T>>,
    task: AbortHandle,
    is_over: IsOver,
}

impl<T> Pending<T> {
    /// Waits until it is there.
    pub(super) fn wait(self) -> Result<T, Failed> {
        loop {
            match self.receiver.recv_timeout(LOOK) {
                Ok(answer) => return answer.map_err(Failed::Store),
                Err(RecvTimeoutError::Timeout) if (self.is_over)() => return Err(Failed::Over),
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => {
                    return Err(Failed::Unmade("the request ended without an answer".to_owned()));
                }
            }
        }
    }
}

impl<T> fmt::Debug for Pending<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Pending(…)")
    }
}

impl<T> Drop for Pending<T> {
    fn drop(&mut self) {
        self.task.abort();
    }
}
