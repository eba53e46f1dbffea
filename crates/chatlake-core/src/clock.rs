//! Time as a value: every deadline, age and expiry comes from a clock that is handed in.
//!
//! The command runs by [`SystemClock`]. Tests run by [`ManualClock`], in which sleeping takes no
//! time; rehearsals of whole processes by [`ScaledClock`], in which a day passes in minutes and
//! all processes agree on what time it is.

use std::fmt;
use std::str::FromStr;
use std::sync::atomic::{AtomicI64, Ordering};
use std::thread;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use jiff::Timestamp;

/// Tells the time and lets it pass.
pub trait Clock: Send + Sync + fmt::Debug {
    /// Milliseconds since 1970-01-01T00:00:00Z. May go back when somebody sets the clock.
    fn now_ms(&self) -> i64;

    /// Returns when this much time has passed by this clock.
    fn sleep(&self, duration: Duration);
}

/// The clock of the machine.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now_ms(&self) -> i64 {
        match SystemTime::now().duration_since(UNIX_EPOCH) {
            Ok(after) => ms(after),
            Err(before) => -ms(before.duration()),
        }
    }

    fn sleep(&self, duration: Duration) {
        thread::sleep(duration);
    }
}

/// A clock that runs beside that of the machine, at another speed.
///
/// Its text is `VIRTUAL@REAL*SPEED`: when the machine said `REAL` it was `VIRTUAL`, and time runs
/// `SPEED` times as fast since.
///
/// ```
/// use chatlake_core::clock::{Clock, ScaledClock};
///
/// let clock: ScaledClock = "2026-11-20T09:00:00Z@2026-11-23T02:00:00Z*600".parse()?;
/// assert!(clock.now_ms() != 0);
/// # Ok::<(), chatlake_core::clock::UnknownClock>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ScaledClock {
    virtual_ms: i64,
    real_ms: i64,
    speed: f64,
}

impl ScaledClock {
    /// What it says when the machine says `real_ms`.
    fn at(&self, real_ms: i64) -> i64 {
        let passed = real_ms.saturating_sub(self.real_ms) as f64 * self.speed;
        self.virtual_ms.saturating_add(passed as i64)
    }
}

impl Clock for ScaledClock {
    fn now_ms(&self) -> i64 {
        self.at(SystemClock.now_ms())
    }

    fn sleep(&self, duration: Duration) {
        thread::sleep(duration.div_f64(self.speed));
    }
}

/// A text that describes no clock.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{0}` is no clock: write VIRTUAL@REAL*SPEED, such as 2026-11-20T09:00:00Z@2026-11-23T02:00:00Z*600, with a speed from 0.001 to 1000000"
)]
pub struct UnknownClock(pub String);

impl FromStr for ScaledClock {
    type Err = UnknownClock;

    fn from_str(text: &str) -> Result<Self, UnknownClock> {
        let parse = || {
            let (virtual_time, rest) = text.split_once('@')?;
            let (real_time, speed) = rest.split_once('*')?;
            let instant = |text: &str| Some(text.parse::<Timestamp>().ok()?.as_millisecond());
            // Beyond these bounds a sleep would be nothing, or for ever.
            let speed = speed.parse().ok().filter(|speed| (0.001..=1e6).contains(speed))?;
            Some(Self { virtual_ms: instant(virtual_time)?, real_ms: instant(real_time)?, speed })
        };
        parse().ok_or_else(|| UnknownClock(text.to_owned()))
    }
}

/// A clock that stands still until somebody moves it, or sleeps.
#[derive(Debug)]
pub struct ManualClock {
    now_ms: AtomicI64,
}

impl ManualClock {
    /// Stands at an instant, milliseconds since the epoch.
    pub fn new(now_ms: i64) -> Self {
        Self { now_ms: AtomicI64::new(now_ms) }
    }

    /// Moves it on.
    pub fn advance(&self, duration: Duration) {
        self.now_ms.fetch_add(ms(duration), Ordering::SeqCst);
    }

    /// Sets it, back too.
    pub fn set(&self, now_ms: i64) {
        self.now_ms.store(now_ms, Ordering::SeqCst);
    }
}

impl Clock for ManualClock {
    fn now_ms(&self) -> i64 {
        self.now_ms.load(Ordering::SeqCst)
    }

    /// Returns at once, that much later.
    fn sleep(&self, duration: Duration) {
        self.advance(duration);
    }
}

/// Whole milliseconds, rounded up, so that nobody who sleeps wakes too early.
fn ms(duration: Duration) -> i64 {
    i64::try_from(duration.as_nanos().div_ceil(1_000_000)).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scaled_clock_runs_as_fast_as_its_text_says() {
        let clock: ScaledClock = "2018-11-27T09:00:00Z@2026-11-23T02:00:00Z*600".parse().unwrap();
        let (then, now) = (1_543_309_200_000, 1_795_399_200_000);
        for (real, expected) in
            [(now, then), (now + 1_000, then + 600_000), (now - 1_000, then - 600_000)]
        {
            assert_eq!(clock.at(real), expected, "{real}");
        }
    }

    #[test]
    fn a_slow_clock_and_offsets_are_fine() {
        let clock: ScaledClock =
            "2018-11-27T17:00:00+08:00@1970-01-01T00:00:00Z*0.5".parse().unwrap();
        assert_eq!(clock.at(2_000), 1_543_309_200_000 + 1_000);
    }

    #[test]
    fn what_is_no_clock_is_refused() {
        for text in [
            "",
            "now",
            "2026-11-20T09:00:00Z",
            "2026-11-20T09:00:00Z@2026-11-23T02:00:00Z",
            "2026-11-20T09:00:00Z@2026-11-23T02:00:00Z*0",
            "2026-11-20T09:00:00Z@2026-11-23T02:00:00Z*-1",
            "2026-11-20T09:00:00Z@2026-11-23T02:00:00Z*NaN",
            "2026-11-20T09:00:00Z@2026-11-23T02:00:00Z*inf",
            "2026-11-20@2026-11-23T02:00:00Z*1",
        ] {
            assert_eq!(text.parse::<ScaledClock>(), Err(UnknownClock(text.to_owned())), "{text}");
        }
    }

    #[test]
    fn a_manual_clock_moves_when_told_and_when_somebody_sleeps() {
        let clock = ManualClock::new(1_000);
        clock.sleep(Duration::from_secs(2));
        clock.advance(Duration::from_nanos(1));
        assert_eq!(clock.now_ms(), 3_001);
        clock.set(5);
        assert_eq!(clock.now_ms(), 5);
    }
}
