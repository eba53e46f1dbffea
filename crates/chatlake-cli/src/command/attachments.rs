//! `chatlake attachments`.

use std::time::{Duration, Instant};

use chatlake_sync::{Attachments, AttachmentsOutcome, Run};
use serde::Serialize;

use super::print_json;
use super::supply::{Halt, Job, Teller, told};
use crate::args::AttachmentArgs;
use crate::console::Console;
use crate::exit::Exit;
use crate::failure::{Failure, chain};
use crate::screen::{bytes, count, plural, seconds};

/// Fetches the attachments of archived messages.
pub(super) fn run(args: &AttachmentArgs, console: &Console) -> Result<Exit, Failure> {
    let job = Job::of(&args.supply, console)?;
    let attachments =
        Attachments { kept: args.kept, max_bytes: args.max_size, retry_failed: args.retry_failed };
    let rate = args.supply.server.rate.get();
    let mut teller = Teller::new(*console, Halt::watch(*console)?, rate);
    let began = Instant::now();
    let run = Run {
        archive: &job.archive,
        client: &job.client,
        clock: &*job.clock,
        window: job.window,
        conversion: None,
        max_time: args.max_time,
    };
    let outcome = run.attachments(&attachments, &mut |seen| teller.see(seen));
    teller.finish();
    let (outcome, elapsed) = (outcome?, began.elapsed());
    tell(&outcome, elapsed, console);
    let exit = Exit::of(outcome.exit_code());
    if args.json {
        print_json(&Document::of(&job, &outcome, elapsed))?;
    }
    Ok(exit)
}

fn tell(outcome: &AttachmentsOutcome, elapsed: Duration, console: &Console) {
    if outcome.expired > 0 {
        let n = plural(outcome.expired, "attachment");
        console.error(&format!("{n} LOST: the server deleted them before they were fetched"));
    }
    if let Some(reason) = &outcome.first_failure {
        let n = plural(outcome.failed, "attachment");
        console.warn(&format!("{n} cannot be fetched; the first: {reason}"));
    }
    if let Some(error) = &outcome.failure {
        console.error(&told(error));
    }
    if outcome.is_interrupted {
        console.note("interrupted; the next run goes on from here");
    }
    let AttachmentsOutcome { fetched, bytes: n_bytes, shared, temporary, n_left, .. } = outcome;
    let mut line = format!("{} fetched ({})", plural(*fetched, "attachment"), bytes(*n_bytes));
    for (number, what) in [
        (shared, "in hand already under their hash"),
        (temporary, "failed in passing"),
        (n_left, "left for the next run"),
    ] {
        if *number > 0 {
            line.push_str(&format!(", {} {what}", count(*number)));
        }
    }
    console.note(&format!("{line}; {}", seconds(elapsed.as_secs_f64())));
}

/// What became of the attachments, for scripts.
#[derive(Serialize)]
struct Document {
    app: String,
    archive: String,
    media: String,
    fetched: u64,
    bytes: u64,
    shared: u64,
    expired: u64,
    failed: u64,
    first_failure: Option<String>,
    temporary: u64,
    left: u64,
    interrupted: bool,
    error: Option<String>,
    elapsed_s: f64,
    exit: u8,
}

impl Document {
    fn of(job: &Job, outcome: &AttachmentsOutcome, elapsed: Duration) -> Self {
        Self {
            app: job.client.app().to_string(),
            archive: job.archive.root().display().to_string(),
            media: job.archive.media_root().display().to_string(),
            fetched: outcome.fetched,
            bytes: outcome.bytes,
            shared: outcome.shared,
            expired: outcome.expired,
            failed: outcome.failed,
            first_failure: outcome.first_failure.clone(),
            temporary: outcome.temporary,
            left: outcome.n_left,
            interrupted: outcome.is_interrupted,
            error: outcome.failure.as_ref().map(|error| chain(error)),
            elapsed_s: elapsed.as_secs_f64(),
            exit: outcome.exit_code(),
        }
    }
}
