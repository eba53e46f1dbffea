//! The progress bar.

use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use chatlake_convert::Input;
use indicatif::{ProgressBar, ProgressStyle};

use crate::console::Console;
use crate::screen;

/// How far the work is.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Reading {
    /// Compressed bytes that were read.
    pub(crate) bytes_in: u64,
    /// Records that were read.
    pub(crate) records: u64,
    /// Inputs that have ended.
    pub(crate) inputs: u64,
}

/// Draws how far the work is, while it goes on; draws nothing where nobody looks.
pub(crate) struct Meter {
    running: Option<Running>,
}

struct Running {
    bar: ProgressBar,
    stop: Sender<()>,
    thread: JoinHandle<()>,
}

/// Lets others say something while the bar is drawn.
pub(crate) struct Handle(Option<ProgressBar>);

const BAR: &str = "{bar:24} {percent:>3}%  {decimal_bytes} of {decimal_total_bytes}  \
                   {decimal_bytes_per_sec}  {msg}  {eta} left";
const SPINNER: &str = "{spinner} {decimal_bytes}  {decimal_bytes_per_sec}  {msg}";

impl Meter {
    /// Starts drawing. The end is known where all inputs know their size.
    pub(crate) fn start(
        console: &Console,
        inputs: &[Input],
        read: impl Fn() -> Reading + Send + 'static,
    ) -> Self {
        if !console.has_bars() {
            return Self { running: None };
        }
        let sizes = inputs.iter().map(|input| input.source.n_bytes());
        let total: Option<u64> = sizes.sum();
        let (bar, template) = match total {
            Some(total) => (ProgressBar::new(total), BAR),
            None => (ProgressBar::new_spinner(), SPINNER),
        };
        if let Ok(style) = ProgressStyle::with_template(template) {
            bar.set_style(style.progress_chars("=> "));
        }
        let n_inputs = inputs.len();
        let (stop, stopped) = channel::<()>();
        let drawn = bar.clone();
        let thread = thread::spawn(move || {
            let started = Instant::now();
            let pause = Duration::from_millis(100);
            while let Err(RecvTimeoutError::Timeout) = stopped.recv_timeout(pause) {
                let Reading { bytes_in, records, inputs } = read();
                let records_s = records as f64 / started.elapsed().as_secs_f64().max(1e-3);
                drawn.set_message(format!(
                    "{} records/s  {inputs}/{n_inputs} inputs",
                    screen::count(records_s as u64)
                ));
                drawn.set_position(total.map_or(bytes_in, |total| bytes_in.min(total)));
            }
        });
        Self { running: Some(Running { bar, stop, thread }) }
    }

    /// For those who want to say something in between.
    pub(crate) fn handle(&self) -> Handle {
        Handle(self.running.as_ref().map(|running| running.bar.clone()))
    }

    /// Takes the bar off the screen.
    pub(crate) fn finish(self) {
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
    pub(crate) fn suspended<R>(&self, say: impl FnOnce() -> R) -> R {
        match &self.0 {
            Some(bar) => bar.suspend(say),
            None => say(),
        }
    }
}
