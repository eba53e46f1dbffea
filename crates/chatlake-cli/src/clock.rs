//! What time it is.

use std::env;
use std::sync::Arc;

use chatlake_core::clock::{Clock, ScaledClock, SystemClock};

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
