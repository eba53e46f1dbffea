//! From files to sorted runs.

use std::path::Path;

use super::merge::block_size;
use super::row::{RowLayout, Rows};
use super::run::Arena;
use super::share::{Parts, by_all};
use super::spool::{Run, Spool};
use super::{RowSum, SortOptions, SortProgress, SortWatch, aside, told};
use crate::encoder::BATCH_ROWS;
use crate::error::FileError;
use crate::stored::StoredFile;

/// What was read.
#[derive(Default)]
pub(super) struct Read {
    pub(super) sum: RowSum,
    pub(super) runs: Vec<Run>,
}

/// Reads all rows, each thread into an arena of its own. Which rows come together in a run depends
/// on who was faster, and makes no difference.
pub(super) fn read(
    inputs: &[StoredFile],
    layout: &RowLayout,
    folder: &Path,
    options: &SortOptions,
    watch: &SortWatch<'_>,
) -> Result<Read, FileError> {
    let groups = |input| {
        let n_groups = StoredFile::footer(input).num_row_groups();
        (0..n_groups).map(move |group| (input, group))
    };
    let groups: Vec<(&StoredFile, usize)> = inputs.iter().flat_map(groups).collect();
    let parts = Parts::new(groups.len());
    let room = options.memory / options.jobs.max(1);
    let work = || {
        let mut sorter = Sorter::new(folder, room, block_size(options.memory));
        while let Some(&(input, group)) = parts.take().and_then(|part| groups.get(part)) {
            read_group(input, group, layout, &mut sorter, watch)?;
        }
        sorter.finish()
    };
    // Who fails leaves nothing to do for the others.
    let work = || work().inspect_err(|_| parts.stop());
    let reads = by_all(options.jobs, work)?;
    Ok(reads.into_iter().fold(Read::default(), |mut all, mut read| {
        all.sum += read.sum;
        all.runs.append(&mut read.runs);
        all
    }))
}

fn read_group(
    input: &StoredFile,
    group: usize,
    layout: &RowLayout,
    sorter: &mut Sorter<'_>,
    watch: &SortWatch<'_>,
) -> Result<(), FileError> {
    for batch in input.read(group, None, BATCH_ROWS)? {
        let batch = batch.map_err(|error| input.failed(error))?;
        let rows = Rows::of(&batch, layout);
        for row in 0..rows.len() {
            sorter.push(|bytes| rows.push(row, bytes))?;
        }
        told(watch, SortProgress::Read(batch.num_rows() as u64))?;
    }
    Ok(())
}

/// Sorts rows as they come, as many as fit at a time.
struct Sorter<'a> {
    folder: &'a Path,
    block_size: usize,
    arena: Arena,
    row: Vec<u8>,
    spool: Option<Spool>,
    read: Read,
}

impl<'a> Sorter<'a> {
    fn new(folder: &'a Path, room: usize, block_size: usize) -> Self {
        Self {
            folder,
            block_size,
            arena: Arena::new(room),
            row: Vec::new(),
            spool: None,
            read: Read::default(),
        }
    }

    fn push(&mut self, encode: impl FnOnce(&mut Vec<u8>)) -> Result<(), FileError> {
        self.row.clear();
        encode(&mut self.row);
        self.read.sum.add(&self.row);
        if !self.arena.has_room(&self.row) {
            self.put_aside()?;
        }
        self.arena.push(&self.row);
        Ok(())
    }

    fn put_aside(&mut self) -> Result<(), FileError> {
        let Self { folder, block_size, arena, spool, read, .. } = self;
        let mut run = || {
            let spool = match spool {
                Some(spool) => spool,
                None => spool.insert(Spool::new(folder, *block_size)?),
            };
            arena.drain(|row| spool.push(row))?;
            spool.end_run()
        };
        read.runs.push(run().map_err(aside(folder))?);
        Ok(())
    }

    fn finish(mut self) -> Result<Read, FileError> {
        if !self.arena.is_empty() {
            self.put_aside()?;
        }
        Ok(self.read)
    }
}
