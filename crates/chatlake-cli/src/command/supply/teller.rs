//! What a run tells while it goes on: a bar on a terminal, lines elsewhere.

use std::ops::ControlFlow;
use std::time::{Duration, Instant};

use chatlake_core::Hour;
use chatlake_fetch::{Event, Wait};
use chatlake_sync::{Seen, What};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::halt::Halt;
use super::what::{detail, is_worth_it, level, name};
use crate::console::{Console, Level};
use crate::screen::{bytes, plural, rate, span};

/// Tells of a run, and ends it when that is asked for.
pub(in crate::command) struct Teller {
    console: Console,
    halt: Halt,
    /// Calls a minute.
    rate: u32,
    /// None where nobody looks.
    bar: Option<ProgressBar>,
    /// Bytes of what has ended.
    n_before: u64,
    /// Since attachments are fetched, of which each is too small to be told of.
    attaching: Option<Instant>,
    /// Of the hour in hand.
    load: Option<Load>,
    has_told_of_wait: bool,
}

/// A file on its way.
struct Load {
    since: Instant,
    /// What an earlier run had left.
    from: u64,
    done: u64,
}

const BAR: &str = "{bar:24} {pos}/{len} hours  {prefix}{wide_msg}";

impl Teller {
    pub(in crate::command) fn new(console: Console, halt: Halt, rate: u32) -> Self {
        Self {
            console,
            halt,
            rate,
            bar: None,
            n_before: 0,
            attaching: None,
            load: None,
            has_told_of_wait: false,
        }
    }

    /// Told of everything that a run comes to.
    pub(in crate::command) fn see(&mut self, seen: &Seen<'_>) -> ControlFlow<()> {
        match seen {
            Seen::Planned { n_hours, at_least, n_conversions } => {
                self.plan(*n_hours, *at_least, *n_conversions);
            }
            Seen::Begins { hour } => {
                self.load = None;
                self.has_told_of_wait = false;
                self.show(&format!("{hour}"));
                return self.halt.between();
            }
            Seen::Fetching { hour, event } => return self.fetching(*hour, event),
            Seen::Converting { hour, progress } => {
                self.halt.converting(progress);
                self.show(&format!("{hour}  converting"));
            }
            Seen::Ended { hour, what } => self.ended(*hour, what),
            Seen::Attachment { done, total } => {
                self.attachment(*done, *total);
                return self.halt.between();
            }
            _ => {}
        }
        self.halt.amid()
    }

    /// Takes the bar off the screen.
    pub(in crate::command) fn finish(self) {
        if let Some(bar) = self.bar {
            bar.finish_and_clear();
        }
    }

    fn plan(&mut self, n_hours: usize, at_least: Duration, n_conversions: usize) {
        let n = n_hours as u64;
        if n > u64::from(self.rate) {
            let minutes = at_least.as_secs_f64() / 60.0;
            self.console.note(&format!(
                "{} need {n} calls, {} a minute: at least {minutes:.1} minutes",
                plural(n, "hour"),
                self.rate
            ));
        }
        if n_conversions > 0 {
            let waiting = plural(n_conversions as u64, "hour");
            self.console.say(Level::Debug, None, &format!("{waiting} wait for conversion"));
        }
        if n_hours > 0 {
            self.start(n, BAR);
        }
    }

    /// How much longer it takes at least, if the rate decides.
    fn foretell(&self, bar: &ProgressBar) {
        let n_left = bar.length().unwrap_or_default().saturating_sub(bar.position());
        let beyond = n_left.saturating_sub(u64::from(self.rate));
        // The calls of this minute may be free.
        let left_ms = i64::try_from(beyond * 60_000 / u64::from(self.rate)).unwrap_or(i64::MAX);
        let prefix =
            if beyond > 0 { format!("{} left at least  ", span(left_ms)) } else { String::new() };
        bar.set_prefix(prefix);
    }

    fn start(&mut self, length: u64, template: &str) {
        if !self.console.has_bars() {
            return;
        }
        let target = ProgressDrawTarget::stderr();
        let bar = ProgressBar::with_draw_target(Some(length), target);
        if let Ok(style) = ProgressStyle::with_template(template) {
            bar.set_style(style.progress_chars("=> "));
        }
        bar.enable_steady_tick(Duration::from_millis(200));
        self.halt.drawing(&bar);
        self.bar = Some(bar);
    }

    fn fetching(&mut self, hour: Hour, event: &Event) -> ControlFlow<()> {
        match event {
            Event::Waiting { why, left } => {
                let left_ms = i64::try_from(left.as_millis()).unwrap_or(i64::MAX);
                let waits = format!("waits {}: {why}", span(left_ms));
                let short = match why {
                    Wait::RateLimit => "for the rate limit",
                    Wait::TokenInterval => "before it asks for a token",
                    _ => "after a failure",
                };
                self.show(&format!("{hour}  waits {} {short}", span(left_ms)));
                let is_long = *why != Wait::Backoff && left_ms >= 5000;
                if is_long && self.bar.is_none() && !self.has_told_of_wait {
                    self.has_told_of_wait = true;
                    self.say(Level::Info, hour, &waits);
                }
                // Nothing is in hand that could be finished soon.
                return self.halt.between();
            }
            Event::Bytes { done, total } => {
                let since = Instant::now();
                let load = self.load.get_or_insert(Load { since, from: *done, done: *done });
                load.done = *done;
                if self.attaching.is_some() {
                    return self.halt.amid();
                }
                let speed = rate(*done - load.from.min(*done), load.since.elapsed().as_secs_f64());
                let of = total.map(|total| format!(" of {}", bytes(total))).unwrap_or_default();
                let all = bytes(self.n_before + done);
                self.show(&format!("{hour}  {}{of}  {speed}  {all} in all", bytes(*done)));
            }
            Event::Retrying { failures, reason } => {
                self.load = None;
                let tries = plural(u64::from(*failures), "time");
                self.say(Level::Debug, hour, &format!("failed {tries}, tried again: {reason}"));
            }
            Event::NewTicket => {
                self.say(Level::Debug, hour, "its url has expired, asked for another one");
            }
            _ => {}
        }
        self.halt.amid()
    }

    fn ended(&mut self, hour: Hour, what: &What) {
        if let What::Fetched { bytes } | What::Replaced { bytes } = what {
            self.n_before += bytes;
        }
        if let Some(bar) = &self.bar
            && !matches!(what, What::InHand)
        {
            bar.inc(1);
            self.foretell(bar);
        }
        // A bar tells what goes well.
        if self.bar.is_some() && !is_worth_it(what) && !self.console.tells(Level::Debug) {
            return;
        }
        let word = format!("{:<11}", name(what));
        let rest = detail(what).map(|detail| format!("  {detail}")).unwrap_or_default();
        let line = || {
            if self.console.is_text() {
                self.console.lay_out(level(what), &word, &format!("  {hour}{rest}"));
            } else {
                let says = format!("{}{rest}", name(what));
                self.console.say(level(what), Some(&hour.to_string()), &says);
            }
        };
        self.suspended(line);
    }

    fn attachment(&mut self, done: usize, total: usize) {
        if self.bar.is_none() {
            self.start(total as u64, "{bar:24} {pos}/{len} attachments  {wide_msg}");
        }
        let load = self.load.take();
        self.n_before += load.map_or(0, |load| load.done - load.from.min(load.done));
        let began = *self.attaching.get_or_insert_with(Instant::now);
        if let Some(bar) = &self.bar {
            bar.set_position(done as u64);
        }
        let speed = rate(self.n_before, began.elapsed().as_secs_f64());
        self.show(&format!("{}  {speed}", bytes(self.n_before)));
    }

    fn show(&self, message: &str) {
        if let Some(bar) = &self.bar {
            bar.set_message(message.to_owned());
        }
    }

    fn say(&self, level: Level, hour: Hour, message: &str) {
        self.suspended(|| self.console.say(level, Some(&hour.to_string()), message));
    }

    fn suspended(&self, say: impl FnOnce()) {
        match &self.bar {
            Some(bar) => bar.suspend(say),
            None => say(),
        }
    }
}
