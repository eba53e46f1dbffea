//! When the files of hours are there.

use std::time::Duration;

use chatlake_core::Zone;
use chatlake_sync::Window;
use clap::Args;

use crate::args::duration::duration;
use crate::failure::Failure;

/// When the files of hours are there.
#[derive(Args, Debug)]
#[command(next_help_heading = "Hours")]
pub(crate) struct WindowArgs {
    /// How long the server keeps an hour, from its end: a matter of the plan
    #[arg(
        long,
        value_name = "TIME",
        env = "CHATLAKE_RETENTION",
        default_value = "72h",
        value_parser = duration
    )]
    pub(crate) retention: Duration,
    /// How long after its end an hour is asked for; 24h is kinder where volumes are large
    #[arg(
        long,
        value_name = "TIME",
        env = "CHATLAKE_AVAILABLE_AFTER",
        default_value = "1h",
        value_parser = duration
    )]
    pub(crate) available_after: Duration,
}

impl WindowArgs {
    /// As deadlines are reckoned, for hours that are named in a zone.
    pub(crate) fn window(&self, zone: Zone) -> Result<Window, Failure> {
        if self.available_after >= self.retention {
            return Err(Failure::usage(
                "nothing could ever be fetched: --available-after is not before --retention ends",
            ));
        }
        let usual = Window::new(zone);
        let settled = usual.settled.max(self.available_after);
        Ok(Window { zone, delay: self.available_after, settled, retention: self.retention })
    }
}
