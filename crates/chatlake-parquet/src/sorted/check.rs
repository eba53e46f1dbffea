//! Whether what was written is what was read.

use std::fs::File;

use parquet::errors::ParquetError;

use super::row::{RowLayout, Rows};
use super::share::{Parts, by_all};
use super::{RowSum, SortOptions, SortProgress, SortWatch, SortedFile, told};
use crate::encoder::BATCH_ROWS;
use crate::error::FileError;
use crate::stored::StoredFile;

/// A row group that was read again.
struct Group {
    part: usize,
    sum: RowSum,
    first: Vec<u8>,
    last: Vec<u8>,
}

/// Reads files again: sums up their rows, which must be in order, over all of them.
pub(super) fn check(
    files: &[SortedFile],
    options: &SortOptions,
    watch: &SortWatch<'_>,
) -> Result<RowSum, FileError> {
    let files: Vec<StoredFile> = files.iter().map(open).collect::<Result<_, _>>()?;
    let Some(first) = files.first() else { return Ok(RowSum::default()) };
    let layout = RowLayout::of(first.projection());
    let groups = |file| {
        let n_groups = StoredFile::footer(file).num_row_groups();
        (0..n_groups).map(move |group| (file, group))
    };
    let groups: Vec<(&StoredFile, usize)> = files.iter().flat_map(groups).collect();
    let parts = Parts::new(groups.len());
    let work = || {
        let mut read = Vec::new();
        while let Some(part) = parts.take() {
            if let Some(&(file, group)) = groups.get(part) {
                read.push(read_group(file, group, part, &layout, watch)?);
            }
        }
        Ok(read)
    };
    let work = || work().inspect_err(|_| parts.stop());
    let mut read: Vec<Group> = by_all(options.jobs, work)?.into_iter().flatten().collect();
    read.sort_by_key(|group| group.part);
    let pairs = read.iter().zip(read.iter().skip(1));
    if let Some((_, next)) = pairs.into_iter().find(|(group, next)| group.last > next.first) {
        let file = groups.get(next.part).map_or(first, |(file, _)| *file);
        return Err(disordered(file));
    }
    Ok(read.iter().fold(RowSum::default(), |mut sum, group| {
        sum += group.sum;
        sum
    }))
}

fn read_group(
    file: &StoredFile,
    group: usize,
    part: usize,
    layout: &RowLayout,
    watch: &SortWatch<'_>,
) -> Result<Group, FileError> {
    let (mut sum, mut first) = (RowSum::default(), Vec::new());
    let (mut row, mut last) = (Vec::new(), Vec::new());
    for batch in file.read(group, None, BATCH_ROWS)? {
        let batch = batch.map_err(|error| file.failed(error))?;
        let rows = Rows::of(&batch, layout);
        for number in 0..rows.len() {
            std::mem::swap(&mut row, &mut last);
            row.clear();
            rows.push(number, &mut row);
            sum.add(&row);
            if sum.rows() == 1 {
                first.clone_from(&row);
            } else if row < last {
                return Err(disordered(file));
            }
        }
        told(watch, SortProgress::Checked(batch.num_rows() as u64))?;
    }
    Ok(Group { part, sum, first, last: row })
}

fn open(file: &SortedFile) -> Result<StoredFile, FileError> {
    let name = file.path.display().to_string();
    match File::open(&file.path) {
        Ok(opened) => StoredFile::open(&name, opened),
        Err(source) => Err(FileError::Read { name, source: ParquetError::from(source) }),
    }
}

fn disordered(file: &StoredFile) -> FileError {
    FileError::Disordered { name: file.name().to_owned() }
}
