//! What callers are told while they wait, and how they stop it.

use std::fmt;
use std::ops::ControlFlow;
use std::time::Duration;

use chatlake_core::clock::Clock;

use crate::error::Error;

/// Told while something goes on; [`ControlFlow::Break`] ends it with [`Error::Interrupted`], and
/// what was downloaded stays, to be resumed.
pub type Watch<'a> = dyn FnMut(&Event) -> ControlFlow<()> + 'a;

/// A watch that lets everything pass.
pub fn unwatched(_: &Event) -> ControlFlow<()> {
    ControlFlow::Continue(())
}

/// Something that goes on.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Event {
    /// Nothing happens for so long. Told again about every half second, with what is left.
    Waiting {
        /// Why.
        why: Wait,
        /// How much longer.
        left: Duration,
    },
    /// A file is on its way. Told for every piece, and first when it is known how far the last
    /// run came.
    Bytes {
        /// How many bytes are there.
        done: u64,
        /// How many it will be, where the server says.
        total: Option<u64>,
    },
    /// An attempt has failed in passing, and another one follows.
    Retrying {
        /// How many have failed.
        failures: u32,
        /// What happened, in words without secrets.
        reason: String,
    },
    /// The url of a file has expired, so another one is asked for.
    NewTicket,
}

/// Why nothing happens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Wait {
    /// The calls of this minute are used up.
    RateLimit,
    /// The last request for a token was too short a while ago.
    TokenInterval,
    /// An attempt failed.
    Backoff,
}

impl fmt::Display for Wait {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Wait::RateLimit => "the calls of this minute are used up",
            Wait::TokenInterval => "tokens must not be asked for too often",
            Wait::Backoff => "an attempt failed",
        })
    }
}

/// How long callers are left without a word.
const SLICE: Duration = Duration::from_millis(500);

/// Waits by the clock, telling about it.
pub(crate) fn wait(
    clock: &dyn Clock,
    duration: Duration,
    why: Wait,
    watch: &mut Watch<'_>,
) -> Result<(), Error> {
    let mut left = duration;
    while !left.is_zero() {
        tell(watch, &Event::Waiting { why, left })?;
        let slice = left.min(SLICE);
        clock.sleep(slice);
        left -= slice;
    }
    Ok(())
}

/// Tells, and ends if that is what the caller wants.
pub(crate) fn tell(watch: &mut Watch<'_>, event: &Event) -> Result<(), Error> {
    match watch(event) {
        ControlFlow::Continue(()) => Ok(()),
        ControlFlow::Break(()) => Err(Error::Interrupted),
    }
}

#[cfg(test)]
mod tests {
    use chatlake_core::clock::ManualClock;

    use super::*;

    #[test]
    fn a_wait_is_told_in_slices_and_can_be_broken() {
        let clock = ManualClock::new(0);
        let mut told = Vec::new();
        let mut watch = |event: &Event| {
            told.push(event.clone());
            if told.len() == 3 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        };
        let outcome = wait(&clock, Duration::from_secs(60), Wait::RateLimit, &mut watch);
        assert!(matches!(outcome, Err(Error::Interrupted)));
        assert_eq!(clock.now_ms(), 1_000);
        let left = Duration::from_secs(59);
        assert_eq!(told.last(), Some(&Event::Waiting { why: Wait::RateLimit, left }));
    }
}
