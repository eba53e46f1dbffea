//! How far a day is.

use std::time::Instant;

use chatlake_lake::Day;
use chatlake_parquet::SortProgress;
use indicatif::{ProgressBar, ProgressStyle};

use crate::command::supply::Halt;
use crate::console::Console;

/// A bar on a terminal, and a clock.
pub(super) struct Bar {
    began: Instant,
    drawn: Option<ProgressBar>,
    day: Day,
    /// Rows and bytes of the files of the day.
    rows: u64,
    bytes: u64,
    /// Rows that were read, written and checked: all of them come by three times.
    done: u64,
    doing: &'static str,
}

const BAR: &str = "{bar:24} {percent:>3}%  {decimal_bytes} of {decimal_total_bytes}  \
                   {decimal_bytes_per_sec}  {msg}  {eta} left";
/// How often a row comes by.
const TIMES: u64 = 3;

impl Bar {
    pub(super) fn new(console: &Console, halt: &Halt, day: Day, rows: u64, bytes: u64) -> Self {
        let drawn = console.has_bars().then(|| {
            let bar = ProgressBar::new(bytes);
            if let Ok(style) = ProgressStyle::with_template(BAR) {
                bar.set_style(style.progress_chars("=> "));
            }
            halt.drawing(&bar);
            bar
        });
        Self { began: Instant::now(), drawn, day, rows, bytes, done: 0, doing: "" }
    }

    pub(super) fn add(&mut self, progress: SortProgress) {
        let (doing, rows) = match progress {
            SortProgress::Read(rows) => ("reading", rows),
            SortProgress::Written(rows) => ("writing", rows),
            SortProgress::Checked(rows) => ("checking", rows),
        };
        self.done += rows;
        let Some(bar) = &self.drawn else { return };
        if doing != self.doing {
            self.doing = doing;
            bar.set_message(format!("{}  {doing}", self.day));
        }
        let of = u128::from(self.rows.max(1) * TIMES);
        let bytes = u128::from(self.bytes) * u128::from(self.done) / of;
        bar.set_position(u64::try_from(bytes).unwrap_or(self.bytes));
    }

    /// Takes the bar off the screen; tells for how many seconds it was there.
    pub(super) fn finish(self) -> f64 {
        if let Some(bar) = self.drawn {
            bar.finish_and_clear();
        }
        self.began.elapsed().as_secs_f64()
    }
}
