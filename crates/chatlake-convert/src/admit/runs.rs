//! Sorted files of entries, and the filter before them.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::os::unix::fs::FileExt;

use super::seen::Entry;

/// Entries in ascending order, in a file that has no name and ends with the process.
pub(super) struct Run {
    file: File,
    n_entries: usize,
    /// The id of the first entry of every page.
    first_ids: Vec<u64>,
    /// The page that was read last, and its bytes.
    page: Option<usize>,
    bytes: Vec<u8>,
}

const ENTRY: usize = 20;
/// Entries in a page; a page is what one question reads.
const PAGE: usize = 200;

/// A run in the making.
pub(super) struct RunWriter {
    out: BufWriter<File>,
    n_entries: usize,
    first_ids: Vec<u64>,
}

impl RunWriter {
    pub(super) fn new() -> io::Result<Self> {
        let out = BufWriter::with_capacity(1 << 16, tempfile::tempfile()?);
        Ok(Self { out, n_entries: 0, first_ids: Vec::new() })
    }

    /// Adds entries, which are in ascending order and come after those before.
    pub(super) fn write(&mut self, entries: &[Entry]) -> io::Result<()> {
        for entry in entries {
            if self.n_entries.is_multiple_of(PAGE) {
                self.first_ids.push(entry.id);
            }
            self.out.write_all(&entry.id.to_le_bytes())?;
            self.out.write_all(&entry.content.to_le_bytes())?;
            self.out.write_all(&entry.input.to_le_bytes())?;
            self.n_entries += 1;
        }
        Ok(())
    }

    pub(super) fn finish(self) -> io::Result<Run> {
        let Self { out, n_entries, first_ids } = self;
        let file = out.into_inner().map_err(io::IntoInnerError::into_error)?;
        Ok(Run { file, n_entries, first_ids, page: None, bytes: Vec::new() })
    }
}

impl Run {
    /// Every entry with this id. Questions in ascending order read each page once.
    pub(super) fn entries_of(&mut self, id: u64) -> io::Result<Vec<Entry>> {
        let mut found = Vec::new();
        // The page before the first that begins with the id or more may end with it.
        let first = self.first_ids.partition_point(|first| *first < id).saturating_sub(1);
        for page in first..self.first_ids.len() {
            if self.first_ids.get(page).is_some_and(|first| *first > id) {
                break;
            }
            self.read(page)?;
            let (entries, _) = self.bytes.as_chunks();
            let first = entries.partition_point(|bytes| entry(bytes).id < id);
            let others = entries.iter().skip(first).map(entry);
            found.extend(others.take_while(|entry| entry.id == id));
        }
        Ok(found)
    }

    fn read(&mut self, page: usize) -> io::Result<()> {
        if self.page == Some(page) {
            return Ok(());
        }
        self.page = None;
        let n_entries = PAGE.min(self.n_entries - page * PAGE);
        self.bytes.resize(n_entries * ENTRY, 0);
        self.file.read_exact_at(&mut self.bytes, (page * PAGE * ENTRY) as u64)?;
        self.page = Some(page);
        Ok(())
    }
}

fn entry(bytes: &[u8; ENTRY]) -> Entry {
    let number = |range: std::ops::Range<usize>| {
        let bytes = bytes.get(range).unwrap_or_default();
        bytes.iter().rev().fold(0, |number, byte| number << 8 | u64::from(*byte))
    };
    Entry { id: number(0..8), content: number(8..16), input: number(16..20) as u32 }
}

/// A Bloom filter of fixed size: says of few ids that were not added that they may have been.
/// At ten million ids that is one in a hundred; with many more, files are asked more often.
pub(super) struct Filter {
    words: Vec<u64>,
}

/// 16 MiB.
const WORDS: usize = 1 << 21;

impl Filter {
    pub(super) fn new() -> Self {
        Self { words: vec![0; WORDS] }
    }

    pub(super) fn add(&mut self, id: u64) {
        let (word, bits) = Self::place(id);
        if let Some(word) = self.words.get_mut(word) {
            *word |= bits;
        }
    }

    pub(super) fn may_hold(&self, id: u64) -> bool {
        let (word, bits) = Self::place(id);
        self.words.get(word).is_some_and(|word| word & bits == bits)
    }

    /// One word, by the highest bits of the id, so that ids in ascending order ask neighbours; and
    /// four bits of it, by the lowest.
    fn place(id: u64) -> (usize, u64) {
        let bit = |shift: u32| 1u64 << (id >> shift & 63);
        ((id >> 43) as usize % WORDS, bit(0) | bit(6) | bit(12) | bit(18))
    }
}
