//! When to ask again: decided by values, so that it can be tested without waiting.

mod after;

use std::time::Duration;

pub use after::RetryAfter;

/// How often and how long to ask again for what failed in passing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Policy {
    /// The pause after the first failure; each one after that is twice as long.
    pub first_pause: Duration,
    /// No pause of ours is longer than this.
    pub longest_pause: Duration,
    /// How many times something is asked in all, the first included.
    pub attempts: u32,
    /// How long all pauses together may take.
    pub budget: Duration,
}

impl Default for Policy {
    /// A second at first, a minute at most; eight attempts, within fifteen minutes.
    fn default() -> Self {
        Self {
            first_pause: Duration::from_secs(1),
            longest_pause: Duration::from_secs(60),
            attempts: 8,
            budget: Duration::from_secs(15 * 60),
        }
    }
}

/// What to do after a failure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decision {
    /// Ask again after this pause.
    Wait(Duration),
    /// The budget is spent, or what was asked for is beyond it.
    GiveUp,
}

impl Policy {
    /// Decides, after `failures` failures in a row (1 or more) and pauses of `waited` in all.
    ///
    /// `jitter` is from 0 to 1 and spreads the pause between half of it and all of it, so that
    /// those who failed together do not come back together. What the platform asks for is a lower
    /// bound.
    pub fn decide(
        &self,
        failures: u32,
        waited: Duration,
        asked: RetryAfter,
        jitter: f64,
    ) -> Decision {
        if failures >= self.attempts {
            return Decision::GiveUp;
        }
        let doublings = failures.saturating_sub(1).min(31);
        let pause = self.first_pause.saturating_mul(1 << doublings).min(self.longest_pause);
        let jitter = if jitter.is_finite() { jitter.clamp(0.0, 1.0) } else { 1.0 };
        let pause = pause.mul_f64(0.5 + jitter / 2.0);
        let pause = match asked {
            RetryAfter::In(asked) => pause.max(asked),
            RetryAfter::NotSaid => pause,
        };
        if waited.saturating_add(pause) > self.budget {
            return Decision::GiveUp;
        }
        Decision::Wait(pause)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const S: fn(u64) -> Duration = Duration::from_secs;

    #[test]
    fn pauses_double_up_to_the_longest_and_are_spread_over_their_second_half() {
        let policy = Policy { attempts: 100, ..Policy::default() };
        for (failures, jitter, expected) in [
            (1, 1.0, Duration::from_millis(1_000)),
            (1, 0.0, Duration::from_millis(500)),
            (2, 1.0, S(2)),
            (5, 1.0, S(16)),
            (7, 1.0, S(60)),
            (99, 1.0, S(60)),
            (99, 0.5, S(45)),
            (1, f64::NAN, S(1)),
        ] {
            let decision = policy.decide(failures, Duration::ZERO, RetryAfter::NotSaid, jitter);
            assert_eq!(decision, Decision::Wait(expected), "{failures} {jitter}");
        }
    }

    #[test]
    fn what_the_platform_asks_for_is_the_least() {
        let policy = Policy::default();
        for (asked, expected) in [(30, 30), (0, 1)] {
            let decision = policy.decide(1, Duration::ZERO, RetryAfter::In(S(asked)), 1.0);
            assert_eq!(decision, Decision::Wait(S(expected)));
        }
    }

    #[test]
    fn attempts_and_time_run_out() {
        let policy = Policy::default();
        for (failures, waited, asked, expected) in [
            (7, S(0), RetryAfter::NotSaid, Decision::Wait(S(60))),
            (8, S(0), RetryAfter::NotSaid, Decision::GiveUp),
            (1, S(899), RetryAfter::NotSaid, Decision::Wait(S(1))),
            (1, S(900), RetryAfter::NotSaid, Decision::GiveUp),
            (1, S(0), RetryAfter::In(S(3_600)), Decision::GiveUp),
            (1, Duration::MAX, RetryAfter::In(Duration::MAX), Decision::GiveUp),
        ] {
            assert_eq!(policy.decide(failures, waited, asked, 1.0), expected);
        }
    }
}
