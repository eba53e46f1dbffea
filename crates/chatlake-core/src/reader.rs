//! Records one by one, for those who want no more than that.

use std::convert::Infallible;
use std::path::Path;

use crate::block::Block;
use crate::block_reader::BlockReader;
use crate::decompress::SourceFacts;
use crate::error::{Error, ErrorKind};
use crate::framing::Framing;
use crate::limits::Limits;
use crate::parse::{Parsed, Parser};
use crate::position::Position;
use crate::record::RecordBuf;
use crate::reject::RejectReason;
use crate::source::{BytesSource, FileSource, Source};

/// Reads the records of one source, in order.
///
/// A rejected record is an error that names source, record and byte; reading goes on behind it.
/// Any other error is the end: the source is damaged or cannot be read.
///
/// ```
/// use chatlake_core::Reader;
///
/// let lines = br#"{"msg_id":"1","payload":{"bodies":[{"type":"txt","msg":"hi"}]}}"#;
/// let mut reader = Reader::from_bytes("example", &lines[..])?;
/// for record in reader.records() {
///     let record = record?;
///     let body = record.as_record().bodies().next();
///     assert!(body.and_then(|body| body.msg()).is_some_and(|msg| msg == "hi"));
/// }
/// # Ok::<(), chatlake_core::Error>(())
/// ```
pub struct Reader {
    name: String,
    blocks: BlockReader,
    parser: Parser,
    block: Block,
    queue: Vec<Slot>,
    n_queued: usize,
    next: usize,
    position: Position,
}

/// A record that was parsed ahead; recycled.
#[derive(Default)]
struct Slot {
    record: RecordBuf,
    reject: Option<RejectReason>,
    number: u64,
    byte: u64,
}

/// How many bytes are parsed ahead.
const BLOCK_SIZE: usize = 64 << 10;

impl Reader {
    /// Reads a file, with the default limits.
    ///
    /// # Errors
    ///
    /// The file cannot be opened, or is nothing that could be read.
    pub fn from_path(path: impl AsRef<Path>) -> Result<Self, Error> {
        Self::new(&FileSource::new(path.as_ref()), Limits::default())
    }

    /// Reads bytes in memory, with the default limits.
    ///
    /// # Errors
    ///
    /// As [`Reader::from_path`].
    pub fn from_bytes(name: &str, bytes: impl Into<Vec<u8>>) -> Result<Self, Error> {
        Self::new(&BytesSource::new(name, bytes), Limits::default())
    }

    /// Reads any source.
    ///
    /// # Errors
    ///
    /// As [`Reader::from_path`].
    pub fn new(source: &dyn Source, limits: Limits) -> Result<Self, Error> {
        let name = source.name().to_owned();
        let blocks = BlockReader::open(source, limits).map_err(|kind| Error::new(&name, kind))?;
        Ok(Self {
            position: Position { source: name.clone(), ..Position::default() },
            name,
            blocks,
            parser: Parser::new(limits),
            block: Block::new(),
            queue: Vec::new(),
            n_queued: 0,
            next: 0,
        })
    }

    /// The records, each with its own text.
    pub fn records(&mut self) -> Records<'_> {
        Records { reader: self, is_done: false }
    }

    /// Fills `record` with the next one, recycling its memory; `false` at the end.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Rejected`] for a record that is refused: call again to go on behind it.
    /// Otherwise the source is damaged or cannot be read.
    pub fn read_record(&mut self, record: &mut RecordBuf) -> Result<bool, Error> {
        while self.next == self.n_queued {
            if !self.fill().map_err(|kind| Error::new(&self.name, kind))? {
                return Ok(false);
            }
        }
        let Some(slot) = self.queue.get_mut(self.next) else { return Ok(false) };
        self.next += 1;
        self.position.record = slot.number;
        self.position.byte = slot.byte;
        match slot.reject.take() {
            None => {
                std::mem::swap(record, &mut slot.record);
                Ok(true)
            }
            Some(reason) => {
                let kind =
                    ErrorKind::Rejected { record: slot.number, byte_offset: slot.byte, reason };
                Err(Error::new(&self.name, kind))
            }
        }
    }

    /// Where the record that was read last stands.
    pub fn position(&self) -> &Position {
        &self.position
    }

    /// What is known of the source; final at its end.
    pub fn facts(&self) -> SourceFacts {
        self.blocks.facts()
    }

    /// How records are set apart, once one has been read.
    pub fn framing(&self) -> Option<Framing> {
        self.blocks.framing()
    }

    fn fill(&mut self) -> Result<bool, ErrorKind> {
        self.next = 0;
        self.n_queued = 0;
        if !self.blocks.next_block(&mut self.block, BLOCK_SIZE)? {
            return Ok(false);
        }
        let first = self.block.first_record();
        let offsets: Vec<u64> =
            (0..self.block.n_records()).map(|frame| self.block.byte_offset(frame)).collect();
        let (queue, n_queued) = (&mut self.queue, &mut self.n_queued);
        let Ok(()) = self.parser.parse::<Infallible>(&mut self.block, |parsed| {
            if queue.len() == *n_queued {
                queue.push(Slot::default());
            }
            if let Some(slot) = queue.get_mut(*n_queued) {
                slot.reject = None;
                match parsed {
                    Parsed::Record(number, record) => {
                        slot.number = number;
                        slot.record.fill(number, record);
                    }
                    Parsed::Reject(reject) => {
                        slot.number = reject.record;
                        slot.reject = Some(reject.reason.clone());
                    }
                }
                let frame = usize::try_from(slot.number - first).unwrap_or_default();
                slot.byte = offsets.get(frame).copied().unwrap_or_default();
            }
            *n_queued += 1;
            Ok(())
        });
        Ok(true)
    }
}

/// The records of a [`Reader`].
pub struct Records<'a> {
    reader: &'a mut Reader,
    is_done: bool,
}

impl Iterator for Records<'_> {
    type Item = Result<RecordBuf, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.is_done {
            return None;
        }
        let mut record = RecordBuf::new();
        match self.reader.read_record(&mut record) {
            Ok(true) => Some(Ok(record)),
            Ok(false) => None,
            Err(error) => {
                self.is_done = !matches!(error.kind, ErrorKind::Rejected { .. });
                Some(Err(error))
            }
        }
    }
}
