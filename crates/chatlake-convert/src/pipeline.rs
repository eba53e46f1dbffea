//! From inputs to encoded jobs, in parallel and in order.
//!
//! A job is a block of some megabytes of one input. Workers take turns in reading: whoever holds
//! an input expands its next job, lets the input go, and parses and encodes what it has read
//! while others read on. So inflating, parsing and encoding overlap within one file as across
//! many, without a thread for each, and a single worker does everything in one loop.
//!
//! Finished jobs go to the [`Ordered`] consumer in the order of input and job, by whichever
//! worker brings the one that is due; the others go on, and leave it what they bring. At most a few jobs per worker are on
//! their way at any time, so memory does not depend on the inputs.

mod job;
mod ordered;
mod schedule;
mod within;

use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::Mutex;

pub(crate) use job::{Done, Encoded, Worker};
use ordered::{Delivered, Ordered};
pub(crate) use ordered::{Ending, Flow, Refusal, Writer};
use schedule::{Schedule, Task};

use chatlake_core::{Block, EncodeError};

use crate::admit::Keyed;
use crate::format::Writing;
use crate::input::{OpenInput, ReadOn};
use crate::options::{Dedup, Options};
use crate::plan::Input;
use crate::progress::Progress;

/// What the workers of one pass share.
pub(crate) struct Pass<'a, F> {
    pub(crate) format: &'a F,
    pub(crate) options: &'a Options,
    pub(crate) progress: &'a Progress,
    pub(crate) keyed: Keyed,
    /// Held by the worker that has a huge job in hand: one at a time is memory enough.
    pub(crate) huge: Mutex<()>,
    pub(crate) inputs: &'a [Input],
    /// Opens an input by its number, or says why not.
    pub(crate) open: &'a (dyn Fn(usize) -> Result<OpenInput, Ending> + Sync),
}

/// Runs every input through the workers and into the writer; returns the writer when all is done.
pub(crate) fn run<F: Writing, W: Writer<F>>(
    pass: &Pass<'_, F>,
    writer: W,
) -> Result<W, EncodeError> {
    let jobs = pass.options.jobs.get();
    let schedule = Schedule::new(pass.inputs.len(), jobs);
    let ordered = Ordered::new(&schedule, writer);
    if jobs == 1 {
        work(pass, &schedule, &ordered)?;
        return Ok(ordered.into_writer());
    }
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(jobs)
        .thread_name(|number| format!("chatlake-{number}"))
        .build()
        .map_err(|error| EncodeError::new("threads", error))?;
    let outcomes = pool.broadcast(|_| {
        let outcome = catch_unwind(AssertUnwindSafe(|| work(pass, &schedule, &ordered)));
        if !matches!(outcome, Ok(Ok(()))) {
            // The others would wait for ever for what this worker had in hand.
            schedule.stop();
        }
        outcome
    });
    for outcome in outcomes {
        outcome.unwrap_or_else(|panic| resume_unwind(panic))?;
    }
    Ok(ordered.into_writer())
}

/// The loop of one worker.
fn work<F: Writing, W: Writer<F>>(
    pass: &Pass<'_, F>,
    schedule: &Schedule,
    ordered: &Ordered<'_, F, W>,
) -> Result<(), EncodeError> {
    let mut worker = Worker::new(pass)?;
    let mut block = Block::new();
    while let Some(task) = schedule.take(pass.progress) {
        let (place, delivered) = carry_out(pass, schedule, &mut worker, &mut block, task);
        block = ordered.deliver(place, delivered, &mut worker).unwrap_or(block);
    }
    Ok(())
}

/// Reads a job and encodes it; or finds out how its input ended.
fn carry_out<F: Writing>(
    pass: &Pass<'_, F>,
    schedule: &Schedule,
    worker: &mut Worker<'_, F>,
    block: &mut Block,
    task: Task,
) -> ((usize, u64), Delivered<F>) {
    let (number, opened) = match task {
        Task::Open(number) => (number, (pass.open)(number).map(Box::new)),
        Task::ReadOn(number, input) => (number, Ok(input)),
    };
    let mut input = match opened {
        Ok(input) => input,
        Err(ending) => {
            schedule.ended(number);
            return ((number, 0), Delivered::Ended(ending));
        }
    };
    let place = (number, input.next_job);
    let stem = pass.inputs.get(number).map(|input| input.stem.as_str()).unwrap_or_default();
    let zone = pass.options.zone;
    let ending = match input.read_on(block, F::JOB_SIZE, zone, stem, pass.progress) {
        Ok(ReadOn::Job(origins)) => {
            schedule.give_back(number, input);
            match worker.encode(&origins, block, None) {
                Ok(done) => {
                    pass.progress.parsed(done.counts.records);
                    // Duplicates are found in order; without them the job is encoded again.
                    let keeps_block = pass.options.dedup == Dedup::Drop;
                    let block = keeps_block.then(|| std::mem::take(block));
                    return (place, Delivered::Job(Box::new(done), origins, block));
                }
                Err(error) => Ending::Encode(error),
            }
        }
        Ok(ReadOn::End(ended)) => {
            schedule.ended(number);
            Ending::Whole(ended)
        }
        Err(error) => {
            schedule.ended(number);
            Ending::Broken(error)
        }
    };
    (place, Delivered::Ended(ending))
}
