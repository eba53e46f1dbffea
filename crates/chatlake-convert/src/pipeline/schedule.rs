//! Who does what next.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

use crate::input::OpenInput;
use crate::progress::Progress;

/// What a worker is to do.
pub(super) enum Task {
    /// Open this input and read its first job.
    Open(usize),
    /// Read the next job of this one.
    ReadOn(usize, Box<OpenInput>),
}

/// Hands out inputs: the earliest that is free, or else the next that was not begun.
pub(super) struct Schedule {
    state: Mutex<State>,
    changed: Condvar,
    n_inputs: usize,
    /// How many jobs may be on their way.
    limit: usize,
}

#[derive(Default)]
struct State {
    next_to_open: usize,
    /// Inputs that were begun and have not ended; none while a worker reads.
    open: BTreeMap<usize, Option<Box<OpenInput>>>,
    abandoned: BTreeSet<usize>,
    n_on_their_way: usize,
    is_stopped: bool,
}

impl Schedule {
    pub(super) fn new(n_inputs: usize, jobs: usize) -> Self {
        Self {
            state: Mutex::new(State::default()),
            changed: Condvar::new(),
            n_inputs,
            limit: jobs * 2,
        }
    }

    /// What to do next; waits for it. None when there is nothing left.
    pub(super) fn take(&self, progress: &Progress) -> Option<Task> {
        let mut state = self.lock();
        loop {
            if state.is_stopped || progress.is_stopping() {
                return None;
            }
            let may_open = state.next_to_open < self.n_inputs && !progress.is_finishing();
            if state.n_on_their_way < self.limit {
                let free = state.open.iter_mut().find_map(|(number, input)| {
                    input.take().map(|input| Task::ReadOn(*number, input))
                });
                let task = free.or_else(|| {
                    may_open.then(|| {
                        let number = state.next_to_open;
                        state.next_to_open += 1;
                        state.open.insert(number, None);
                        Task::Open(number)
                    })
                });
                if task.is_some() {
                    state.n_on_their_way += 1;
                    return task;
                }
                if state.open.is_empty() {
                    return None;
                }
            }
            state = self.changed.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// The input can be read on by anybody.
    pub(super) fn give_back(&self, number: usize, input: Box<OpenInput>) {
        let mut state = self.lock();
        if state.abandoned.contains(&number) {
            state.open.remove(&number);
        } else {
            state.open.insert(number, Some(input));
        }
        self.changed.notify_all();
    }

    /// The input has nothing more.
    pub(super) fn ended(&self, number: usize) {
        self.lock().open.remove(&number);
        self.changed.notify_all();
    }

    /// Nothing more of the input is wanted.
    pub(super) fn abandon(&self, number: usize) {
        let mut state = self.lock();
        state.abandoned.insert(number);
        if state.open.get(&number).is_some_and(Option::is_some) {
            state.open.remove(&number);
        }
        self.changed.notify_all();
    }

    /// So many jobs have arrived.
    pub(super) fn delivered(&self, n_jobs: usize) {
        let mut state = self.lock();
        state.n_on_their_way = state.n_on_their_way.saturating_sub(n_jobs);
        self.changed.notify_all();
    }

    /// Nothing more of anything is wanted.
    pub(super) fn stop(&self) {
        self.lock().is_stopped = true;
        self.changed.notify_all();
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
