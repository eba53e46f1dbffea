//! What time it is.

use std::env;
use std::sync::Arc;

use chatlake_core::clock::{Clock, ManualClock, ScaledClock, SystemClock};

use crate::failure::Failure;

/// The variable that puts another clock in the place of the machine's, for rehearsals: tests and
/// the demo let days pass in seconds.
pub(crate) const VARIABLE: &str = "CHATLAKE_CLOCK";

/// The clock that everything goes by.
pub(crate) fn clock() -> Result<Arc<dyn Clock>, Failure> {
    let Some(text) = env::var(VARIABLE).ok().filter(|text| !text.is_empty()) else {
        return Ok(Arc::new(SystemClock));
    };
    match text.parse::<ScaledClock>() {
        Ok(clock) => Ok(Arc::new(clock)),
        Err(error) => Err(Failure::usage(format!("{VARIABLE}: {error}"))),
    }
}

/// The clock of what is written down. A build that is to come out the same every time says in
/// `SOURCE_DATE_EPOCH`, seconds since 1970, when it is.
pub(crate) fn for_stamps() -> Result<Arc<dyn Clock>, Failure> {
    let Some(text) = env::var("SOURCE_DATE_EPOCH").ok().filter(|text| !text.is_empty()) else {
        return clock();
    };
    let seconds: Option<i64> = text.parse().ok();
    match seconds.and_then(|seconds| seconds.checked_mul(1000)) {
        Some(ms) => Ok(Arc::new(ManualClock::new(ms))),
        None => Err(Failure::usage(format!(
            "SOURCE_DATE_EPOCH: `{text}` is no number of seconds since 1970"
        ))),
    }
}
