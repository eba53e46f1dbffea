//! How often something happened lately.

use std::collections::VecDeque;
use std::time::Duration;

/// The instants of the last so many milliseconds.
#[derive(Debug, Default)]
pub(crate) struct Window {
    instants: VecDeque<i64>,
}

impl Window {
    /// Counts one more at `now_ms` and says how many there were within `span`, this one included.
    pub(crate) fn count(&mut self, now_ms: i64, span: Duration) -> u32 {
        let span_ms = i64::try_from(span.as_millis()).unwrap_or(i64::MAX);
        while self.instants.front().is_some_and(|at| now_ms - at >= span_ms) {
            self.instants.pop_front();
        }
        self.instants.push_back(now_ms);
        u32::try_from(self.instants.len()).unwrap_or(u32::MAX)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_older_than_the_span_counts_no_more() {
        let mut window = Window::default();
        let counts = [0, 10, 999, 1000, 1010, 5000]
            .map(|now_ms| window.count(now_ms, Duration::from_secs(1)));
        assert_eq!(counts, [1, 2, 3, 3, 3, 1]);
    }
}
