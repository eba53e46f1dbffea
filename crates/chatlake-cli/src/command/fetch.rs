//! `chatlake fetch`.

use std::time::Instant;

use chatlake_core::Hour;
use chatlake_sync::{Refetch, Run};

use super::supply::{Halt, Job, Teller, report};
use crate::args::FetchArgs;
use crate::console::Console;
use crate::exit::Exit;
use crate::failure::Failure;

/// Fetches the hours that were named.
pub(super) fn run(args: &FetchArgs, console: &Console) -> Result<Exit, Failure> {
    let job = Job::of(&args.supply, console)?;
    let range = args.hours.range(&job.window, job.clock.now_ms())?;
    let (first, last) = (*range.start(), *range.end());
    let hours: Vec<Hour> = (0..=last.since(first)).map(|n| first.plus(n)).collect();
    let refetch = if args.refetch { Refetch::All } else { Refetch::Missing };
    let rate = args.supply.server.rate.get();
    let mut teller = Teller::new(*console, Halt::watch(*console)?, rate);
    let began = Instant::now();
    let Job { archive, client, clock, window } = &job;
    let run =
        Run { archive, client, clock: &**clock, window: *window, conversion: None, max_time: None };
    let outcome = run.fetch(&hours, refetch, &mut |seen| teller.see(seen));
    teller.finish();
    report(&job, &outcome?, None, began.elapsed(), args.json, console)
}
