//! What a run works with, from the arguments.

use std::sync::Arc;

use chatlake_core::clock::Clock;
use chatlake_fetch::Client;
use chatlake_sync::{Archive, Window};

use super::{is_in_the_open, key, options, zone};
use crate::args::SupplyArgs;
use crate::clock::clock;
use crate::console::Console;
use crate::failure::Failure;

/// What a run works with.
pub(in crate::command) struct Job {
    pub(in crate::command) archive: Archive,
    pub(in crate::command) client: Client,
    pub(in crate::command) clock: Arc<dyn Clock>,
    pub(in crate::command) window: Window,
}

impl Job {
    /// Everything that can be wrong with the arguments is found here, before anything is sent.
    pub(in crate::command) fn of(args: &SupplyArgs, console: &Console) -> Result<Self, Failure> {
        let archive = Archive::at(args.archive.folder()?);
        let options = options(args)?;
        let zone = zone(args.zone, &archive, &key(&options.app)?, &options.origin)?;
        let window = args.window.window(zone)?;
        if is_in_the_open(&options.origin) {
            console.warn(&format!(
                "{} is asked without encryption: anybody on the way can read the token",
                options.origin
            ));
        }
        let clock = clock()?;
        let client = Client::new(options, Arc::clone(&clock))?;
        Ok(Self { archive, client, clock, window })
    }
}
