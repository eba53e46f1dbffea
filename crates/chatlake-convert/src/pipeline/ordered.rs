//! Finished jobs, in the order of input and job.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use chatlake_core::{Block, EncodeError};

use super::job::{Done, Encoded, Worker};
use super::schedule::Schedule;
use crate::format::Writing;
use crate::input::{Broken, Ended, Origins};
use crate::report::{Cause, Status};

/// What arrives of an input.
pub(crate) enum Delivered<F: Writing> {
    /// A job, and its block where that may be needed again.
    Job(Box<Done<Encoded<F>>>, Origins, Option<Block>),
    /// There is nothing more.
    Ended(Ending),
}

/// How an input ended.
pub(crate) enum Ending {
    /// Whole.
    Whole(Box<Ended>),
    /// Damaged, or not readable.
    Broken(Broken),
    /// An encoder refused.
    Encode(EncodeError),
    /// It was not begun.
    Refused(Refusal),
}

/// Why an input was not begun, or why nothing of it is published.
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
        origins: &Origins,
        block: Option<&mut Block>,
        worker: &mut Worker<'_, F>,
    ) -> Flow;
    fn end(&mut self, number: usize, ending: Ending) -> Flow;
}

/// Brings jobs into order. No thread of its own: the worker that brings the job that is due
/// hands it over, with all that wait behind it and all that others bring meanwhile. Those go on
/// at once.
pub(crate) struct Ordered<'a, F: Writing, W> {
    schedule: &'a Schedule,
    queue: Mutex<Queue<F>>,
    /// Held by the worker that hands over, and by nobody who waits for it.
    writer: Mutex<W>,
}

struct Queue<F: Writing> {
    due: (usize, u64),
    waiting: BTreeMap<(usize, u64), Delivered<F>>,
    /// Whether a worker is handing over.
    is_served: bool,
    /// Blocks to be used again.
    spare: Vec<Block>,
}

impl<F: Writing> Queue<F> {
    /// The next job or end that is due, if it is there.
    fn next(&mut self) -> Option<Delivered<F>> {
        self.waiting.remove(&self.due)
    }

    /// Goes on to the next input; yields the inputs of what is not wanted any more.
    fn skip_input(&mut self) -> Vec<usize> {
        self.due = (self.due.0 + 1, 0);
        let kept = self.waiting.split_off(&self.due);
        let unwanted = std::mem::replace(&mut self.waiting, kept);
        unwanted.keys().map(|place| place.0).collect()
    }
}

impl<'a, F: Writing, W: Writer<F>> Ordered<'a, F, W> {
    pub(crate) fn new(schedule: &'a Schedule, writer: W) -> Self {
        let queue =
            Queue { due: (0, 0), waiting: BTreeMap::new(), is_served: false, spare: vec![] };
        Self { schedule, queue: Mutex::new(queue), writer: Mutex::new(writer) }
    }

    pub(crate) fn into_writer(self) -> W {
        self.writer.into_inner().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes a job; hands over everything that is due, unless another worker is doing that
    /// already. Yields a block to be used again, if there is one.
    pub(crate) fn deliver(
        &self,
        place: (usize, u64),
        delivered: Delivered<F>,
        worker: &mut Worker<'_, F>,
    ) -> Option<Block> {
        let mut queue = lock(&self.queue);
        if place < queue.due {
            self.schedule.delivered(&[place.0]);
            return queue.spare.pop();
        }
        queue.waiting.insert(place, delivered);
        if std::mem::replace(&mut queue.is_served, true) {
            return queue.spare.pop();
        }
        let mut writer = lock(&self.writer);
        while let Some(delivered) = queue.next() {
            let number = queue.due.0;
            drop(queue);
            let (flow, is_end, spare) = match delivered {
                Delivered::Job(done, origins, mut block) => {
                    let flow = writer.job(number, *done, &origins, block.as_mut(), worker);
                    (flow, false, block)
                }
                Delivered::Ended(ending) => (writer.end(number, ending), true, None),
            };
            queue = lock(&self.queue);
            queue.spare.extend(spare);
            queue.due.1 += 1;
            let mut arrived = vec![number];
            if is_end || flow != Flow::Continue {
                arrived.extend(queue.skip_input());
                self.schedule.abandon(number);
            }
            self.schedule.delivered(&arrived);
            if flow == Flow::Stop {
                self.schedule.stop();
            }
        }
        queue.is_served = false;
        queue.spare.pop()
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
