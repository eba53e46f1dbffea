//! Finished jobs, in the order of input and job.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use chatlake_core::{Block, EncodeError, ErrorKind};

use super::job::{Done, Encoded, Worker};
use crate::format::Writing;
use crate::input::{Ended, InputFacts};
use crate::report::{Cause, Status};

/// What arrives of an input.
pub(crate) enum Delivered<F: Writing> {
    /// A job, and its block where that may be needed again.
    Job(Box<Done<Encoded<F>>>, Arc<InputFacts>, Option<Block>),
    /// There is nothing more.
    Ended(Ending),
}

/// How an input ended.
pub(crate) enum Ending {
    /// Whole.
    Whole(Box<Ended>),
    /// Damaged, or not readable.
    Broken(ErrorKind),
    /// An encoder refused.
    Encode(EncodeError),
    /// It was not begun.
    Refused(Refusal),
}

/// Why an input was not begun.
#[derive(Debug)]
pub(crate) struct Refusal {
    pub(crate) status: Status,
    pub(crate) cause: Cause,
    pub(crate) message: Option<String>,
}

/// What the consumer of jobs says to each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Flow {
    /// Go on.
    Continue,
    /// Nothing more of this input.
    Abandon,
    /// Nothing more at all.
    Stop,
}

/// The consumer: sees every job of an input and then its end, input after input.
pub(crate) trait Writer<F: Writing>: Send {
    fn job(
        &mut self,
        number: usize,
        done: Done<Encoded<F>>,
        facts: &InputFacts,
        block: Option<&mut Block>,
        worker: &mut Worker<'_, F>,
    ) -> Flow;
    fn end(&mut self, number: usize, ending: Ending) -> Flow;
}

/// Brings jobs into order. No thread of its own: the worker that brings the job that is due
/// hands it over, with all that had been waiting for it.
pub(crate) struct Ordered<F: Writing, W> {
    state: Mutex<State<F, W>>,
}

struct State<F: Writing, W> {
    due: (usize, u64),
    waiting: BTreeMap<(usize, u64), Delivered<F>>,
    writer: W,
}

/// What a delivery set in motion.
#[derive(Default)]
pub(crate) struct Drained {
    /// The inputs of jobs and ends that were handed over, or are not wanted any more.
    pub(crate) delivered: Vec<usize>,
    /// Inputs of which nothing more is wanted.
    pub(crate) abandoned: Vec<usize>,
    pub(crate) is_stopped: bool,
    /// A block to be used again.
    pub(crate) block: Option<Block>,
}

impl<F: Writing, W: Writer<F>> Ordered<F, W> {
    pub(crate) fn new(writer: W) -> Self {
        Self { state: Mutex::new(State { due: (0, 0), waiting: BTreeMap::new(), writer }) }
    }

    pub(crate) fn into_writer(self) -> W {
        self.state.into_inner().unwrap_or_else(PoisonError::into_inner).writer
    }

    /// Takes a job, and hands over everything that is due.
    pub(crate) fn deliver(
        &self,
        place: (usize, u64),
        delivered: Delivered<F>,
        worker: &mut Worker<'_, F>,
    ) -> Drained {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let State { due, waiting, writer } = &mut *state;
        let mut drained = Drained::default();
        if place < *due {
            drained.delivered.push(place.0);
            return drained;
        }
        waiting.insert(place, delivered);
        while let Some(delivered) = waiting.remove(due) {
            let number = due.0;
            drained.delivered.push(number);
            let (flow, is_end) = match delivered {
                Delivered::Job(done, facts, mut block) => {
                    let flow = writer.job(number, *done, &facts, block.as_mut(), worker);
                    drained.block = block.or(drained.block);
                    (flow, false)
                }
                Delivered::Ended(ending) => (writer.end(number, ending), true),
            };
            *due = (number, due.1 + 1);
            if is_end || flow != Flow::Continue {
                *due = (number + 1, 0);
                let kept = waiting.split_off(due);
                let unwanted = std::mem::replace(waiting, kept);
                drained.delivered.extend(unwanted.keys().map(|place| place.0));
                drained.abandoned.push(number);
            }
            drained.is_stopped |= flow == Flow::Stop;
        }
        drained
    }
}
