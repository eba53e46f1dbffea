//! Blocks: owned, recycled buffers of whole records.

use crate::framing;
use crate::limits::Limits;
use crate::parse::PADDING;
use crate::reject::RAW_LIMIT;

/// A run of whole records, with where each stands in its source.
///
/// Blocks are recycled: [`BlockReader::next_block`](crate::BlockReader::next_block) clears and
/// refills one, keeping its memory.
#[derive(Debug, Default)]
pub struct Block {
    /// One byte lent to the scanner, then the data, then whatever was there before.
    bytes: Vec<u8>,
    /// Where the data ends in `bytes`.
    filled: usize,
    frames: Vec<Frame>,
    /// Of every frame, in a block that was filled by hand; otherwise none.
    places: Vec<Place>,
    first_record: u64,
    byte_offset: u64,
    shares_windows: bool,
}

/// Bytes before the data.
const LEAD: usize = 1;

/// Where one record stands in its block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Frame {
    start: u32,
    end: u32,
    flaw: Option<Flaw>,
}

/// Why there is nothing to parse in a frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Flaw {
    /// The record is longer than allowed.
    TooLong,
    /// The record is longer than allowed, and this is only its beginning.
    TooLongAndCut,
    /// Only the beginning of the record is left.
    Cut,
    /// Nothing of the record is left.
    Withheld,
}

/// Where a record of a block that was filled by hand stands in its source.
#[derive(Clone, Copy, Debug)]
struct Place {
    record: u64,
    byte_offset: u64,
}

impl Frame {
    pub(crate) fn new(start: usize, end: usize) -> Self {
        Self { start: start as u32, end: end as u32, flaw: None }
    }

    /// A record that is longer than allowed, or its beginning.
    pub(crate) fn too_long(start: usize, end: usize, is_whole: bool) -> Self {
        let flaw = if is_whole { Flaw::TooLong } else { Flaw::TooLongAndCut };
        Self { flaw: Some(flaw), ..Self::new(start, end) }
    }

    pub(crate) fn start(&self) -> usize {
        self.start as usize
    }

    pub(crate) fn end(&self) -> usize {
        self.end as usize
    }

    pub(crate) fn flaw(&self) -> Option<Flaw> {
        self.flaw
    }
}

impl Block {
    /// An empty block.
    pub fn new() -> Self {
        Self::default()
    }

    /// How many records it holds.
    pub fn n_records(&self) -> usize {
        self.frames.len()
    }

    /// How many bytes of the expanded source it holds.
    pub fn n_bytes(&self) -> usize {
        self.filled.saturating_sub(LEAD)
    }

    /// How many bytes of memory it keeps, records in it or not.
    pub fn capacity(&self) -> usize {
        self.bytes.capacity()
            + self.frames.capacity() * size_of::<Frame>()
            + self.places.capacity() * size_of::<Place>()
    }

    /// The number of its first record in the source.
    pub fn first_record(&self) -> u64 {
        self.places.first().map_or(self.first_record, |place| place.record)
    }

    /// Empties the block, so that it can be filled by hand.
    pub fn clear(&mut self) {
        self.begin(0, 0, false);
    }

    /// Appends a record that was set apart before, in a block that was emptied by
    /// [`Block::clear`]: its bytes, its number in its source, and the offset of its first byte.
    ///
    /// White space around it is left out. It meets the limits as it would in its source. A block
    /// can hold some gigabytes: whoever fills it stops before that.
    pub fn push_record(&mut self, bytes: &[u8], record: u64, byte_offset: u64, limits: &Limits) {
        let bytes = framing::trimmed_end(bytes);
        let whole = framing::trimmed_start(bytes);
        let n_blanks = (bytes.len() - whole.len()) as u64;
        let place = Place { record, byte_offset: byte_offset.saturating_add(n_blanks) };
        if whole.len() > limits.max_record.min(Limits::LONGEST_RECORD) {
            let head = framing::trimmed_end(head_of(whole));
            let is_cut = head.len() < whole.len();
            let flaw = if is_cut { Flaw::TooLongAndCut } else { Flaw::TooLong };
            self.push_given(head, place, Some(flaw));
        } else {
            self.push_given(whole, place, None);
        }
    }

    /// Appends a record of which only the beginning is left: it can be nothing but a reject.
    pub fn push_cut(&mut self, head: &[u8], record: u64, byte_offset: u64) {
        self.push_given(head_of(head), Place { record, byte_offset }, Some(Flaw::Cut));
    }

    /// Appends a record of which nothing is left but its place: it can be nothing but a reject.
    pub fn push_withheld(&mut self, record: u64, byte_offset: u64) {
        self.push_given(&[], Place { record, byte_offset }, Some(Flaw::Withheld));
    }

    fn push_given(&mut self, bytes: &[u8], place: Place, flaw: Option<Flaw>) {
        let start = self.n_bytes();
        self.extend(bytes);
        self.frames.push(Frame { flaw, ..Frame::new(start, self.n_bytes()) });
        self.places.push(place);
    }

    pub(crate) fn begin(&mut self, first_record: u64, byte_offset: u64, shares_windows: bool) {
        self.frames.clear();
        self.places.clear();
        self.filled = LEAD;
        self.first_record = first_record;
        self.byte_offset = byte_offset;
        self.shares_windows = shares_windows;
        self.make_room(0);
    }

    pub(crate) fn share_windows(&mut self, shares_windows: bool) {
        self.shares_windows = shares_windows;
    }

    /// Fits the memory to blocks of this size: takes it at once, untouched until it is filled,
    /// and gives back what a huge record has needed.
    pub(crate) fn fit(&mut self, n_bytes: usize) {
        let wanted = LEAD + n_bytes + PADDING;
        if self.bytes.len() <= self.filled + PADDING && self.n_bytes() == 0 {
            self.bytes = vec![0; wanted];
        } else if self.bytes.len() > wanted * 2 {
            self.bytes.truncate(wanted.max(self.filled + PADDING));
            self.bytes.shrink_to_fit();
        }
    }

    fn make_room(&mut self, n_bytes: usize) {
        let needed = self.filled + n_bytes + PADDING;
        if self.bytes.len() < needed {
            self.bytes.resize(needed, 0);
        }
    }

    /// Room for the next bytes of the source; how many of it were used is told to `advance`.
    pub(crate) fn spare(&mut self, n_bytes: usize) -> &mut [u8] {
        self.make_room(n_bytes);
        self.bytes.get_mut(self.filled..self.filled + n_bytes).unwrap_or_default()
    }

    pub(crate) fn advance(&mut self, n_bytes: usize) {
        self.filled += n_bytes;
    }

    pub(crate) fn extend(&mut self, bytes: &[u8]) {
        self.spare(bytes.len()).copy_from_slice(bytes);
        self.advance(bytes.len());
    }

    /// Cuts the data off at an offset that `data` counts from.
    pub(crate) fn truncate(&mut self, offset: usize) {
        self.filled = self.filled.min(LEAD + offset);
    }

    /// All the data.
    pub(crate) fn data(&self) -> &[u8] {
        self.bytes.get(LEAD..self.filled).unwrap_or_default()
    }

    pub(crate) fn push(&mut self, frame: Frame) {
        self.frames.push(frame);
    }

    pub(crate) fn frames(&self) -> &[Frame] {
        &self.frames
    }

    /// The bytes of the data from `start` to `end`.
    pub(crate) fn bytes(&self, start: usize, end: usize) -> &[u8] {
        self.bytes.get(LEAD + start..LEAD + end).unwrap_or_default()
    }

    /// `len` bytes of the data from `start`, with one byte before and the padding after.
    pub(crate) fn lend(&mut self, start: usize, len: usize) -> &mut [u8] {
        self.bytes.get_mut(start..start + LEAD + len + PADDING).unwrap_or_default()
    }

    /// Whether records can be scanned together: no string of one can reach into the next
    /// unnoticed, because a line break stands between them.
    pub(crate) fn shares_windows(&self) -> bool {
        self.shares_windows
    }

    /// How many frames from `first` on lie within `n_bytes`, the first counted in any case; none
    /// if the first is too long.
    pub(crate) fn n_within(&self, first: usize, n_bytes: usize) -> usize {
        let frames = self.frames.get(first..).unwrap_or_default();
        let Some(head) = frames.first() else { return 0 };
        let limit = head.start() + n_bytes;
        let fits = |frame: &&Frame| frame.flaw.is_none() && frame.end() <= limit;
        let n_frames = frames.iter().take_while(fits).count();
        if n_frames == 0 && head.flaw.is_none() { 1 } else { n_frames }
    }

    pub(crate) fn record_number(&self, frame: usize) -> u64 {
        self.places.get(frame).map_or(self.first_record + frame as u64, |place| place.record)
    }

    pub(crate) fn byte_offset(&self, frame: usize) -> u64 {
        if let Some(place) = self.places.get(frame) {
            return place.byte_offset;
        }
        self.byte_offset + self.frames.get(frame).map_or(0, |frame| u64::from(frame.start))
    }
}

/// What is kept of a record that there is too much of, or too little.
fn head_of(bytes: &[u8]) -> &[u8] {
    bytes.get(..RAW_LIMIT).unwrap_or(bytes)
}
