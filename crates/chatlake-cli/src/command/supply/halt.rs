//! Ctrl-C: once finishes the hour in hand, twice stops.

use std::ops::ControlFlow;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use chatlake_convert::Progress;
use indicatif::ProgressBar;

use crate::console::Console;
use crate::failure::Failure;

/// How often somebody has asked to end, and what is to be told of it at once.
#[derive(Clone, Debug, Default)]
pub(in crate::command) struct Halt {
    n_signals: Arc<AtomicU32>,
    converting: Arc<Mutex<Option<Arc<Progress>>>>,
    bar: Arc<Mutex<Option<ProgressBar>>>,
}

impl Halt {
    /// From now on, signals that ask to end are counted.
    pub(in crate::command) fn watch(console: Console) -> Result<Self, Failure> {
        let halt = Self::default();
        let counted = halt.clone();
        let handler = move || match counted.n_signals.fetch_add(1, Ordering::SeqCst) {
            0 => counted.say(console, "finishing what is in hand; once more stops at once"),
            1 => {
                counted.say(console, "stopping; the next run goes on from here");
                if let Some(progress) = &*held(&counted.converting) {
                    progress.stop();
                }
            }
            // Whatever it hangs on cannot be asked.
            _ => std::process::exit(130),
        };
        ctrlc::set_handler(handler)
            .map_err(|error| Failure::usage(format!("failed to watch for signals: {error}")))?;
        Ok(halt)
    }

    /// Whether to go on where nothing is in hand.
    pub(in crate::command) fn between(&self) -> ControlFlow<()> {
        self.unless(1)
    }

    /// Whether to go on in the middle of something.
    pub(in crate::command) fn amid(&self) -> ControlFlow<()> {
        self.unless(2)
    }

    fn unless(&self, n_signals: u32) -> ControlFlow<()> {
        if self.n_signals.load(Ordering::SeqCst) >= n_signals {
            return ControlFlow::Break(());
        }
        ControlFlow::Continue(())
    }

    /// A conversion has begun, which asks nobody whether to go on.
    pub(in crate::command) fn converting(&self, progress: &Arc<Progress>) {
        *held(&self.converting) = Some(Arc::clone(progress));
        if self.amid().is_break() {
            progress.stop();
        }
    }

    /// A bar is drawn, which must not be written over.
    pub(in crate::command) fn drawing(&self, bar: &ProgressBar) {
        *held(&self.bar) = Some(bar.clone());
    }

    fn say(&self, console: Console, message: &str) {
        match &*held(&self.bar) {
            Some(bar) => bar.suspend(|| console.note(message)),
            None => console.note(message),
        }
    }
}

fn held<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
