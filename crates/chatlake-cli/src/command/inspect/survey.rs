//! Reading an input to its end and counting what is there.

use std::collections::BTreeMap;
use std::sync::atomic::Ordering;

use chatlake_convert::{Input, Repeat, Repeats};
use chatlake_core::timestamp::PLAUSIBLE_MS;
use chatlake_core::{
    Block, BlockReader, ErrorKind, Framing, Hour, Limits, Parsed, Parser, Record, Reject, Secrets,
    SourceFacts, Text,
};

use super::hour_fit::HourFit;
use super::tally::Tally;
use super::watched::Watched;
use crate::exit::Exit;
use crate::failure::exit_of;

/// What was counted of an input, or of all.
#[derive(Debug)]
pub(super) struct Survey {
    pub(super) framing: Option<Framing>,
    pub(super) facts: SourceFacts,
    pub(super) is_unclosed: bool,
    pub(super) is_irregular: bool,
    pub(super) records: u64,
    pub(super) bodies: u64,
    pub(super) rows: u64,
    /// First and last, milliseconds since the epoch.
    pub(super) span_ms: Option<(i64, i64)>,
    pub(super) timestamps: u64,
    pub(super) suspect_timestamps: u64,
    pub(super) hour: Option<HourFit>,
    pub(super) chat_types: Tally,
    pub(super) directions: Tally,
    pub(super) body_types: Tally,
    pub(super) senders: Tally,
    pub(super) unknown_keys: Tally,
    pub(super) duplicates: u64,
    pub(super) conflicts: u64,
    pub(super) rejects: BTreeMap<&'static str, Rejects>,
    pub(super) failure: Option<ErrorKind>,
}

/// Rejects of one reason.
#[derive(Clone, Debug)]
pub(super) struct Rejects {
    pub(super) count: u64,
    /// Of the first one: its number, its byte, and the reason in full.
    pub(super) first: (u64, u64, String),
}

/// Kinds of message and body, of which there should be few.
const KINDS: usize = 1000;
/// Senders and keys.
const NAMES: usize = 20_000;
/// How many bytes are parsed at a time.
const BLOCK_SIZE: usize = 1 << 20;

impl Default for Survey {
    fn default() -> Self {
        Self {
            framing: None,
            facts: SourceFacts::default(),
            is_unclosed: false,
            is_irregular: false,
            records: 0,
            bodies: 0,
            rows: 0,
            span_ms: None,
            timestamps: 0,
            suspect_timestamps: 0,
            hour: None,
            chat_types: Tally::with_capacity(KINDS),
            directions: Tally::with_capacity(KINDS),
            body_types: Tally::with_capacity(KINDS),
            senders: Tally::with_capacity(NAMES),
            unknown_keys: Tally::with_capacity(NAMES),
            duplicates: 0,
            conflicts: 0,
            rejects: BTreeMap::new(),
            failure: None,
        }
    }
}

impl Survey {
    /// Reads an input to its end, or to where it is broken.
    pub(super) fn of(
        input: &Input,
        number: u32,
        limits: Limits,
        repeats: &mut Repeats,
        watched: &Watched,
    ) -> Self {
        let hour = input.file_name.as_ref().and_then(|_| Hour::of_stem(&input.stem));
        let mut survey = Self { hour: hour.map(HourFit::new), ..Self::default() };
        if let Err(failure) = survey.read(input, number, limits, repeats, watched) {
            survey.failure = Some(failure);
            // What is not published does not count as having been there.
            repeats.forget(number);
        }
        if let Some(fit) = &mut survey.hour {
            fit.decide();
        }
        watched.inputs.fetch_add(1, Ordering::Relaxed);
        survey
    }

    fn read(
        &mut self,
        input: &Input,
        number: u32,
        limits: Limits,
        repeats: &mut Repeats,
        watched: &Watched,
    ) -> Result<(), ErrorKind> {
        let mut blocks = BlockReader::open(&*input.source, limits)?;
        let mut parser = Parser::new(limits);
        let mut block = Block::new();
        loop {
            let read = blocks.next_block(&mut block, BLOCK_SIZE);
            let facts = blocks.facts();
            watched.bytes_in.fetch_add(facts.bytes_in - self.facts.bytes_in, Ordering::Relaxed);
            self.facts = facts;
            self.framing = blocks.framing();
            if !read? {
                self.is_unclosed = blocks.is_unclosed();
                self.is_irregular = blocks.is_irregular();
                return Ok(());
            }
            watched.records.fetch_add(block.n_records() as u64, Ordering::Relaxed);
            parser.parse(&mut block, |parsed| {
                self.records += 1;
                match parsed {
                    Parsed::Record(_, record) => self.count(record, number, repeats),
                    Parsed::Reject(reject) => {
                        self.reject(&reject);
                        Ok(())
                    }
                }
            })?;
        }
    }

    fn count(
        &mut self,
        record: Record<'_>,
        number: u32,
        repeats: &mut Repeats,
    ) -> Result<(), ErrorKind> {
        let n_bodies = record.body_count() as u64;
        self.bodies += n_bodies;
        self.rows += n_bodies.max(1);
        if let Some(ms) = record.timestamp_ms() {
            self.time(ms);
        }
        add(&mut self.chat_types, record.chat_type());
        add(&mut self.directions, record.direction());
        add(&mut self.senders, record.sender());
        for body in record.bodies() {
            add(&mut self.body_types, body.type_name());
            for (place, key) in body.extra(Secrets::Withheld).keys() {
                self.unknown_keys.add(Some(&format!("{place}.{key}")));
            }
        }
        for (place, key) in record.extra(Secrets::Withheld).keys() {
            self.unknown_keys.add(Some(&format!("{place}.{key}")));
        }
        match repeats.judge(record, number).map_err(ErrorKind::Io)? {
            Some(Repeat::Duplicate) => self.duplicates += 1,
            Some(Repeat::Conflict) => self.conflicts += 1,
            None => {}
        }
        Ok(())
    }

    fn time(&mut self, ms: i64) {
        self.timestamps += 1;
        if !PLAUSIBLE_MS.contains(&ms) {
            self.suspect_timestamps += 1;
        }
        let (first, last) = self.span_ms.unwrap_or((ms, ms));
        self.span_ms = Some((first.min(ms), last.max(ms)));
        if let Some(fit) = &mut self.hour {
            fit.add(ms);
        }
    }

    fn reject(&mut self, reject: &Reject<'_>) {
        let first = || (reject.record, reject.byte_offset, reject.reason.to_string());
        let kind = reject.reason.kind();
        self.rejects.entry(kind).or_insert_with(|| Rejects { count: 0, first: first() }).count += 1;
    }

    /// What the command ends with for this input.
    pub(super) fn exit(&self) -> Exit {
        match &self.failure {
            Some(failure) => exit_of(failure),
            None if self.rejects.is_empty() && self.warnings().is_empty() => Exit::OK,
            None => Exit::WARNINGS,
        }
    }

    /// What should be looked at.
    pub(super) fn warnings(&self) -> Vec<String> {
        let mut warnings = Vec::new();
        if self.facts.is_misnamed {
            warnings.push("named .gz, but it is plain JSON".to_owned());
        }
        if self.facts.trailing_bytes > 0 {
            let n_bytes = self.facts.trailing_bytes;
            warnings.push(format!("{n_bytes} bytes after the last member are no compressed data"));
        }
        if self.is_unclosed {
            warnings.push("the array of records has no closing bracket: is it whole?".to_owned());
        }
        if self.is_irregular {
            warnings.push(chatlake_convert::IRREGULAR.to_owned());
        }
        if self.suspect_timestamps > 0 {
            warnings
                .push(format!("{} timestamps lie outside 2009 to 2100", self.suspect_timestamps));
        }
        warnings
    }
}

fn add(tally: &mut Tally, value: Option<Text<'_>>) {
    match value.map(Text::to_str) {
        Some(value) => tally.add(Some(&value)),
        None => tally.add(None),
    }
}
