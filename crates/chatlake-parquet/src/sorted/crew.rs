//! The columns of a row group, encoded by several threads.

use std::cmp::Reverse;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::Scope;

use arrow::array::{Array, RecordBatch};
use parquet::errors::{ParquetError, Result};

use super::share::Parts;
use crate::press::Press;
use crate::row_group::{ColumnWriter, RowGroup};
use crate::shape::Shape;

/// Encodes the columns of one row group after the other. What it is given it works on while the
/// caller prepares more, and the caller helps when there is no more to prepare.
pub(super) struct Crew {
    columns: Columns,
    press: Press,
    hands: Vec<Hand>,
    /// What the hands are working on.
    task: Option<Arc<Task>>,
}

/// One of the other threads.
struct Hand {
    tasks: Sender<(Arc<Task>, Columns)>,
    done: Receiver<Result<()>>,
}

type Columns = Arc<Vec<Mutex<ColumnWriter>>>;

/// Batches for all columns of the row group.
struct Task {
    batches: Vec<RecordBatch>,
    /// The columns, the heaviest first, so that nobody is left with one in the end.
    order: Vec<usize>,
    parts: Parts,
}

impl Crew {
    /// A crew of so many threads, the caller's included, which end when it is dropped.
    pub(super) fn new<'scope>(
        scope: &'scope Scope<'scope, '_>,
        jobs: usize,
        shape: &Shape,
    ) -> Result<Self> {
        let hands = (1..jobs).map(|_| Ok(Hand::new(scope, shape.press()?)));
        let hands = hands.collect::<Result<_>>()?;
        let columns = Arc::new(shape.column_writers()?.into_iter().map(Mutex::new).collect());
        Ok(Self { columns, press: shape.press()?, hands, task: None })
    }

    /// Whether there is anybody but the caller.
    pub(super) fn has_hands(&self) -> bool {
        !self.hands.is_empty()
    }

    /// Has batches written to the row group, in their order; they need not be when it returns.
    pub(super) fn write(&mut self, batches: Vec<RecordBatch>) -> Result<()> {
        self.wait()?;
        let task = Arc::new(Task::new(batches));
        for hand in &self.hands {
            hand.tasks.send((Arc::clone(&task), Arc::clone(&self.columns))).map_err(|_| gone())?;
        }
        self.task = Some(task);
        if self.has_hands() { Ok(()) } else { self.wait() }
    }

    /// Ends the row group, and begins the next.
    pub(super) fn close(&mut self) -> Result<RowGroup> {
        self.wait()?;
        // Little is left to encode: the last page of each column.
        let press = &mut self.press;
        self.columns.iter().map(|column| lock(column).finish(press)).collect()
    }

    fn wait(&mut self) -> Result<()> {
        let Some(task) = self.task.take() else { return Ok(()) };
        let own = task.work(&self.columns, &mut self.press);
        for hand in &self.hands {
            hand.done.recv().map_err(|_| gone())??;
        }
        own
    }
}

impl Hand {
    fn new<'scope>(scope: &'scope Scope<'scope, '_>, mut press: Press) -> Self {
        let (tasks, task) = channel::<(Arc<Task>, Columns)>();
        let (says, done) = channel();
        scope.spawn(move || {
            while let Ok((task, columns)) = task.recv() {
                let outcome = task.work(&columns, &mut press);
                drop((task, columns));
                if says.send(outcome).is_err() {
                    break;
                }
            }
        });
        Self { tasks, done }
    }
}

impl Task {
    fn new(batches: Vec<RecordBatch>) -> Self {
        let n_columns = batches.first().map_or(0, RecordBatch::num_columns);
        let weight = |column: &usize| {
            let arrays = batches.iter().filter_map(|batch| Some(&**batch.columns().get(*column)?));
            Reverse(arrays.map(Array::get_buffer_memory_size).sum::<usize>())
        };
        let mut order: Vec<usize> = (0..n_columns).collect();
        order.sort_by_cached_key(weight);
        Self { batches, order, parts: Parts::new(n_columns) }
    }

    /// Writes the batches to one column after the other, until none is left.
    fn work(&self, columns: &[Mutex<ColumnWriter>], press: &mut Press) -> Result<()> {
        while let Some(part) = self.parts.take() {
            let place = self.order.get(part).copied().unwrap_or_default();
            let mut column = columns.get(place).map(lock).ok_or_else(gone)?;
            for batch in &self.batches {
                column.write(batch.columns().get(place).ok_or_else(gone)?, press)?;
            }
        }
        Ok(())
    }
}

/// A thread that panicked takes all of this down with it: nobody sees what it left behind.
fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn gone() -> ParquetError {
    ParquetError::General("a thread that encodes columns has ended early".to_owned())
}
