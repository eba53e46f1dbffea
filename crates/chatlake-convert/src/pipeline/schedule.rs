//! Who does what next.

use std::collections::btree_map::Entry;
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
///
/// Jobs of later inputs wait until the earliest has ended, so they have a limit of their own: they
/// fill gaps, and never keep the earliest input from going on.
pub(super) struct Schedule {
    state: Mutex<State>,
    changed: Condvar,
    n_inputs: usize,
    /// How many jobs of the earliest input may be on their way.
    limit: usize,
    /// How many jobs of all later inputs.
    limit_ahead: usize,
}

#[derive(Default)]
struct State {
    next_to_open: usize,
    /// Inputs that were begun and have not ended; none while a worker reads.
    open: BTreeMap<usize, Option<Box<OpenInput>>>,
    abandoned: BTreeSet<usize>,
    /// How many jobs of each input are on their way.
    on_their_way: BTreeMap<usize, usize>,
    is_stopped: bool,
}

impl State {
    fn count(&mut self, number: usize) {
        *self.on_their_way.entry(number).or_default() += 1;
    }
}

impl Schedule {
    pub(super) fn new(n_inputs: usize, jobs: usize) -> Self {
        Self {
            state: Mutex::new(State::default()),
            changed: Condvar::new(),
            n_inputs,
            limit: jobs * 2,
            limit_ahead: jobs,
        }
    }

    /// What to do next; waits for it. None when there is nothing left.
    pub(super) fn take(&self, progress: &Progress) -> Option<Task> {
        let mut state = self.lock();
        loop {
            if state.is_stopped || progress.is_stopping() {
                return None;
            }
            let free = state.open.iter().filter(|(_, input)| input.is_some());
            let free =
                free.map(|(number, _)| *number).find(|number| self.may_take(&state, *number));
            if let Some(number) = free
                && let Some(input) = state.open.get_mut(&number).and_then(Option::take)
            {
                state.count(number);
                return Some(Task::ReadOn(number, input));
            }
            let number = state.next_to_open;
            let is_left = number < self.n_inputs && !progress.is_finishing();
            if is_left && self.may_take(&state, number) {
                state.next_to_open += 1;
                state.open.insert(number, None);
                state.count(number);
                return Some(Task::Open(number));
            }
            if !is_left && state.open.is_empty() {
                return None;
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

    /// A job of each of these inputs has arrived.
    pub(super) fn delivered(&self, inputs: &[usize]) {
        let mut state = self.lock();
        for number in inputs {
            if let Entry::Occupied(mut jobs) = state.on_their_way.entry(*number) {
                *jobs.get_mut() -= 1;
                if *jobs.get() == 0 {
                    jobs.remove();
                }
            }
        }
        self.changed.notify_all();
    }

    /// Whether one more job of an input may be begun.
    fn may_take(&self, state: &State, number: usize) -> bool {
        let on_their_way = &state.on_their_way;
        let begun = [on_their_way.keys().next(), state.open.keys().next()];
        let earliest = begun.into_iter().flatten().min().copied().unwrap_or(number);
        if number <= earliest {
            on_their_way.get(&number).is_none_or(|n_jobs| *n_jobs < self.limit)
        } else {
            let ahead = on_their_way.range(earliest + 1..).map(|(_, n_jobs)| n_jobs);
            ahead.sum::<usize>() < self.limit_ahead
        }
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
