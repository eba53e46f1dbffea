//! An input while it is read.

mod cut;
mod facts;
mod hashed;
mod lines;
mod replayed;

use std::ops::ControlFlow;
use std::sync::Arc;

use chatlake_core::{
    Block, BlockReader, ErrorKind, Framing, Hour, Limits, Parsed, Parser, SourceFacts,
};

pub(crate) use cut::{Cut, find_cut};
pub(crate) use facts::{InputFacts, Origins};
pub(crate) use hashed::{Digested, digest};
use hashed::{Hashed, SharedHash};
use replayed::RejectReader;

use crate::options::ZoneChoice;
use crate::plan::{Content, Input};
use crate::progress::Progress;
use crate::rejects::LineError;

/// An open input. Whoever holds it reads the next job; nobody else can.
pub(crate) struct OpenInput {
    reader: Reader,
    hash: SharedHash,
    pub(crate) next_job: u64,
    reported: u64,
    warnings: Vec<String>,
    /// Of the whole input, where reading stops before its end.
    digest: Option<Digested>,
    /// Why it is cut.
    salvaged: Option<String>,
}

/// Where the records of an input come from.
enum Reader {
    /// From an export, all of them with the same facts.
    Export(Box<BlockReader>, Arc<InputFacts>),
    /// From a file of rejects.
    Rejects(Box<RejectReader>),
}

/// Why an input cannot be read to its end.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Broken {
    /// Its bytes are damaged, or the system could not read them.
    #[error("{0}")]
    Source(#[from] ErrorKind),
    /// A line of a file of rejects is none.
    #[error("{0}")]
    Line(#[from] LineError),
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

/// What reading on brought.
pub(crate) enum ReadOn {
    /// The block was filled with records of these origins.
    Job(Origins),
    /// There is nothing more.
    End(Box<Ended>),
}

/// What is said of an array whose records are all there, and that is no JSON.
pub const IRREGULAR: &str = "the array of records is not set out as JSON has it: a comma is missing or too many, or a record stands outside of the brackets; all records were read";

/// What is looked at to find the zone of a file's name.
const FIRST_TIMESTAMPS: usize = 32;

impl OpenInput {
    /// Opens an input; with a cut, only that many of its expanded bytes are read.
    pub(crate) fn open(input: &Input, limits: Limits, cut: Option<Cut>) -> Result<Self, Broken> {
        let (hashed, hash) = Hashed::new(&*input.source);
        let (mut digest, mut salvaged) = (None, None);
        let reader = match input.content {
            Content::Records => {
                let mut blocks = BlockReader::open(&hashed, limits)?;
                if let Some(cut) = cut {
                    blocks = blocks.with_cut(cut.expanded);
                    digest = Some(cut.digest);
                    salvaged = Some(cut.damage);
                }
                let facts = InputFacts::new(input.name(), input.file_name.as_deref());
                Reader::Export(Box::new(blocks), Arc::new(facts))
            }
            Content::Rejects => Reader::Rejects(Box::new(RejectReader::open(&hashed, limits)?)),
        };
        Ok(Self { reader, hash, next_job: 0, reported: 0, warnings: Vec::new(), digest, salvaged })
    }

    /// Fills a block with the next job.
    pub(crate) fn read_on(
        &mut self,
        block: &mut Block,
        n_bytes: usize,
        zone: ZoneChoice,
        stem: &str,
        progress: &Progress,
    ) -> Result<ReadOn, Broken> {
        let origins = match &mut self.reader {
            Reader::Export(blocks, facts) => {
                let is_more = blocks.next_block(block, n_bytes)?;
                if is_more && self.next_job == 0 {
                    self.warnings.extend(find_hour(facts, block, zone, stem));
                }
                is_more.then(|| Origins::Same(Arc::clone(facts)))
            }
            Reader::Rejects(rejects) => rejects.next_block(block, n_bytes, zone)?,
        };
        let bytes_in = self.source_facts().bytes_in;
        progress.read(bytes_in - self.reported);
        self.reported = bytes_in;
        let Some(origins) = origins else {
            return Ok(ReadOn::End(Box::new(self.ended())));
        };
        self.next_job += 1;
        Ok(ReadOn::Job(origins))
    }

    fn source_facts(&self) -> SourceFacts {
        match &self.reader {
            Reader::Export(blocks, _) => blocks.facts(),
            Reader::Rejects(rejects) => rejects.facts(),
        }
    }

    fn ended(&mut self) -> Ended {
        let facts = self.source_facts();
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
        match &mut self.reader {
            Reader::Export(blocks, _) => {
                if blocks.framing() == Some(Framing::Array) && blocks.is_unclosed() {
                    warnings.push(
                        "the array of records has no closing bracket: is it whole?".to_owned(),
                    );
                }
                if blocks.is_irregular() {
                    warnings.push(IRREGULAR.to_owned());
                }
            }
            Reader::Rejects(rejects) => warnings.extend(rejects.warnings()),
        }
        let digest = self.digest.take().unwrap_or_else(|| self.hash.digested(facts.bytes_in));
        Ended { facts, digest, warnings, salvaged: self.salvaged.take() }
    }
}

/// Finds the instant that the file's name means, by the first records. Warns if another zone than
/// the one that was asked for fits them.
fn find_hour(
    facts: &mut Arc<InputFacts>,
    block: &mut Block,
    choice: ZoneChoice,
    stem: &str,
) -> Option<String> {
    let hour = facts.file_name.as_ref().and_then(|_| Hour::of_stem(stem))?;
    let (found, warning) = facts.of_hour(hour, choice, &first_timestamps(block));
    *facts = Arc::new(found);
    warning
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
