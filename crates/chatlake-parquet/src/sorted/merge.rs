//! Many runs as one.

use std::cmp::Ordering;
use std::collections::BinaryHeap;
use std::collections::binary_heap::PeekMut;
use std::io;
use std::path::Path;

use super::spool::{Cursor, Run, Spool, Unpacker};

/// All rows of some runs, in order.
pub(super) struct Merge {
    cursors: BinaryHeap<First>,
    unpacker: Unpacker,
    /// Whether the row of the first cursor was yielded.
    is_read: bool,
}

/// A cursor; the greatest is the one whose row comes first.
struct First(Box<Cursor>);

impl Merge {
    /// Merges runs. If their blocks do not fit in memory, some are merged to a run first, and so
    /// on until they do.
    pub(super) fn new(mut runs: Vec<Run>, folder: &Path, memory: usize) -> io::Result<Self> {
        let mut spool: Option<Spool> = None;
        loop {
            let n_fitting = fitting(&runs, memory);
            if n_fitting == runs.len() {
                return Merge::of(runs);
            }
            let mut merge = Merge::of(runs.drain(..n_fitting).collect())?;
            let spool = match &mut spool {
                Some(spool) => spool,
                None => spool.insert(Spool::new(folder, block_size(memory))?),
            };
            while let Some(row) = merge.next()? {
                spool.push(row)?;
            }
            runs.push(spool.end_run()?);
        }
    }

    fn of(runs: Vec<Run>) -> io::Result<Self> {
        let mut unpacker = Unpacker::new()?;
        let mut cursors = BinaryHeap::with_capacity(runs.len());
        for run in runs {
            let mut cursor = Cursor::new(run);
            if cursor.advance(&mut unpacker)? {
                cursors.push(First(Box::new(cursor)));
            }
        }
        Ok(Self { cursors, unpacker, is_read: false })
    }

    /// The next row; none after the last.
    pub(super) fn next(&mut self) -> io::Result<Option<&[u8]>> {
        if self.is_read
            && let Some(mut first) = self.cursors.peek_mut()
            && !first.0.advance(&mut self.unpacker)?
        {
            PeekMut::pop(first);
        }
        self.is_read = true;
        Ok(self.cursors.peek().map(|first| first.0.row()))
    }
}

/// How many of these runs, from the first, can be merged in this memory; never less than two, as
/// that would not make them fewer.
fn fitting(runs: &[Run], memory: usize) -> usize {
    let mut bytes = 0;
    let fits = |run: &&Run| {
        bytes += run.largest;
        bytes <= memory
    };
    runs.iter().take_while(fits).count().max(2).min(runs.len())
}

/// How large the blocks of runs should be, so that many runs fit in this memory: large enough to
/// be packed well and read at a stretch.
pub(super) fn block_size(memory: usize) -> usize {
    (memory / 64).clamp(1 << 10, 256 << 10)
}

impl Ord for First {
    fn cmp(&self, other: &Self) -> Ordering {
        other.0.row().cmp(self.0.row())
    }
}

impl PartialOrd for First {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for First {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for First {}
