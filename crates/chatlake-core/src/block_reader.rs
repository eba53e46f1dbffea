//! Fills blocks with the records of a source.

use crate::block::{Block, Frame};
use crate::decompress::{Expander, SourceFacts};
use crate::error::{Damage, DamageKind, ErrorKind};
use crate::framing::{self, Found, Framing, LineFramer, ValueFramer, is_blank};
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
    /// The framing is looked for again when this much has been read.
    next_look: usize,
    /// How far into its line the data begins, while the framing is not known.
    column: usize,
    /// Reads only this much of the expanded source.
    cut: u64,
    is_cut: bool,
    is_skipping: bool,
    is_at_end: bool,
    /// What ended reading, to be told again to whoever asks again.
    failure: Option<ErrorKind>,
}

enum Framer {
    Lines(LineFramer),
    Values(ValueFramer, Framing),
}

/// Blocks beyond this take their memory as they fill.
const LARGEST_FIT: usize = 64 << 20;
/// How much is read at a time; less before a fuzzer, which tries short sources, and many.
const CHUNK: usize = if cfg!(fuzzing) { 4 << 10 } else { 128 << 10 };

/// White space behind a record, before its line ends, does not count up to this much.
const BLANKS: usize = 64 << 10;

/// And about so many records, however short they are: what is kept of each would be more than
/// its bytes.
const MOST_RECORDS: usize = 1 << 18;

/// A block holds at most about this much, however much is asked for.
const LARGEST_BLOCK: usize = 1 << 30;

impl BlockReader {
    /// Opens a source.
    ///
    /// # Errors
    ///
    /// It cannot be opened, or its first bytes are none that could be read.
    pub fn open(source: &dyn Source, limits: Limits) -> Result<Self, ErrorKind> {
        Ok(Self {
            expander: Expander::open(source, limits)?,
            limits: Limits { max_record: limits.max_record.min(Limits::LONGEST_RECORD), ..limits },
            framer: None,
            carry: Vec::new(),
            next_record: 0,
            next_byte: 0,
            next_look: LONGEST_MAGIC,
            column: 0,
            cut: u64::MAX,
            is_cut: false,
            is_skipping: false,
            is_at_end: false,
            failure: None,
        })
    }

    /// Reads whole records of the first `n_bytes` expanded bytes, and takes that for the end: what
    /// can be saved of a damaged source. A record that ends exactly there is whole when its
    /// brackets are balanced, even where no line break follows.
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

    /// Whether the source is an array that is no JSON: commas that are too many or missing, or records
    /// outside of its brackets. Asked at the end; no record is missing for it.
    pub fn is_irregular(&self) -> bool {
        matches!(&self.framer, Some(Framer::Values(framer, _)) if framer.is_irregular())
    }

    /// Fills `block` with records of about `n_bytes`, at least one; `false` at the verified end,
    /// with an empty block.
    ///
    /// # Errors
    ///
    /// The source is damaged, or cannot be read. The whole records before come in blocks first;
    /// they are not verified then, beyond what the damage says. Asked again, it fails again.
    pub fn next_block(&mut self, block: &mut Block, n_bytes: usize) -> Result<bool, ErrorKind> {
        let outcome = match &self.failure {
            Some(failure) => Err(failure.again()),
            None => self.read_block(block, n_bytes.min(LARGEST_BLOCK)),
        };
        if let Err(failure) = &outcome {
            self.failure = Some(failure.again());
            block.begin(self.next_record, self.next_byte, true);
        }
        outcome
    }

    fn read_block(&mut self, block: &mut Block, n_bytes: usize) -> Result<bool, ErrorKind> {
        block.begin(self.next_record, self.next_byte, true);
        block.fit(n_bytes.min(LARGEST_FIT) + CHUNK);
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
            let is_full = block.n_bytes() >= n_bytes && block.n_records() > 0
                || block.n_records() >= MOST_RECORDS;
            if self.is_at_end || is_full || self.failure.is_some() {
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
            match self.fill(block) {
                Err(failure) if block.n_records() > 0 => self.failure = Some(failure),
                outcome => outcome?,
            }
        }
    }

    /// Forgets what stands before the record in hand; there may be gigabytes of line breaks.
    fn drop_blanks(&mut self, block: &mut Block, pending: usize) {
        let (blanks, rest) = block.data().split_at_checked(pending).unwrap_or_default();
        self.column = match memchr::memrchr(b'\n', blanks) {
            Some(at) => blanks.len() - at - 1,
            None => self.column + blanks.len(),
        };
        self.carry.extend_from_slice(rest);
        self.rebase(pending);
        self.next_byte += pending as u64;
        block.begin(self.next_record, self.next_byte, true);
        block.extend(&self.carry);
        self.carry.clear();
    }

    /// Takes every whole record of the data; returns where the unfinished one starts. None if that
    /// one is too long, and the block ends with its beginning.
    fn frame(&mut self, block: &mut Block) -> Result<Option<usize>, ErrorKind> {
        if self.framer.is_none() && !self.detect(block)? {
            let data = block.data();
            return Ok(Some(data.len() - framing::trimmed_start(data).len()));
        }
        block.share_windows(self.framing() == Some(Framing::Lines));
        let Some(framer) = &mut self.framer else { return Ok(Some(0)) };
        // The verdict on a record must not depend on how much of the source has been read.
        let longest = self.limits.max_record.max(RAW_LIMIT) + BLANKS;
        loop {
            let data = block.data();
            // What a cut went through is not whole.
            let is_end = self.is_at_end && !self.is_cut;
            let found = match framer {
                Framer::Lines(framer) => framer.next(data, is_end),
                Framer::Values(framer, _) => framer.next(data, is_end),
            };
            match found {
                Found::Record { start, end, behind }
                    if end - start > self.limits.max_record || behind - start > longest =>
                {
                    let head = data.get(start..behind.min(start + RAW_LIMIT)).unwrap_or_default();
                    let is_whole = end - start <= RAW_LIMIT && behind - start <= longest;
                    let end = start + framing::trimmed_end(head).len();
                    block.push(Frame::too_long(start, end, is_whole));
                }
                Found::Record { start, end, .. } => block.push(Frame::new(start, end)),
                Found::Unfinished { start } if block.n_bytes() - start <= longest => {
                    let rest = data.get(start..).unwrap_or_default();
                    if self.is_at_end && self.is_cut && is_whole(rest) {
                        let end = start + framing::trimmed_end(rest).len();
                        block.push(Frame::new(start, end));
                        return Ok(Some(block.n_bytes()));
                    }
                    return Ok(Some(start));
                }
                Found::Unfinished { start } => {
                    let head = data.get(start..start + RAW_LIMIT).unwrap_or_default();
                    let end = start + framing::trimmed_end(head).len();
                    block.push(Frame::too_long(start, end, false));
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
        if data.len() < self.next_look && !self.is_at_end {
            return Ok(false);
        }
        // Looking again only when there is twice as much keeps it linear.
        self.next_look = data.len() * 2;
        if let Some(kind) = foreign(data).filter(|_| self.next_byte == 0) {
            let expanded = data.len() as u64;
            return Err(Damage { kind, at: 0, expanded, verified: 0 }.into());
        }
        let most = self.limits.max_record.max(CHUNK);
        let framing = framing::detect(data, self.is_at_end && !self.is_cut, most);
        // What a cut left of a single record is one line, or more.
        let is_line = memchr::memchr(b'\n', framing::trimmed_start(data)).is_none();
        let of_cut = if is_line { Framing::Lines } else { Framing::Concatenated };
        let framing = framing.or(self.is_cut.then_some(of_cut));
        self.framer = framing.map(|framing| match framing {
            Framing::Lines => Framer::Lines(LineFramer::default()),
            Framing::Concatenated => Framer::Values(ValueFramer::new(false, self.column), framing),
            Framing::Array => Framer::Values(ValueFramer::new(true, self.column), framing),
        });
        Ok(self.framer.is_some())
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

/// Whether this is one object and nothing else, as far as brackets tell.
fn is_whole(data: &[u8]) -> bool {
    let whole = framing::trimmed_end(data).len();
    data.starts_with(b"{")
        && matches!(
            ValueFramer::new(false, 0).next(data, false),
            Found::Record { start: 0, end, .. } if end == whole
        )
}

/// How formats begin that people take for exports, or pack exports in.
const MAGICS: [(&[u8], &str); 5] = [
    (b"PAR1", "Parquet"),
    (b"ARROW1\0\0", "Arrow"),
    (b"PK\x03\x04", "zip"),
    (b"\xfd7zXZ\0", "xz"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
];

/// How many bytes it takes to tell them.
const LONGEST_MAGIC: usize = 8;

/// Content that cannot be records, told by its first bytes.
pub(crate) fn foreign(data: &[u8]) -> Option<DamageKind> {
    match data {
        [0x1f, 0x8b, 8, ..] | [0x28, 0xb5, 0x2f, 0xfd, ..] => Some(DamageKind::Nested),
        [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => Some(DamageKind::Utf16),
        [byte, 0, ..] | [0, byte, ..] if is_blank(*byte) || matches!(byte, b'{' | b'[') => {
            Some(DamageKind::Utf16)
        }
        _ => MAGICS
            .iter()
            .find(|(magic, _)| data.starts_with(magic))
            .map(|(_, format)| DamageKind::Foreign { format }),
    }
}
