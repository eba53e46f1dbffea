//! `chatlake sync`.

use std::time::Instant;

use chatlake_sync::Run;

use super::convert::warn_of_names;
use super::supply::{Halt, Job, Teller, conversion, report};
use crate::args::SyncArgs;
use crate::console::Console;
use crate::exit::Exit;
use crate::failure::Failure;

/// Fetches what is due and missing, and converts it.
pub(super) fn run(args: &SyncArgs, console: &Console) -> Result<Exit, Failure> {
    let job = Job::of(&args.supply, console)?;
    let conversion =
        if args.no_convert { None } else { Some(conversion(&args.conversion, &job.archive)?) };
    if let Some(conversion) = &conversion {
        warn_of_names(&conversion.options.projection, console);
    }
    let rate = args.supply.server.rate.get();
    let mut teller = Teller::new(*console, Halt::watch(*console)?, rate);
    let began = Instant::now();
    let Job { archive, client, clock, window } = &job;
    let run = Run {
        archive,
        client,
        clock: &**clock,
        window: *window,
        conversion: conversion.as_ref(),
        max_time: args.max_time,
    };
    let outcome = run.sync(&mut |seen| teller.see(seen));
    teller.finish();
    report(&job, &outcome?, conversion.as_ref(), began.elapsed(), args.json, console)
}
