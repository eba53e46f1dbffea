//! The progress bar.

use std::sync::Arc;
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use chatlake_convert::{Plan, Progress};
use indicatif::{ProgressBar, ProgressStyle};

use crate::console::Console;
use crate::screen;

/// Draws how far a conversion is, while it goes on; draws nothing where nobody looks.
pub(super) struct Meter {
    running: Option<Running>,
}

struct Running {
    bar: ProgressBar,
    stop: Sender<()>,
    thread: JoinHandle<()>,
}

/// Lets others say something while the bar is drawn.
pub(super) struct Handle(Option<ProgressBar>);

const BAR: &str = "{bar:24} {percent:>3}%  {decimal_bytes} of {decimal_total_bytes}  \
                   {decimal_bytes_per_sec}  {msg}  {eta} left";
const SPINNER: &str = "{spinner} {decimal_bytes}  {decimal_bytes_per_sec}  {msg}";

impl Meter {
    /// Starts drawing. The end is known where all inputs know their size.
    pub(super) fn start(console: &Console, plan: &Plan, progress: Arc<Progress>) -> Self {
        if !console.has_bars() {
            return Self { running: None };
        }
        let sizes = plan.inputs.iter().map(|input| input.source.n_bytes());
        let total: Option<u64> = sizes.sum();
        let (bar, template) = match total {
            Some(total) => (ProgressBar::new(total), BAR),
            None => (ProgressBar::new_spinner(), SPINNER),
        };
        if let Ok(style) = ProgressStyle::with_template(template) {
            bar.set_style(style.progress_chars("=> "));
        }
        let n_inputs = plan.inputs.len();
        let (stop, stopped) = channel::<()>();
        let drawn = bar.clone();
        let thread = thread::spawn(move || {
            let started = Instant::now();
            let pause = Duration::from_millis(100);
            while let Err(RecvTimeoutError::Timeout) = stopped.recv_timeout(pause) {
                let elapsed_s = started.elapsed().as_secs_f64().max(1e-3);
                let records_s = (progress.records() as f64 / elapsed_s) as u64;
                let inputs = progress.inputs();
                drawn.set_message(format!(
                    "{} records/s  {inputs}/{n_inputs} inputs",
                    screen::count(records_s)
                ));
                let read = progress.bytes_in();
                drawn.set_position(total.map_or(read, |total| read.min(total)));
            }
        });
        Self { running: Some(Running { bar, stop, thread }) }
    }

    /// For those who want to say something in between.
    pub(super) fn handle(&self) -> Handle {
        Handle(self.running.as_ref().map(|running| running.bar.clone()))
    }

    /// Takes the bar off the screen.
    pub(super) fn finish(self) {
        if let Some(Running { bar, stop, thread }) = self.running {
            drop(stop);
            // A thread that only draws has nothing to tell.
            let _ = thread.join();
            bar.finish_and_clear();
        }
    }
}

impl Handle {
    /// Says something above the bar.
    pub(super) fn suspended(&self, say: impl FnOnce()) {
        match &self.0 {
            Some(bar) => bar.suspend(say),
            None => say(),
        }
    }
}
