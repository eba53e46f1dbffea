//! How often something may be asked for, counted by all processes together.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use chatlake_core::clock::Clock;
use serde::{Deserialize, Serialize};

use crate::error::Error;
use crate::event::{Wait, Watch, wait};
use crate::state::{Durability, StateFile, Stored};

/// So many calls in so long.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rate {
    /// How many calls, 1 or more.
    pub calls: u32,
    /// In any stretch of this length.
    pub per: Duration,
}

impl Rate {
    /// What the platform allows for hours: 10 a minute.
    pub const HOURS: Rate = Rate::per_minute(10);
    /// What it allows for attachments: 100 a second.
    pub const ATTACHMENTS: Rate = Rate { calls: 100, per: Duration::from_secs(1) };

    /// So many a minute.
    pub const fn per_minute(calls: u32) -> Self {
        Self { calls, per: Duration::from_secs(60) }
    }

    /// How long so many calls take one after the other: 72 hours at 10 a minute take 7.2 minutes.
    pub fn time_for(self, calls: u64) -> Duration {
        self.per.mul_f64(calls as f64 / f64::from(self.calls.max(1)))
    }
}

/// Lets calls through no faster than a rate, whoever makes them.
///
/// A call counts from its end, because when it reached the platform nobody here knows: so in no
/// stretch of the length of [`Rate::per`] does the platform see more of them than allowed. The
/// calls are kept in a file, and all threads and processes that use the file share the rate.
#[derive(Debug)]
pub struct Limiter {
    file: StateFile,
    rate: Rate,
    clock: Arc<dyn Clock>,
}

/// A call that was let through; it counts from when this is dropped.
#[derive(Debug)]
pub struct Slot<'a> {
    limiter: &'a Limiter,
    id: u64,
}

#[derive(Debug, Default, Deserialize, Serialize)]
struct Calls {
    next_id: u64,
    calls: Vec<Call>,
}

#[derive(Clone, Copy, Debug, Deserialize, Serialize)]
struct Call {
    id: u64,
    at_ms: i64,
}

impl Limiter {
    /// Shares the calls in the file `path`, whose folder is made if it is missing.
    ///
    /// # Errors
    ///
    /// The folder cannot be made.
    pub fn new(path: &Path, rate: Rate, clock: Arc<dyn Clock>) -> Result<Self, Error> {
        let rate = Rate { calls: rate.calls.max(1), ..rate };
        Ok(Self { file: StateFile::new(path)?, rate, clock })
    }

    /// How often it lets calls through.
    pub fn rate(&self) -> Rate {
        self.rate
    }

    /// Waits until one more call may be made.
    ///
    /// # Errors
    ///
    /// The file cannot be used, or the caller wants to stop.
    pub fn acquire(&self, watch: &mut Watch<'_>) -> Result<Slot<'_>, Error> {
        loop {
            match self.try_acquire()? {
                Ok(slot) => return Ok(slot),
                Err(left) => wait(&*self.clock, left, Wait::RateLimit, watch)?,
            }
        }
    }

    /// A slot, or how long to wait for one.
    fn try_acquire(&self) -> Result<Result<Slot<'_>, Duration>, Error> {
        let locked = self.file.lock()?;
        let now_ms = self.clock.now_ms();
        let mut calls = match locked.read()? {
            Stored::There(calls) => calls,
            Stored::Absent => Calls::default(),
            // Nobody knows what was in it, so all calls may have been made just now.
            Stored::Unreadable => self.all_made(now_ms),
        };
        let per_ms = i64::try_from(self.rate.per.as_millis()).unwrap_or(i64::MAX);
        for call in &mut calls.calls {
            // From the future, if the clock was set back.
            call.at_ms = call.at_ms.min(now_ms);
        }
        calls.calls.retain(|call| now_ms.saturating_sub(call.at_ms) < per_ms);
        calls.calls.sort_by_key(|call| call.at_ms);
        let n_free_at = calls.calls.len().checked_sub(self.rate.calls as usize);
        if let Some(call) = n_free_at.and_then(|n| calls.calls.get(n)) {
            let left_ms = call.at_ms.saturating_add(per_ms).saturating_sub(now_ms).max(1);
            locked.write(&calls, Durability::Process)?;
            return Ok(Err(Duration::from_millis(left_ms.unsigned_abs())));
        }
        let id = calls.next_id;
        calls.next_id = id.wrapping_add(1);
        calls.calls.push(Call { id, at_ms: now_ms });
        locked.write(&calls, Durability::Process)?;
        Ok(Ok(Slot { limiter: self, id }))
    }

    fn all_made(&self, now_ms: i64) -> Calls {
        let calls = (0..u64::from(self.rate.calls)).map(|id| Call { id, at_ms: now_ms }).collect();
        Calls { next_id: u64::from(self.rate.calls), calls }
    }

    /// Counts a call from now on. A failure leaves it counted from its beginning.
    fn end(&self, id: u64) -> Result<(), Error> {
        let locked = self.file.lock()?;
        let Stored::There(mut calls) = locked.read::<Calls>()? else {
            return Ok(());
        };
        let now_ms = self.clock.now_ms();
        match calls.calls.iter_mut().find(|call| call.id == id) {
            Some(call) => call.at_ms = now_ms,
            // It took longer than the stretch, and was forgotten meanwhile.
            None => calls.calls.push(Call { id, at_ms: now_ms }),
        }
        locked.write(&calls, Durability::Process)
    }
}

impl Drop for Slot<'_> {
    fn drop(&mut self) {
        // Nobody is there to be told, and the call stays counted.
        let _ = self.limiter.end(self.id);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn so_many_calls_take_so_long() {
        for (calls, seconds) in [(0, 0), (1, 6), (10, 60), (72, 432)] {
            assert_eq!(Rate::HOURS.time_for(calls), Duration::from_secs(seconds), "{calls}");
        }
    }
}
