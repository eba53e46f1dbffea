//! Fills blocks with the records of a source.

use crate::block::{Block, Frame};
use crate::decompress::{Expander, SourceFacts};
use crate::error::{Damage, DamageKind, ErrorKind};
use crate::framing::{self, Found, Framing, LineFramer, ValueFramer};
use crate::limits::Limits;
use crate::reject::RAW_LIMIT;
use crate::source::Source;

/// Reads a source block by block: expands, finds where records end, parses nothing.
pub struct BlockReader {
    expander: Expander,
    limits: Limits,
    framer: Option<Framer>,
    /// The beginning of a record that goes on in the next block.
    carry: Vec<u8>,
    /// The number of the next record, and the offset of the next byte that is in no block yet.
    next_record: u64,
    next_byte: u64,
    /// Reads only this much of the expanded source.
    cut: u64,
    is_cut: bool,
    is_skipping: bool,
    is_at_end: bool,
}

enum Framer {
    Lines(LineFramer),
    Values(ValueFramer, Framing),
}

/// How much is read at a time.
const CHUNK: usize = 128 << 10;

impl BlockReader {
    /// Opens a source.
    ///
    /// # Errors
    ///
    /// It cannot be opened, or its first bytes are none that could be read.
    pub fn open(source: &dyn Source, limits: Limits) -> Result<Self, ErrorKind> {
        let stream = source.open().map_err(ErrorKind::Io)?;
        Ok(Self {
            expander: Expander::open(source.name(), stream, limits)?,
            limits: Limits { max_record: limits.max_record.min(Limits::LONGEST_RECORD), ..limits },
            framer: None,
            carry: Vec::new(),
            next_record: 0,
            next_byte: 0,
            cut: u64::MAX,
            is_cut: false,
            is_skipping: false,
            is_at_end: false,
        })
    }

    /// Reads whole records of the first `n_bytes` expanded bytes, and takes that for the end: what
    /// can be saved of a damaged source.
    pub fn with_cut(mut self, n_bytes: u64) -> Self {
        self.cut = n_bytes;
        self
    }

    /// What is known of the source; final once `next_block` has returned `false`.
    pub fn facts(&self) -> SourceFacts {
        self.expander.facts()
    }

    /// How records are set apart; none before the first block.
    pub fn framing(&self) -> Option<Framing> {
        self.framer.as_ref().map(|framer| match framer {
            Framer::Lines(_) => Framing::Lines,
            Framer::Values(_, framing) => *framing,
        })
    }

    /// Whether the source is an array without its closing bracket. Asked at the end.
    pub fn is_unclosed(&self) -> bool {
        matches!(&self.framer, Some(Framer::Values(framer, _)) if framer.is_unclosed())
    }

    /// Fills `block` with records of about `n_bytes`, at least one; `false` at the verified end,
    /// with an empty block.
    ///
    /// # Errors
    ///
    /// The source is damaged, or cannot be read. What earlier blocks held is not verified then,
    /// beyond what the damage says.
    pub fn next_block(&mut self, block: &mut Block, n_bytes: usize) -> Result<bool, ErrorKind> {
        block.begin(self.next_record, self.next_byte, true);
        block.shrink_to(n_bytes + CHUNK);
        block.extend(&self.carry);
        self.carry.clear();
        if self.is_skipping {
            self.skip_record(block)?;
        }
        loop {
            let pending = match self.frame(block)? {
                Some(start) => start,
                None => return Ok(true),
            };
            let is_full = block.n_bytes() >= n_bytes && block.n_records() > 0;
            if self.is_at_end || is_full {
                self.carry.extend_from_slice(block.data().get(pending..).unwrap_or_default());
                self.rebase(pending);
                block.truncate(pending);
                self.next_byte += pending as u64;
                self.next_record += block.n_records() as u64;
                return Ok(block.n_records() > 0);
            }
            if block.n_records() == 0 && pending >= CHUNK {
                self.drop_blanks(block, pending);
            }
            self.fill(block)?;
        }
    }

    /// Forgets what stands before the record in hand; there may be gigabytes of line breaks.
    fn drop_blanks(&mut self, block: &mut Block, pending: usize) {
        self.carry.extend_from_slice(block.data().get(pending..).unwrap_or_default());
        self.rebase(pending);
        self.next_byte += pending as u64;
        block.begin(self.next_record, self.next_byte, true);
        block.extend(&self.carry);
        self.carry.clear();
    }

    /// Takes every whole record of the data; returns where the unfinished one starts. None if that
    /// one is too long, and the block ends with its beginning.
    fn frame(&mut self, block: &mut Block) -> Result<Option<usize>, ErrorKind> {
        if self.framer.is_none() {
            if !self.detect(block)? {
                return Ok(Some(0));
            }
        }
        block.share_windows(self.framing() == Some(Framing::Lines));
        let Some(framer) = &mut self.framer else { return Ok(Some(0)) };
        loop {
            let data = block.data();
            // What a cut went through is not whole.
            let is_end = self.is_at_end && !self.is_cut;
            let found = match framer {
                Framer::Lines(framer) => framer.next(data, is_end),
                Framer::Values(framer, _) => framer.next(data, is_end),
            };
            match found {
                Found::Record { start, end } if end - start > self.limits.max_record => {
                    block.push(Frame::too_long(start, start + RAW_LIMIT.min(end - start)));
                }
                Found::Record { start, end } => block.push(Frame::new(start, end)),
                Found::Unfinished { start } => {
                    if block.n_bytes() - start <= self.limits.max_record {
                        return Ok(Some(start));
                    }
                    let end = start + RAW_LIMIT.min(block.n_bytes() - start);
                    block.push(Frame::too_long(start, end));
                    self.is_skipping = true;
                    self.next_byte += block.n_bytes() as u64;
                    self.next_record += block.n_records() as u64;
                    let n_bytes = block.n_bytes();
                    self.rebase(n_bytes);
                    return Ok(None);
                }
            }
        }
    }

    /// Decides the framing, once enough has been read to tell.
    fn detect(&mut self, block: &Block) -> Result<bool, ErrorKind> {
        let data = block.data();
        if !self.is_at_end && data.len() < CHUNK {
            return Ok(false);
        }
        if let Some(kind) = foreign(data) {
            let expanded = data.len() as u64;
            return Err(Damage { kind, at: 0, expanded, verified: 0 }.into());
        }
        let first = data.trim_ascii_start();
        let next = memchr::memchr(b'\n', first).and_then(|at| first.get(at..));
        let tells = next.is_some_and(|next| !next.trim_ascii_start().is_empty());
        if !tells && !self.is_at_end && data.len() <= self.limits.max_record {
            return Ok(false);
        }
        self.framer = Some(match framing::detect(data) {
            Framing::Lines => Framer::Lines(LineFramer::default()),
            framing => Framer::Values(ValueFramer::new(framing == Framing::Array), framing),
        });
        Ok(true)
    }

    /// Drops the rest of a record that was too long.
    fn skip_record(&mut self, block: &mut Block) -> Result<(), ErrorKind> {
        loop {
            let data = block.data();
            let found = match &mut self.framer {
                Some(Framer::Lines(framer)) => match memchr::memchr(b'\n', data) {
                    Some(at) => {
                        *framer = LineFramer::default();
                        Some(at + 1)
                    }
                    None => None,
                },
                Some(Framer::Values(framer, _)) => match framer.next(data, self.is_at_end) {
                    Found::Record { end, .. } => Some(end),
                    Found::Unfinished { .. } => None,
                },
                None => Some(0),
            };
            let n_dropped = found.unwrap_or(data.len());
            let rest = data.get(n_dropped..).unwrap_or_default().to_vec();
            self.next_byte += n_dropped as u64;
            self.rebase(n_dropped);
            block.begin(self.next_record, self.next_byte, true);
            block.extend(&rest);
            if found.is_some() || self.is_at_end {
                self.is_skipping = false;
                return Ok(());
            }
            self.fill(block)?;
        }
    }

    fn fill(&mut self, block: &mut Block) -> Result<(), ErrorKind> {
        let left = self.cut.saturating_sub(self.expander.facts().bytes_expanded);
        let wanted = CHUNK.min(usize::try_from(left).unwrap_or(CHUNK));
        if wanted == 0 {
            self.is_at_end = true;
            self.is_cut = true;
            return Ok(());
        }
        let n = self.expander.read(block.spare(wanted))?;
        block.advance(n);
        self.is_at_end = n == 0;
        Ok(())
    }

    fn rebase(&mut self, n_bytes: usize) {
        match &mut self.framer {
            Some(Framer::Lines(framer)) => framer.rebase(n_bytes),
            Some(Framer::Values(framer, _)) => framer.rebase(n_bytes),
            None => {}
        }
    }
}

/// Content that cannot be records, told by its first bytes.
fn foreign(data: &[u8]) -> Option<DamageKind> {
    match data {
        [0x1f, 0x8b, 8, ..] | [0x28, 0xb5, 0x2f, 0xfd, ..] => Some(DamageKind::Nested),
        [0xff, 0xfe, ..] | [0xfe, 0xff, ..] | [b'{' | b'[', 0, ..] | [0, b'{' | b'[', ..] => {
            Some(DamageKind::Utf16)
        }
        _ => None,
    }
}
