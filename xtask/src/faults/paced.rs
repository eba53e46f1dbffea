//! A clock that the platform and every run begin at the same time by.

use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use chatlake_core::clock::{Clock, ScaledClock, SystemClock};
use jiff::Timestamp;

/// Time that runs fast from an instant on, and can be set to another.
#[derive(Debug)]
pub(super) struct Paced {
    text: Mutex<String>,
}

/// Fast enough that nobody waits for long, slow enough that no hour ends during a run.
const SPEED: u32 = 100;

impl Paced {
    /// Begins at an instant, milliseconds since the epoch.
    pub(super) fn new(ms: i64) -> Self {
        Self { text: Mutex::new(text(ms)) }
    }

    /// Goes on from another instant.
    pub(super) fn set(&self, ms: i64) {
        *self.text.lock().unwrap_or_else(PoisonError::into_inner) = text(ms);
    }

    /// As `CHATLAKE_CLOCK` has it.
    pub(super) fn text(&self) -> String {
        self.text.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

fn text(ms: i64) -> String {
    let iso = |ms| Timestamp::from_millisecond(ms).map(|at| at.to_string()).unwrap_or_default();
    format!("{}@{}*{SPEED}", iso(ms), iso(SystemClock.now_ms()))
}

impl Clock for Paced {
    fn now_ms(&self) -> i64 {
        self.text().parse::<ScaledClock>().map_or(0, |clock| clock.now_ms())
    }

    fn sleep(&self, duration: Duration) {
        thread::sleep(duration / SPEED);
    }
}
