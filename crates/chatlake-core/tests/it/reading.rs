//! Reads sources in every way, and keeps what came of it.

use std::convert::Infallible;
use std::io::{self, Read};

use chatlake_core::{
    Block, BlockReader, BytesSource, Damage, ErrorKind, Framing, Limits, Parsed, Parser, Source,
    SourceFacts,
};

/// What became of a record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    Record { number: u64, raw: String },
    Reject { number: u64, byte: u64, reason: String, raw: Vec<u8>, is_truncated: bool },
}

impl Outcome {
    pub(crate) fn number(&self) -> u64 {
        match self {
            Outcome::Record { number, .. } | Outcome::Reject { number, .. } => *number,
        }
    }

    pub(crate) fn raw(&self) -> &[u8] {
        match self {
            Outcome::Record { raw, .. } => raw.as_bytes(),
            Outcome::Reject { raw, .. } => raw,
        }
    }

    pub(crate) fn is_record(&self) -> bool {
        matches!(self, Outcome::Record { .. })
    }
}

/// What a source amounts to.
#[derive(Debug)]
pub(crate) struct Report {
    pub outcomes: Vec<Outcome>,
    pub framing: Option<Framing>,
    pub is_irregular: bool,
    pub facts: SourceFacts,
    pub failure: Option<ErrorKind>,
}

impl Report {
    pub(crate) fn damage(&self) -> Option<&Damage> {
        match &self.failure {
            Some(ErrorKind::Damaged(damage)) => Some(damage),
            _ => None,
        }
    }

    /// The bytes of every record, good or not.
    pub(crate) fn raws(&self) -> Vec<String> {
        let raw = |outcome: &Outcome| String::from_utf8_lossy(outcome.raw()).into_owned();
        self.outcomes.iter().map(raw).collect()
    }

    pub(crate) fn n_records(&self) -> usize {
        self.outcomes.iter().filter(|outcome| outcome.is_record()).count()
    }
}

/// Reads bytes in one piece.
pub(crate) fn read(bytes: &[u8]) -> Report {
    read_with(&BytesSource::new("source", bytes), Limits::default(), 1 << 20, None)
}

/// Reads a source in blocks of a size, up to a cut.
pub(crate) fn read_with(
    source: &dyn Source,
    limits: Limits,
    n_bytes: usize,
    cut: Option<u64>,
) -> Report {
    let mut report = Report {
        outcomes: Vec::new(),
        framing: None,
        is_irregular: false,
        facts: SourceFacts::default(),
        failure: None,
    };
    let mut reader = match BlockReader::open(source, limits) {
        Ok(reader) => reader,
        Err(failure) => return Report { failure: Some(failure), ..report },
    };
    if let Some(cut) = cut {
        reader = reader.with_cut(cut);
    }
    let mut parser = Parser::new(limits);
    let mut block = Block::new();
    loop {
        match reader.next_block(&mut block, n_bytes) {
            Ok(true) => {}
            Ok(false) => break,
            Err(failure) => {
                report.failure = Some(failure);
                break;
            }
        }
        let Ok(()) = parser.parse::<Infallible>(&mut block, |parsed| {
            report.outcomes.push(match parsed {
                Parsed::Record(number, record) => {
                    Outcome::Record { number, raw: record.raw().to_owned() }
                }
                Parsed::Reject(reject) => Outcome::Reject {
                    number: reject.record,
                    byte: reject.byte_offset,
                    reason: reject.reason.to_string(),
                    raw: reject.raw.to_vec(),
                    is_truncated: reject.is_truncated,
                },
            });
            Ok(())
        });
    }
    report.framing = reader.framing();
    report.is_irregular = reader.is_irregular();
    report.facts = reader.facts();
    report
}

/// Whether `frames` are the bytes of `source` but for white space, byte order marks and, in arrays,
/// its punctuation; if not, what is in no record.
pub(crate) fn accounted(source: &[u8], frames: &[&[u8]], framing: Framing) -> Result<(), String> {
    let mut rest = source;
    for frame in frames {
        let at = rest.windows(frame.len()).position(|window| window == *frame);
        let at = at.ok_or("a frame is not in the source, or not in order")?;
        is_between(&rest[..at], framing)?;
        rest = &rest[at + frame.len()..];
    }
    is_between(rest, framing)
}

fn is_between(between: &[u8], framing: Framing) -> Result<(), String> {
    let mut rest = between;
    while let Some(byte) = rest.first() {
        let n_bytes = match byte {
            b' ' | b'\t' | b'\r' | b'\n' => 1,
            0xef if rest.starts_with(b"\xef\xbb\xbf") => 3,
            b'[' | b',' | b']' if framing == Framing::Array => 1,
            _ => return Err(format!("{:?} is in no record", String::from_utf8_lossy(between))),
        };
        rest = &rest[n_bytes..];
    }
    Ok(())
}

/// Bytes that arrive in pieces of these sizes, over and over.
pub(crate) struct Trickle {
    pub bytes: Vec<u8>,
    pub sizes: Vec<usize>,
}

impl Source for Trickle {
    fn name(&self) -> &str {
        "source"
    }

    fn open(&self) -> io::Result<Box<dyn Read + Send>> {
        let sizes = self.sizes.clone().into_iter().cycle();
        Ok(Box::new(Trickling { bytes: io::Cursor::new(self.bytes.clone()), sizes }))
    }
}

struct Trickling<I> {
    bytes: io::Cursor<Vec<u8>>,
    sizes: I,
}

impl<I: Iterator<Item = usize>> Read for Trickling<I> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let n = self.sizes.next().unwrap_or(1);
        if n == 0 {
            return Err(io::ErrorKind::Interrupted.into());
        }
        let n = n.min(out.len());
        self.bytes.read(&mut out[..n])
    }
}

/// Bytes that are made while they are read: pieces, each so many times.
pub(crate) struct Generated {
    pub pieces: Vec<(Vec<u8>, u64)>,
}

impl Source for Generated {
    fn name(&self) -> &str {
        "source"
    }

    fn open(&self) -> io::Result<Box<dyn Read + Send>> {
        let mut stream: Box<dyn Read + Send> = Box::new(io::empty());
        for (piece, n) in &self.pieces {
            let whole = piece.len() as u64 * n;
            // Copies of the piece up to some size, so that reading is cheap.
            let copies = (64 << 10) / piece.len().max(1) + 1;
            let repeated = Repeat { piece: piece.repeat(copies), at: 0 };
            stream = Box::new(stream.chain(repeated.take(whole)));
        }
        Ok(stream)
    }
}

struct Repeat {
    piece: Vec<u8>,
    at: usize,
}

impl Read for Repeat {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let n = (&self.piece[self.at..]).read(out)?;
        self.at = (self.at + n) % self.piece.len();
        Ok(n)
    }
}
