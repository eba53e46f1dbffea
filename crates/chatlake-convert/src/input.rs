//! An input while it is read.

use std::io::{self, Read};
use std::ops::ControlFlow;
use std::sync::{Arc, Mutex, PoisonError};

use chatlake_core::{
    Block, BlockReader, ErrorKind, Framing, Hour, Limits, Origin, Parsed, Parser, Source,
    SourceFacts, Zone,
};
use sha2::{Digest, Sha256};

use crate::options::ZoneChoice;
use crate::output::hex;
use crate::plan::Input;
use crate::progress::Progress;

/// An open input. Whoever holds it reads the next job; nobody else can.
pub(crate) struct OpenInput {
    pub(crate) facts: Arc<InputFacts>,
    blocks: BlockReader,
    hash: Arc<Mutex<Sha256>>,
    pub(crate) next_job: u64,
    reported: u64,
    warnings: Vec<String>,
    /// Of the whole input, where reading stops before its end.
    digest: Option<Digested>,
    /// Why it is cut.
    salvaged: Option<String>,
}

/// What the rows of an input need to know of it.
#[derive(Debug)]
pub(crate) struct InputFacts {
    pub(crate) name: String,
    pub(crate) file_name: Option<String>,
    pub(crate) hour_us: Option<i64>,
}

impl InputFacts {
    pub(crate) fn origin(&self, record: u64) -> Origin<'_> {
        Origin { file: self.file_name.as_deref(), hour_us: self.hour_us, record }
    }
}

/// An input that was read to its verified end, or to where it was cut.
#[derive(Debug)]
pub(crate) struct Ended {
    pub(crate) facts: SourceFacts,
    pub(crate) digest: Digested,
    pub(crate) warnings: Vec<String>,
    /// What is wrong with it, where only what is whole was read.
    pub(crate) salvaged: Option<String>,
}

/// The bytes of an input as they came, by hash and number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Digested {
    pub(crate) sha256: String,
    pub(crate) bytes: u64,
}

/// What reading on brought.
pub(crate) enum ReadOn {
    /// The block was filled.
    Job,
    /// There is nothing more.
    End(Box<Ended>),
}

/// What is looked at to find the zone of a file's name.
const FIRST_TIMESTAMPS: usize = 32;

impl OpenInput {
    /// Opens an input; with a cut, only that many of its expanded bytes are read.
    pub(crate) fn open(input: &Input, limits: Limits, cut: Option<Cut>) -> Result<Self, ErrorKind> {
        let hash = Arc::new(Mutex::new(Sha256::new()));
        let hashed = Hashed { source: &*input.source, hash: Arc::clone(&hash) };
        let mut blocks = BlockReader::open(&hashed, limits)?;
        let (mut digest, mut salvaged) = (None, None);
        if let Some(cut) = cut {
            blocks = blocks.with_cut(cut.expanded);
            digest = Some(cut.digest);
            salvaged = Some(cut.damage);
        }
        let facts = InputFacts {
            name: input.name().to_owned(),
            file_name: input.file_name.clone(),
            hour_us: None,
        };
        Ok(Self {
            facts: Arc::new(facts),
            blocks,
            hash,
            next_job: 0,
            reported: 0,
            warnings: Vec::new(),
            digest,
            salvaged,
        })
    }

    /// Fills a block with the next job.
    pub(crate) fn read_on(
        &mut self,
        block: &mut Block,
        n_bytes: usize,
        zone: ZoneChoice,
        stem: &str,
        progress: &Progress,
    ) -> Result<ReadOn, ErrorKind> {
        let is_more = self.blocks.next_block(block, n_bytes)?;
        let bytes_in = self.blocks.facts().bytes_in;
        progress.read(bytes_in - self.reported);
        self.reported = bytes_in;
        if !is_more {
            return Ok(ReadOn::End(Box::new(self.ended())));
        }
        if self.next_job == 0 {
            self.find_hour(block, zone, stem);
        }
        self.next_job += 1;
        Ok(ReadOn::Job)
    }

    /// Which instant does the file's name mean?
    fn find_hour(&mut self, block: &mut Block, choice: ZoneChoice, stem: &str) {
        let Some(hour) = self.facts.file_name.as_ref().and_then(|_| Hour::of_stem(stem)) else {
            return;
        };
        let fitting = hour.zone_of(&first_timestamps(block));
        let zone = match choice {
            ZoneChoice::Auto => fitting,
            ZoneChoice::Fixed(zone) => {
                if let Some(other) = fitting.filter(|fitting| *fitting != zone) {
                    self.warnings.push(format!(
                        "the records are of the hour that the name means in {}, not in {} (--zone)",
                        other.name(),
                        zone.name()
                    ));
                }
                Some(zone)
            }
        };
        let hour_us = zone.map(|zone: Zone| hour.start_s(zone) * 1_000_000);
        let InputFacts { name, file_name, .. } = &*self.facts;
        self.facts =
            Arc::new(InputFacts { name: name.clone(), file_name: file_name.clone(), hour_us });
    }

    fn ended(&mut self) -> Ended {
        let facts = self.blocks.facts();
        let mut warnings = std::mem::take(&mut self.warnings);
        if facts.is_misnamed {
            warnings.push("named .gz, but it is plain JSON: read as that".to_owned());
        }
        if facts.trailing_bytes > 0 {
            warnings.push(format!(
                "{} bytes after the last member are no compressed data: left out",
                facts.trailing_bytes
            ));
        }
        if self.blocks.framing() == Some(Framing::Array) && self.blocks.is_unclosed() {
            warnings.push("the array of records has no closing bracket: is it whole?".to_owned());
        }
        let digest = self.digest.take().unwrap_or_else(|| {
            let hash = self.hash.lock().unwrap_or_else(PoisonError::into_inner).clone();
            Digested { sha256: hex(&hash.finalize()), bytes: facts.bytes_in }
        });
        Ended { facts, digest, warnings, salvaged: self.salvaged.take() }
    }
}

fn first_timestamps(block: &mut Block) -> Vec<i64> {
    let mut timestamps = Vec::with_capacity(FIRST_TIMESTAMPS);
    // Stops early; that is all the error says.
    let _ = Parser::new(Limits::default()).parse(block, |parsed| {
        if let Parsed::Record(_, record) = parsed {
            timestamps.extend(record.timestamp_ms());
        }
        if timestamps.len() < FIRST_TIMESTAMPS { Ok(()) } else { Err(ControlFlow::Break(())) }
    }) as Result<(), ControlFlow<()>>;
    timestamps
}

/// How far a damaged input can be trusted.
#[derive(Clone, Debug)]
pub(crate) struct Cut {
    /// Expanded bytes.
    pub(crate) expanded: u64,
    /// Of all its bytes.
    pub(crate) digest: Digested,
    /// What is wrong with it.
    pub(crate) damage: String,
}

/// Reads an input to its end and says how far it can be trusted; none if it is whole.
pub(crate) fn find_cut(input: &Input, limits: Limits) -> Result<Option<Cut>, ErrorKind> {
    let damage = match read_through(input, limits) {
        Ok(()) => return Ok(None),
        Err(ErrorKind::Damaged(damage)) => damage,
        Err(other) => return Err(other),
    };
    let expanded = match damage.kind {
        chatlake_core::DamageKind::Truncated => damage.expanded,
        _ => damage.verified,
    };
    let digest = digest(&*input.source).map_err(ErrorKind::Io)?;
    if expanded == 0 {
        return Err(damage.into());
    }
    Ok(Some(Cut { expanded, digest, damage: damage.to_string() }))
}

fn read_through(input: &Input, limits: Limits) -> Result<(), ErrorKind> {
    let mut blocks = BlockReader::open(&*input.source, limits)?;
    let mut block = Block::new();
    while blocks.next_block(&mut block, 1 << 20)? {}
    Ok(())
}

/// Hashes the bytes of a source as they come.
pub(crate) fn digest(source: &dyn Source) -> io::Result<Digested> {
    let hash = Arc::new(Mutex::new(Sha256::new()));
    let mut hashing = Hashing { stream: source.open()?, hash: Arc::clone(&hash) };
    let bytes = io::copy(&mut hashing, &mut io::sink())?;
    let hash = hash.lock().unwrap_or_else(PoisonError::into_inner).clone();
    Ok(Digested { sha256: hex(&hash.finalize()), bytes })
}

/// A source whose bytes are hashed while they are read.
struct Hashed<'a> {
    source: &'a dyn Source,
    hash: Arc<Mutex<Sha256>>,
}

impl Source for Hashed<'_> {
    fn name(&self) -> &str {
        self.source.name()
    }

    fn open(&self) -> io::Result<Box<dyn Read + Send>> {
        Ok(Box::new(Hashing { stream: self.source.open()?, hash: Arc::clone(&self.hash) }))
    }
}

struct Hashing {
    stream: Box<dyn Read + Send>,
    hash: Arc<Mutex<Sha256>>,
}

impl Read for Hashing {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let n = self.stream.read(out)?;
        let mut hash = self.hash.lock().unwrap_or_else(PoisonError::into_inner);
        hash.update(out.get(..n).unwrap_or_default());
        Ok(n)
    }
}
